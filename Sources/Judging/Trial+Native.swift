import Execution

extension Planner {
    /// Guest code that is compiled and linked beside tests and source: its name and text.
    var nativeHarness: (name: String, code: [UInt8])? {
        profile.harness["sealed.c"].map { ("sealed.c", $0) }
    }

    var nativeReason: String { "tests and source share one process in \(profile.title)" }

    /// Where the harness of this name is in a box.
    static func nativeHarness(_ name: String) -> String { "\(guestDirectory)/\(name)" }

    /// Compiles the harness, and behind it a source that no directive of its own can read.
    ///
    /// What the compiler reads ends only when the file is gone.
    func hidingSource(_ command: [String], harness: String) -> [String] {
        let language = sourcePath.hasSuffix(".cpp") ? "c++" : "c"
        let words = command.flatMap { word in
            word == sourcePath
                ? [harness, "-Wl,--wrap=main", "-x", language, "-", "-x", "none"] : [word]
        }
        let script = "{ /bin/cat \"$0\"; /bin/rm -f \"$0\"; } | exec \"$@\""
        return ["/bin/sh", "-c", script, sourcePath] + words
    }
}

extension Trial {
    static let nativeReportPath = ".assay-report"

    /// Tests and source in one program, whose success is known by a one-time word.
    func native(_ suite: AssertionSuite, _ names: [String]) async throws -> JudgeReport {
        guard let harness = planner.nativeHarness else { throw JudgeError(.host, "no harness") }
        try JoinedProgram.checkSize(suite.text.count)
        if let message = JoinedProgram.oversize(request.source.count) {
            return unrun(names, .compileError, message, reason: planner.nativeReason)
        }
        let key = secret()
        let joined = NativeProgram(
            suite: suite, source: request.source, path: planner.sourcePath,
            isCPlusPlus: planner.profile.sourcePath.hasSuffix(".cpp"),
            failure: "assay_failed_" + secret(),
            comparing: profile.harness["compare.hpp"] ?? [])
        let path = Planner.nativeHarness(harness.name)
        let guest = BoxFile(path: path, bytes: joined.harness(harness.code))
        let reason = planner.nativeReason
        let executable: Planner.Executable
        let compile: RunResult?
        switch try await build(
            source: joined.text, guest: [guest], native: path, tests: names,
            integrity: .sealed)
        {
        case .failed(var report):
            report.integrityReason = reason
            return report
        case .ready(let ready, let result): (executable, compile) = (ready, result)
        }
        var input = Array(key.utf8)
        input.append(10)
        let run = try await single(
            planner.runStep(executable, input: input, collect: [Self.nativeReportPath]))
        let outcome = Self.read(run, key: key, tests: joined.compiledTests)
        let tests = names.map {
            TestResult(
                name: $0, verdict: outcome?.verdict ?? .accepted, message: outcome?.message ?? "")
        }
        return summary(
            tests, total: names.count, integrity: .sealed, reason: reason, compile: compile,
            run: run, runs: [run])
    }

    /// `nil` if the tests have passed.
    static func read(_ run: RunResult, key: String, tests: [UInt8]) -> Ending? {
        let report = String(decoding: run.collected[nativeReportPath] ?? [], as: UTF8.self)
        let lines = report.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        switch run.termination {
        case .exited(code: 0):
            if lines.first == "passed", lines.count == 3, lines[1] == key {
                if lines[2] == "10" { return nil }
                let wanted = lines[2] == "11" ? "fail" : "pass"
                return Ending(
                    verdict: .tampered,
                    message: "a test of the judge's that must \(wanted) did not")
            }
            return Ending(
                verdict: .runtimeError,
                message: "exited with status 0 before the tests had ended")
        case .exited where lines.first == "failed" && lines.count == 3 && lines[1] == "0":
            let type = lines[2].firstRange(of: "T = ").map { lines[2][$0.upperBound...] }
            return Ending(
                verdict: .wrongAnswer,
                message: Clip.text(
                    "a compared value is of a type of the source's own, "
                        + "`\(type?.prefix { $0 != "]" } ?? "")`"))
        case .exited where lines.first == "failed" && lines.count == 3:
            return Ending(
                verdict: .wrongAnswer,
                message: Clip.text(
                    "line \(lines[1]): "
                        + NativeTests.assertion(of: tests, line: Int(lines[1]) ?? 0)))
        case .exited where lines.first == "returned" && lines.count > 1:
            return Ending(
                verdict: .wrongAnswer, message: "the tests' `main` returned \(lines[1])")
        default: return Ending(run)
        }
    }
}

