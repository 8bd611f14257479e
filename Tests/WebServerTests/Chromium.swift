import Dispatch
import Execution
import Foundation

/// Debian's browser without a window, driven by its DevTools protocol over two pipes.
final class Chromium: Sendable {
    static let path: String? = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first {
        access($0, X_OK) == 0
    }

    /// With `ASSAY_REQUIRE_BROWSER=1` the tests run, and fail, where there is no browser.
    static var isWanted: Bool {
        path != nil || ProcessInfo.processInfo.environment["ASSAY_REQUIRE_BROWSER"] == "1"
    }

    static let reason = "no chromium here: `apt-get install chromium` brings it"

    private let process: Process
    private let folder: String
    private let commands: FileHandle
    private let answers: FileHandle
    /// One request at a time; the lock is held by its thread alone.
    private let queue = DispatchQueue(label: "chromium")
    private let state = State()

    /// What only `queue` touches.
    private final class State: @unchecked Sendable {
        var buffer: [UInt8] = []
        var number = 0
        var session: String?
        /// Everything that the browser told by itself.
        var events: [JSON] = []
    }

    init() throws {
        guard let program = Self.path else { throw Diagnostic(Self.reason) }
        folder =
            FileManager.default.temporaryDirectory
            .appending(path: "assay-chromium-\(UInt64.random(in: 0..<(.max)))").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        for name in ["commands", "answers"] { mkfifo("\(folder)/\(name)", 0o600) }
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "exec \"$@\" 3<\"$0/commands\" 4>\"$0/answers\" 2>\"$0/log\"", folder, program,
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--hide-scrollbars", "--remote-debugging-pipe",
            "--user-data-dir=\(folder)/profile", "--disable-background-networking",
            "--disable-component-update", "about:blank",
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        // Opened for both directions, so that opening waits for nobody.
        commands = try Self.open("\(folder)/commands")
        answers = try Self.open("\(folder)/answers")
    }

    private static func open(_ path: String) throws -> FileHandle {
        let descriptor = Glibc.open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw Diagnostic("cannot open `\(path)`") }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func close() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Makes a tab of so many pixels, in which pages cannot run scripts.
    func openTab(width: Int, height: Int, dark: Bool = false) async throws {
        let target = try await call("Target.createTarget", ["url": "about:blank"])
        let attached = try await call(
            "Target.attachToTarget", ["targetId": target["targetId"] ?? .null, "flatten": true])
        let session = attached["sessionId"]?.string
        queue.sync { state.session = session }
        for domain in ["Page.enable", "Log.enable", "Network.enable", "Security.enable"] {
            _ = try await call(domain, [:])
        }
        _ = try await call("Emulation.setScriptExecutionDisabled", ["value": true])
        _ = try await call(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .int(width), "height": .int(height), "deviceScaleFactor": 1,
                "mobile": false,
            ])
        let theme: JSON = ["name": "prefers-color-scheme", "value": dark ? "dark" : "light"]
        _ = try await call("Emulation.setEmulatedMedia", ["features": .array([theme])])
    }

    /// Goes to a page and waits until it is whole.
    func visit(_ address: String) async throws {
        queue.sync { state.events.removeAll() }
        _ = try await call("Page.navigate", ["url": .string(address)])
        try await loaded()
    }

    /// Waits for the end of a load that was begun.
    func loaded() async throws {
        for _ in 0..<300 {
            let done = queue.sync {
                state.events.contains { $0["method"]?.string == "Page.loadEventFired" }
            }
            if done { return }
            // Any call makes the browser's own messages come in.
            _ = try await call("Browser.getVersion", [:])
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Diagnostic("the page did not load")
    }

    /// What an expression comes to in the page; the tester's, not the page's, so it runs.
    func evaluate(_ expression: String) async throws -> JSON? {
        queue.sync { state.events.removeAll() }
        let answer = try await call(
            "Runtime.evaluate",
            [
                "expression": .string(expression), "returnByValue": true, "userGesture": true,
            ])
        if let fault = answer["exceptionDetails"] { throw Diagnostic("\(fault.text)") }
        return answer["result"]?["value"]
    }

    /// What the browser complained of since the page was begun: its log, and refused loads.
    func complaints() async throws -> [String] {
        _ = try await call("Browser.getVersion", [:])
        return queue.sync {
            state.events.filter {
                ["Log.entryAdded", "Network.loadingFailed"].contains($0["method"]?.string ?? "")
            }.map(\.text)
        }
    }

    /// A picture of the window, or of the whole page, as PNG.
    func screenshot(wholePage: Bool = false) async throws -> [UInt8] {
        let answer = try await call(
            "Page.captureScreenshot",
            ["format": "png", "captureBeyondViewport": .bool(wholePage)])
        guard let text = answer["data"]?.string, let data = Data(base64Encoded: text) else {
            throw Diagnostic("no picture")
        }
        return Array(data)
    }

    private func call(_ method: String, _ parameters: JSON) async throws -> JSON {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(with: Result { try self.exchange(method, parameters) })
            }
        }
    }

    private func exchange(_ method: String, _ parameters: JSON) throws -> JSON {
        state.number += 1
        var message: JSONObject = [
            "id": .int(state.number), "method": .string(method), "params": parameters,
        ]
        if let session = state.session, !method.hasPrefix("Browser.") {
            message["sessionId"] = .string(session)
        }
        try commands.write(contentsOf: Data(JSON.object(message).utf8 + [0]))
        while true {
            let answer = try nextMessage()
            guard answer["id"]?.int == state.number else {
                if answer["method"] != nil { state.events.append(answer) }
                continue
            }
            if let fault = answer["error"] { throw Diagnostic("\(method): \(fault.text)") }
            return answer["result"] ?? .null
        }
    }

    private func nextMessage() throws -> JSON {
        while true {
            if let end = state.buffer.firstIndex(of: 0) {
                let bytes = Array(state.buffer[..<end])
                state.buffer.removeSubrange(...end)
                return try JSON(parsing: bytes)
            }
            guard process.isRunning else { throw Diagnostic("the browser ended") }
            var waiting = pollfd(
                fd: answers.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 120_000) > 0 else {
                throw Diagnostic("the browser does not answer")
            }
            state.buffer += answers.availableData
        }
    }
}
