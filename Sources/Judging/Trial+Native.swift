import Execution

extension Planner {
    /// Guest code that is compiled and linked beside tests and source: its name and text.
    var nativeHarness: (name: String, code: [UInt8])? {
        for name in ["sealed.c", "sealed.cpp"] {
            if let code = profile.harness[name] { return (name, code) }
        }
        return nil
    }

    var nativeReason: String { "tests and source share one process in \(profile.title)" }

    /// Where the harness of this name is in a box, and what compiling it along says.
    static func nativeHarness(_ name: String) -> (path: String, words: [String]) {
        let path = "\(guestDirectory)/\(name)"
        return (path, [path, "-Wl,--wrap=main"])
    }
}

extension Trial {
    static let nativeReportPath = ".assay-report"

    /// Tests and source in one program, whose success is known by a one-time word.
    func native(_ suite: AssertionSuite, _ names: [String]) async throws -> JudgeReport {
        guard let harness = planner.nativeHarness else { throw JudgeError(.host, "no harness") }
        let key = secret()
        let joined = NativeProgram(
            suite: suite, source: request.source, path: planner.sourcePath,
            isCPlusPlus: harness.name.hasSuffix("cpp"), failure: "assay_failed_" + secret())
        let (path, words) = Planner.nativeHarness(harness.name)
        let guest = BoxFile(path: path, bytes: joined.harness(harness.code))
        let reason = planner.nativeReason
        let executable: Planner.Executable
        let compile: RunResult?
        switch try await build(
            source: joined.text, guest: [guest], words: words, tests: names,
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
        let outcome = Self.read(run, key: key)
        let tests = names.map {
            TestResult(
                name: $0, verdict: outcome?.verdict ?? .accepted, message: outcome?.message ?? "")
        }
        return summary(
            tests, total: names.count, integrity: .sealed, reason: reason, compile: compile,
            run: run, runs: [run])
    }

    /// `nil` if the tests have passed.
    private static func read(_ run: RunResult, key: String) -> Ending? {
        let report = String(decoding: run.collected[nativeReportPath] ?? [], as: UTF8.self)
        let lines = report.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
        switch run.termination {
        case .exited(code: 0):
            if lines.first == "passed", lines.dropFirst().first.map(String.init) == key {
                return nil
            }
            return Ending(
                verdict: .runtimeError,
                message: "exited with status 0 before the tests had ended")
        case .exited where lines.first == "failed" && lines.count == 3:
            return Ending(
                verdict: .wrongAnswer, message: Clip.text("line \(lines[1]): assert(\(lines[2]))"))
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

    func harness(_ code: [UInt8]) -> [UInt8] {
        let text = String(decoding: code, as: UTF8.self)
        let parts = text.split(separator: "ASSAY_FAILURE", omittingEmptySubsequences: false)
        return Array(parts.joined(separator: failure).utf8)
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
        add("#define __assert_fail \(failure)")
        let linkage = isCPlusPlus ? "extern \"C\"" : "extern"
        let end = isCPlusPlus ? " noexcept" : ""
        add(
            "\(linkage) __attribute__((__noreturn__)) void \(failure)"
                + "(const char *, const char *, unsigned int, const char *)\(end);")
        add("#include <assert.h>")
        add("#line 1 \"tests\"")
        switch suite.body {
        case .code(let code): text += code + [10]
        case .asserts(let asserts):
            add("int main(void) {")
            for assert in asserts { text += assert + [10] }
            add("return 0;")
            add("}")
        }
        return text
    }
}