/// C or C++ tests behind the source they test, with the source's tricks on macros undone.
struct NativeProgram {
    let suite: AssertionSuite
    let source: [UInt8]
    let path: String
    let isCPlusPlus: Bool
    /// The name of the function that a failed assertion calls; the source cannot know it.
    let failure: String
    /// What takes the expressions of assertions apart; empty: nothing does.
    var comparing: [UInt8] = []

    func harness(_ code: [UInt8]) -> [UInt8] {
        let code = Self.replacing(
            "ASSAY_FAILURE", in: String(decoding: code, as: UTF8.self), failure)
        return Self.replacing("ASSAY_CANARY", in: String(decoding: code, as: UTF8.self), canary)
    }

    /// A function whose assertion must hold for 1 and fail for 2.
    private var canary: String { failure + "_canary" }

    private static func replacing(_ marker: String, in text: String, _ other: String) -> [UInt8] {
        let parts = text.split(separator: marker, omittingEmptySubsequences: false)
        return Array(parts.joined(separator: other).utf8)
    }

    /// The file that compares for the tests.
    private func comparison(_ words: [String]) -> [UInt8] {
        var code = comparing
        for (marker, other) in [
            ("ASSAY_FAILURE", failure), ("ASSAY_MARK", failure),
            ("ASSAY_WORDS", "\" \(words.joined(separator: " ")) \""),
        ] {
            code = Self.replacing(marker, in: String(decoding: code, as: UTF8.self), other)
        }
        return code
    }

    private static let keywords = """
        auto break case char const continue default do double else enum extern float for goto if \
        inline int long register return short signed sizeof static struct switch typedef union \
        unsigned void volatile while __extension__ __attribute__ noreturn __func__ __FILE__ \
        __LINE__ __STRING __ASSERT_FUNCTION __ASSERT_VOID_CAST __ASSERT_FILE __ASSERT_LINE \
        __assert_fail NDEBUG assert main
        """
    private static let keywordsOfCPlusPlus = """
        bool true false class template typename namespace using new delete this throw try catch \
        public private protected virtual friend operator constexpr decltype noexcept nullptr \
        static_cast const_cast dynamic_cast reinterpret_cast static_assert
        """

    var text: [UInt8] {
        var text: [UInt8] = []
        func add(_ line: String) { text += Array(line.utf8) + [10] }
        if !suite.prelude.isEmpty {
            add("#line 1 \"prelude\"")
            text += suite.prelude + [10]
        }
        let native = NativeTests(text: compiledTests, source: source)
        // In C++ to declare one twice is an error, or another function.
        let shadowed = isCPlusPlus ? [] : native.shadowed
        for name in native.functions + shadowed.map(\.name) {
            add("#define \(name) assay_\(name)_of_source")
        }
        // A `main` of the source's own would stand in the way of the tests'.
        add("#define main assay_main_of_source")
        add("#line 1 \"\(path)\"")
        text += source + [10]
        // An unfinished line of the source's swallows this one.
        add("")
        add("#line 1 \"assay\"")
        var words = Self.keywords.split(separator: " ")
        if isCPlusPlus { words += Self.keywordsOfCPlusPlus.split(separator: " ") }
        for word in words where word != "__FILE__" && word != "__LINE__" { add("#undef \(word)") }
        for word in native.protected(with: comparing) { add("#undef \(word)") }
        for (name, declaration) in shadowed {
            add("#undef \(name)")
            add(declaration)
        }
        // What an assertion says would stand in the program, for the source to read.
        add("#define __assert_fail(expression, file, line, function) \(failure)(line)")
        let linkage = isCPlusPlus ? "extern \"C\"" : "extern"
        let end = isCPlusPlus ? " noexcept" : ""
        add(
            "\(linkage) __attribute__((__noreturn__)) void \(failure)(unsigned int)\(end);")
        add(
            "\(linkage) __attribute__((__noreturn__)) void \(failure)_of(const char *)\(end);")
        add("#include <assert.h>")
        if !comparing.isEmpty {
            let code = Uncommented(suite.prelude + [10] + compiledTests, "cpp").code
            text += comparison(NativeTests.words(of: code)) + [10]
        }
        let own = isCPlusPlus ? "extern \"C\" " : ""
        add("\(own)int \(canary)(int);")
        add("\(own)int \(canary)(int value) { assert(value == 1); return 1; }")
        add("#line 1 \"tests\"")
        return text + (comparing.isEmpty ? compiledTests : native.withoutAssertHeader) + [10]
    }

    /// The tests' part of the program, line by line.
    var compiledTests: [UInt8] {
        switch suite.body {
        case .code(let code): code
        case .asserts(let asserts):
            Array(
                ([Array("int main(void) {".utf8)] + asserts + [Array("return 0;\n}".utf8)])
                    .joined(separator: [10]))
        }
    }
}
