import Dispatch
import Glibc

/// The log of the tests; what is said there once the source has been started is sealed.
private enum Log {
    nonisolated(unsafe) static var report: Int32 = -1
    nonisolated(unsafe) static var word: Int32 = -1
    nonisolated(unsafe) static var low: UInt64 = 0
    nonisolated(unsafe) static var high: UInt64 = 0
    nonisolated(unsafe) static var last = ""
    nonisolated(unsafe) static var finished = 0
    nonisolated(unsafe) static var passed = 0
    nonisolated(unsafe) static var began: UInt64 = 0

    /// Takes the key and the one-time word from standard input; the word waits in a pipe.
    static func open() {
        var secret = [UInt8](repeating: 0, count: 65)
        var ends: [Int32] = [0, 0]
        var count = 0
        while count < 65 {
            let got = read(0, &secret[count], 1)
            if got != 1 || secret[count] == 10 { break }
            count += 1
        }
        report = Glibc.open(".assay/report", O_WRONLY | O_APPEND | O_CLOEXEC)
        guard count == 64, report >= 0, pipe(&ends) == 0,
            write(ends[1], Array(secret[32..<64]), 32) == 32
        else { _exit(3) }
        Glibc.close(ends[1])
        word = ends[0]
        low = UInt64(String(decoding: secret[..<16], as: UTF8.self), radix: 16) ?? 0
        high = UInt64(String(decoding: secret[16..<32], as: UTF8.self), radix: 16) ?? 0
        dup2(Glibc.open("/dev/null", O_RDONLY), 0)
    }

    /// Each line is sealed with all before it: SipHash-2-4 of the last seal and the line.
    static func seal(_ text: String) -> String {
        func turned(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }
        let data = Array((last + text).utf8)
        let size = data.count
        var v0 = low ^ 0x736f_6d65_7073_6575
        var v1 = high ^ 0x646f_7261_6e64_6f6d
        var v2 = low ^ 0x6c79_6765_6e65_7261
        var v3 = high ^ 0x7465_6462_7974_6573
        for at in stride(from: 0, through: size + 8, by: 8) {
            var word: UInt64 = 0
            if at <= size {
                for i in (0..<8).reversed() {
                    let byte = at + i < size ? data[at + i] : i == 7 ? UInt8(size & 255) : 0
                    word = word << 8 | UInt64(byte)
                }
            } else {
                v2 ^= 255
            }
            v3 ^= word
            for _ in 0..<(at > size ? 4 : 2) {
                v0 &+= v1
                v1 = turned(v1, 13) ^ v0
                v0 = turned(v0, 32)
                v2 &+= v3
                v3 = turned(v3, 16) ^ v2
                v0 &+= v3
                v3 = turned(v3, 21) ^ v0
                v2 &+= v1
                v1 = turned(v1, 17) ^ v2
                v2 = turned(v2, 32)
            }
            v0 ^= word
        }
        let digits = String(v0 ^ v1 ^ v2 ^ v3, radix: 16)
        last = String(repeating: "0", count: 16 - digits.utf8.count) + digits
        return last
    }

    static func line(_ fields: String...) {
        var text = ""
        for (index, field) in fields.enumerated() {
            if index > 0 { text += "\t" }
            for scalar in field.unicodeScalars.prefix(2000) {
                switch scalar {
                case "\\": text += "\\\\"
                case "\n": text += "\\n"
                case "\t": text += "\\t"
                case "\r": text += "\\r"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
        let bytes = Array((text + "\t" + seal(text) + "\n").utf8)
        if write(report, bytes, bytes.count) != bytes.count { _exit(3) }
    }

    static func begin(_ id: String) {
        line("S", id)
        began = DispatchTime.now().uptimeNanoseconds
    }

    static func end(_ id: String, _ outcome: AssayOutcome_ASSAY_MARK) {
        finished += 1
        if outcome.kind == "passed" { passed += 1 }
        let took = (DispatchTime.now().uptimeNanoseconds - began) / 1000
        line(
            "F", id, outcome.kind, "\(took / 1000).\(String(took % 1000 + 1000).dropFirst())",
            outcome.message, outcome.expected, outcome.actual)
    }

    static func close(good: Bool) -> Never {
        var bytes = [UInt8](repeating: 0, count: 32)
        guard read(word, &bytes, 32) == 32 else { _exit(3) }
        line("E", String(decoding: bytes, as: UTF8.self), String(finished), String(passed))
        fflush(stdout)
        _exit(good ? 0 : 1)
    }
}

struct AssayOutcome_ASSAY_MARK {
    var kind = "passed"
    var message = ""
    var expected = ""
    var actual = ""
}

/// What failed in the test that runs; the first is told.
nonisolated(unsafe) var assayFailed_ASSAY_MARK: AssayOutcome_ASSAY_MARK?

func assayFail_ASSAY_MARK(_ message: String, _ expected: String = "", _ actual: String = "") {
    assayLocked_ASSAY_MARK {
        guard assayFailed_ASSAY_MARK == nil else { return }
        assayFailed_ASSAY_MARK = AssayOutcome_ASSAY_MARK(
            kind: "failed", message: message, expected: expected, actual: actual)
    }
}

/// Before any statement of the source: `isSuite` says that its tests are not in the main file.
public func assayStart_ASSAY_MARK(isSuite: Bool) {
    Log.open()
    if !isSuite { Log.begin("1") }
}

/// An assertion of tests that stand in the main file.
func assayStop_ASSAY_MARK(_ message: String) -> Never {
    Log.end("1", AssayOutcome_ASSAY_MARK(kind: "failed", message: message))
    fflush(stdout)
    _exit(1)
}

private func one(_ id: String, _ body: () async throws -> Void) async -> Bool {
    Log.begin(id)
    assayFailed_ASSAY_MARK = nil
    var outcome = AssayOutcome_ASSAY_MARK()
    do {
        try await body()
        outcome = assayFailed_ASSAY_MARK ?? outcome
    } catch let skip as AssaySkip_ASSAY_MARK where assayFailed_ASSAY_MARK == nil {
        outcome.kind = "skipped"
        outcome.message = skip.message
    } catch {
        outcome =
            assayFailed_ASSAY_MARK
            ?? AssayOutcome_ASSAY_MARK(kind: "error", message: "\(error)")
    }
    Log.end(id, outcome)
    return outcome.kind == "passed"
}

private func canary(_ value: Int, _ own: (Int) -> Bool) {
    AssayCheck_ASSAY_MARK.XCTAssertTrue(own(value))
    AssayCheck_ASSAY_MARK.XCTAssertEqual([value], [1])
    AssayCheck_ASSAY_MARK.XCTAssertTrue(value == 1)
}

/// After the last statement of the main file, with the tests of a suite.
public func assayEnd_ASSAY_MARK(
    _ calls: [(id: String, run: () async throws -> Void)], _ own: @escaping (Int) -> Bool,
    isSuite: Bool
) -> Never {
    if !isSuite { Log.end("1", AssayOutcome_ASSAY_MARK()) }
    let tests = Tests(list: calls, own: own)
    Task { @MainActor in
        var good = true
        for call in tests.list where await !one(call.id, call.run) {
            good = false
        }
        AssayCase_ASSAY_MARK.leaveClass()
        if await !one("assay: must pass", { canary(1, tests.own) }) { good = false }
        if await one("assay: must fail", { canary(2, tests.own) }) { good = false }
        Log.close(good: good)
    }
    dispatchMain()
}

private struct Tests: @unchecked Sendable {
    let list: [(id: String, run: () async throws -> Void)]
    /// The judge's test in the module of source and tests.
    let own: (Int) -> Bool
}
