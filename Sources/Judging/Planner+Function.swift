import Execution

// MARK: - Calls by a driver

extension Planner {
    /// Whether a suite can be judged in this language.
    func check(_ suite: FunctionSuite) throws(JudgeError) {
        guard !suite.cases.isEmpty else { throw JudgeError(.badField, "`tests` has no case") }
        guard let function = profile.function else {
            if has(.candidate) { return }
            throw JudgeError(
                .badField, "`function` tests are not built yet for `\(profile.language)`")
        }
        if function.needsSignature, suite.signature == nil {
            throw JudgeError(
                .badField, "`signature` is missing: `\(profile.language)` cannot deduce types",
                hint: #"tell them: "signature": {"params": ["int"], "returns": "double"}"#)
        }
        let words = suite.signature.map { $0.parameters + [$0.returns] } ?? []
        for word in words where word.utf8.contains(where: { $0 < 32 }) || word.utf8.count > 1000 {
            throw JudgeError(.badField, "`signature` holds a type that is no single line")
        }
    }

    /// Where the driver that a command names as `{driver}` is in a box.
    private var driverPath: String? {
        profile.function?.files.first.map { "\(Self.guestDirectory)/\($0)" }
    }

    private func expand(_ words: [String], _ limits: Limits) -> [String] {
        words.map { replaced($0, limits, driver: driverPath, output: functionOutput) }
    }

    private var functionOutput: String? { profile.function?.output ?? profile.output }

    /// The driver's files with what the suite tells filled in.
    private func driverFiles(_ suite: FunctionSuite) -> [BoxFile] {
        let names = DriverNames(suite, sourcePath: sourcePath)
        return (profile.function?.files ?? []).map {
            BoxFile(
                path: "\(Self.guestDirectory)/\($0)",
                bytes: names.filled(into: profile.harness[$0] ?? []))
        }
    }

    /// Compiles source and driver; `nil` if neither is compiled.
    func functionCompileStep(_ suite: FunctionSuite) -> ExecutionStep? {
        guard let function = profile.function, let command = function.compile ?? profile.compile
        else { return nil }
        let main = BoxFile(path: sourcePath, bytes: request.source)
        let drivers = function.compile == nil ? [] : driverFiles(suite)
        let limits = profile.compileLimits.applying(request.compileLimits)
        let program = Program(
            profile: profile, arguments: expand(command, limits),
            environment: profile.environment, limits: limits,
            files: [main] + candidateFiles + drivers, collect: functionOutput.map { [$0] } ?? [])
        return ExecutionStep(programs: [program])
    }

    /// What is called when compiling left `output`.
    func functionExecutable(_ output: [UInt8]) -> Executable {
        let program = BoxFile(path: functionOutput ?? "", bytes: output, executable: true)
        let needsSource = profile.function?.run.contains { $0.contains("{source}") } ?? false
        let source = needsSource ? [BoxFile(path: sourcePath, bytes: request.source)] : []
        return Executable(files: [program] + source + candidateFiles)
    }

    /// Limits under which a program has room for all its answers.
    var answeringLimits: Limits {
        var limits = limits
        limits.outputBytes = max(limits.outputBytes, Value.maxBytes * 2)
        limits.keepBytes = limits.outputBytes
        return limits
    }

    /// Calls on standard input, answers on standard output.
    func calledStep(
        _ executable: Executable, _ suite: FunctionSuite, calls: [UInt8]
    ) -> ExecutionStep {
        guard let function = profile.function else { return guestCalledStep(calls: calls) }
        let needsDriver = function.run.contains { $0.contains("{driver}") }
        let program = Program(
            profile: profile, arguments: expand(function.run, limits), environment: environment,
            limits: answeringLimits, standardInput: calls,
            files: executable.files + (needsDriver ? driverFiles(suite) : []))
        return ExecutionStep(programs: [program])
    }

    /// A run without the call by which what runs first starts the language: it is none of the
    /// submission's attempts.
    func withoutDriversStart(_ run: RunResult) -> RunResult {
        let programs = expand(profile.function?.run ?? [], limits).dropFirst()
            .filter { $0.hasPrefix("/") }
        let place = run.attempts.firstIndex {
            $0.call == "execve" && $0.outcome == .wentOn && programs.contains($0.detail)
        }
        guard let place else { return run }
        var run = run
        run.attempts[place].count -= 1
        if run.attempts[place].count == 0 { run.attempts.remove(at: place) }
        return run
    }
}

/// What a driver's text leaves open, and a suite tells.
///
/// `ASSAY_ENTRY_POINT` is `f` or `Class.method`, `ASSAY_ENTRY_CLASS` and `ASSAY_ENTRY_NAME` its
/// parts, `ASSAY_ENTRY_IN_CLASS` 0 or 1; `ASSAY_SOURCE_PATH` is the source's place;
/// `ASSAY_SIGNED` 0 or 1, `ASSAY_PARAMETERS` and `ASSAY_RETURNS` the signature's types;
/// `ASSAY_SHAPES` is `1: 2:a,b` for calls with one argument, and with two and two by name.
private struct DriverNames {
    private let replacements: [(name: [UInt8], text: [UInt8])]

    init(_ suite: FunctionSuite, sourcePath: String) {
        let parts = suite.entryPoint.split(separator: ".", maxSplits: 1)
        let texts = [
            ("ENTRY_POINT", suite.entryPoint),
            ("ENTRY_CLASS", parts.count > 1 ? String(parts[0]) : ""),
            ("ENTRY_NAME", parts.last.map(String.init) ?? ""),
            ("ENTRY_IN_CLASS", parts.count > 1 ? "1" : "0"), ("SOURCE_PATH", sourcePath),
            ("SIGNED", suite.signature == nil ? "0" : "1"),
            ("PARAMETERS", suite.signature?.parameters.joined(separator: ", ") ?? ""),
            ("RETURNS", suite.signature?.returns ?? ""), ("SHAPES", Self.shapes(suite)),
        ]
        replacements = texts.map { (Array($0.0.utf8), Array($0.1.utf8)) }
    }

    /// How calls are given their arguments: how many by place, and the names of the others.
    private static func shapes(_ suite: FunctionSuite) -> String {
        let shapes = suite.cases.lazy.compactMap { test -> String? in
            let names = test.keywordArguments.keys.sorted()
            let isPlain = names.allSatisfy { name in
                !name.isEmpty && name.utf8.count <= 100
                    && name.utf8.allSatisfy(\.isASCIIWord)
            }
            return isPlain ? "\(test.arguments.count):\(names.joined(separator: ","))" : nil
        }
        return Set(shapes).sorted().prefix(64).joined(separator: " ")
    }

    func filled(into text: [UInt8]) -> [UInt8] {
        let mark = Array("ASSAY_".utf8)
        var result: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            guard text[index] == mark[0], text[index...].starts(with: mark) else {
                result.append(text[index])
                index += 1
                continue
            }
            let rest = text[(index + mark.count)...]
            if let found = replacements.first(where: { rest.starts(with: $0.name) }) {
                result += found.text
                index += mark.count + found.name.count
            } else {
                result += mark
                index += mark.count
            }
        }
        return result
    }
}

/// What a compiler says of a source that stands beside a driver.
enum DriverMessages {
    /// Without the lines that only tell where the driver includes the source, and without the
    /// driver's own folder.
    static func withoutDriver(_ text: [UInt8]) -> [UInt8] {
        let included = Array("In file included from .assay/".utf8)
        // A hostile source can have a compiler say megabytes.
        let lines = text.prefix(1 << 18).split(separator: 10, omittingEmptySubsequences: false)
        let kept = lines.filter { !$0.starts(with: included) }.joined(separator: [10])
        return Array(kept).replacing(Array(".assay/../".utf8), with: [])
            .replacing(Array(".assay/".utf8), with: [])
    }
}
