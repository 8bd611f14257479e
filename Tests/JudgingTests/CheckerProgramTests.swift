import Execution
@testable import Judging
import TestSupport
import Testing

/// Checker programs and interactors in real boxes.
@Suite(
    .serialized, .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen }
)
struct CheckerProgramTests {
    private func judged(
        _ source: String, _ cases: [StdioCase], language: String = "python",
        limits: [LimitName: Int] = [:]
    ) async throws -> JudgeReport {
        let request = JudgeRequest(
            language: language, source: Array(source), tests: .stdio(cases), limits: limits)
        return try await RealBoxes.judge.get().judge(request)
    }

    private func item(
        _ input: String, _ checker: Checker, answer: String = "", points: Double? = nil
    ) -> StdioCase {
        StdioCase(input: Array(input), output: Array(answer), checker: checker, points: points)
    }

    // MARK: - Checkers

    /// Any divisor of the input; half of the points for 1.
    private static let pythonChecker = Checker.program(
        CheckerProgram(
            language: "python",
            source: Array(
                """
                import sys
                number = int(open(sys.argv[1]).read())
                words = open(sys.argv[2]).read().split()
                answer = open(sys.argv[3]).read()
                if answer == "broken": sys.exit(3)
                if answer == "hang":
                    while True: pass
                if answer == "crash": raise ValueError("of the checker")
                if len(words) != 1 or not words[0].isdigit():
                    print("one number was wanted", file=sys.stderr)
                    sys.exit(2)
                if int(words[0]) == 1:
                    print("points 2.5 too easy", file=sys.stderr)
                    sys.exit(7)
                sys.exit(0 if number % int(words[0]) == 0 else 1)
                """), limits: [.cpuMS: 1000]))

    @Test func `a checker in Python decides, with points`() async throws {
        let cases = [
            item("12", Self.pythonChecker, points: 5), item("35", Self.pythonChecker, points: 5),
            item("9", Self.pythonChecker, points: 5), item("7", Self.pythonChecker, points: 5),
        ]
        let report = try await judged(
            """
            n = int(input())
            print({12: "4", 35: "1", 9: "x y", 7: "2"}[n])
            """, cases)
        #expect(
            report.tests.map(\.verdict) == [.accepted, .wrongAnswer, .wrongAnswer, .wrongAnswer],
            "\(report.error?.message ?? "")")
        #expect(report.tests.map(\.points) == [5, 2.5, 0, 0])
        #expect(
            report.tests.map(\.message)
                == ["", "points 2.5 too easy", "one number was wanted", "wrong answer"])
        #expect(report.points == 7.5 && report.pointsPossible == 20)
        #expect(report.integrity == .isolated)
    }

    @Test(arguments: ["broken", "hang", "crash"])
    func `a checker's own failure is never the submission's`(answer: String) async throws {
        let report = try await judged(
            "print(1)", [item("1", Self.pythonChecker, answer: answer)])
        #expect(report.verdict == .judgeError)
        #expect(
            report.error?.message.contains("the checker in `python` of the case `1`") == true)
    }

    /// As people write them: it takes for granted that the output is a number in UTF-8.
    private static let naiveChecker = Checker.program(
        CheckerProgram(
            language: "python",
            source: Array(
                """
                import sys
                output = open(sys.argv[2]).read()
                answer = open(sys.argv[3]).read()
                if output == "echo": sys.exit("Traceback (most recent call last):\\nme")
                if output == "hang":
                    while True: pass
                if output == "own": sys.exit(3)
                sys.exit(0 if int(output) == int(answer) else 1)
                """), limits: [.cpuMS: 500]))

    @Test(arguments: [
        (#"print("x")"#, "crashed: ValueError: invalid literal"), ("", "crashed: ValueError"),
        (#"import os; os.write(1, b"\xff")"#, "crashed: UnicodeDecodeError"),
        (#"print("echo", end="")"#, "crashed: me"), (#"print("hang", end="")"#, "`cpu_ms`"),
        (#"print("own", end="")"#, nil),
    ])
    func `what a checker falls over is wrong if it does not fall over the answer`(
        source: String, says: String?
    ) async throws {
        let report = try await judged(source, [item("", Self.naiveChecker, answer: "5\n")])
        #expect(report.verdict == (says == nil ? .judgeError : .wrongAnswer))
        guard let says else { return }
        let message = report.tests.first?.message ?? ""
        #expect(message.hasPrefix("the checker fell over this output: it "), "\(message)")
        #expect(message.contains(says), "\(message)")
        // Its own fault: it falls over the answer too.
        let broken = try await judged(source, [item("", Self.naiveChecker, answer: "five\n")])
        #expect(broken.verdict == .judgeError)
    }

    private static let cppChecker = Checker.program(
        CheckerProgram(
            language: "cpp",
            source: Array(
                """
                #include "lib/verdict.h"
                #include <fstream>
                int main(int count, char **words) {
                    if (count != 5) return FAIL;
                    long a, b, sum;
                    std::ifstream input(words[1]), output(words[2]);
                    input >> a >> b;
                    if (!(output >> sum)) return EARLY;
                    return sum == a + b ? OK : WRONG;
                }
                """),
            files: ["lib/verdict.h": Array("enum { OK = 0, WRONG = 1, FAIL = 3, EARLY = 8 };\n")],
            arguments: ["extra"]))

    @Test func `a checker in C++ with a header of its own is compiled once`() async throws {
        let cases = [
            item("1 2", Self.cppChecker), item("2 2", Self.cppChecker),
            item("5 5", Self.cppChecker),
        ]
        let report = try await judged(
            """
            a, b = map(int, input().split())
            if a != b or a == 5: print("", 3 if a == 1 else "nothing")
            else: print(5)
            """, cases)
        #expect(
            report.tests.map(\.verdict) == [.accepted, .wrongAnswer, .wrongAnswer],
            "\(report.error?.message ?? "")")
        #expect(report.tests[2].message == "unexpected end of the output")
    }

    @Test func `a checker that does not compile is told with the compiler's words`() async throws {
        let checker = Checker.program(
            CheckerProgram(language: "cpp", source: Array("#include \"testlib.h\"\n")))
        let report = try await judged("print(1)", [item("1", checker)])
        #expect(report.verdict == .judgeError)
        #expect(report.error?.message.contains("testlib.h") == true)
        #expect(report.error?.hint?.contains("`files`") == true)
    }

    @Test func `a checker in a language without a profile is named`() async throws {
        let checker = Checker.program(CheckerProgram(language: "cobol", source: []))
        let report = try await judged("print(1)", [item("1", checker)])
        #expect(report.error?.message.contains("`cobol`") == true)
    }

    @Test func `the candidate's own failure comes before any checker`() async throws {
        let report = try await judged(
            "raise SystemExit(4)", [item("1", Self.pythonChecker, answer: "broken")])
        #expect(report.verdict == .runtimeError)
    }

    // MARK: - Interactors

    /// Guess a number; the candidate has eight questions.
    private static func interactor(_ language: String) -> Checker {
        let python = """
            import sys
            secret = int(open(sys.argv[1]).read())
            log = open(sys.argv[2], "w")
            for _ in range(8):
                line = sys.stdin.readline()
                if not line:
                    print("the program is gone", file=sys.stderr)
                    sys.exit(8)
                if not line.strip().isdigit():
                    print("no number", file=sys.stderr)
                    sys.exit(2)
                guess = int(line)
                print(guess, file=log)
                if guess == secret:
                    print("found", flush=True)
                    sys.exit(0)
                print("less" if secret < guess else "more", flush=True)
            print("too many questions", file=sys.stderr)
            sys.exit(1)
            """
        let cpp = """
            #include <fstream>
            #include <iostream>
            int main(int, char **words) {
                int secret, guess;
                std::ifstream(words[1]) >> secret;
                for (int i = 0; i < 8; i++) {
                    if (!(std::cin >> guess)) return 8;
                    if (guess == secret) { std::cout << "found" << std::endl; return 0; }
                    std::cout << (secret < guess ? "less" : "more") << std::endl;
                }
                std::cerr << "too many questions";
                return 1;
            }
            """
        return .interactor(
            CheckerProgram(language: language, source: Array(language == "cpp" ? cpp : python)))
    }

    private static let search = """
        low, high = 0, 255
        while True:
            middle = (low + high) // 2
            print(middle, flush=True)
            said = input()
            if said == "found": break
            if said == "less": high = middle - 1
            else: low = middle + 1
        """

    @Test(arguments: ["python", "cpp"])
    func `a program talks with an interactor`(language: String) async throws {
        let interactor = Self.interactor(language)
        let right = try await judged(
            Self.search, [item("77", interactor, points: 3), item("0", interactor, points: 1)])
        #expect(right.verdict == .accepted, "\(right.error?.message ?? "\(right.tests)")")
        #expect(right.points == 4)
        #expect(right.environment.checkers.map(\.language) == [language])
        #expect(right.environment.checkers.first?.profileSHA256.isEmpty == false)
        // When the interactor has said its word, what becomes of the program does not matter.
        let wrong = try await judged(
            "while True:\n    print(1, flush=True)\n    input()", [item("77", interactor)])
        #expect(wrong.verdict == .wrongAnswer, "\(wrong.tests)")
        #expect(wrong.tests.first?.message == "too many questions")
    }

    @Test(arguments: [
        // It crashes by itself.
        ("print(1, flush=True); raise SystemExit(3)", Verdict.runtimeError, "exited with status 3"),
        ("import os; os.abort()", .runtimeError, "SIGABRT"),
        // It ends without a word.
        ("", .wrongAnswer, "the program is gone"),
        // Both wait for each other.
        ("input()", .timeLimitExceeded, "wall_ms"),
        // It writes without an end, and in one line.
        ("while True: print('9' * 4096, flush=True)", .wrongAnswer, "too many questions"),
        // It wants to say how it went itself.
        ("print('ok', flush=True); input()", .wrongAnswer, "no number"),
        (
            "import os, sys\nprint('found\\nok', file=sys.stderr)\nprint('points 100')\n"
                + "for n in range(3, 20):\n    try: os.write(n, b'ok')\n    except OSError: pass",
            .wrongAnswer, "no number"
        ),
        // It reads on when the interactor has ended.
        (
            "import sys\nfor i in range(9): print(i, flush=True)\nsys.stdin.read()", .wrongAnswer,
            "too many questions"
        ),
    ])
    func `hostile programs get their own verdict from an interactor`(
        source: String, verdict: Verdict, says: String
    ) async throws {
        let report = try await judged(
            source, [item("77", Self.interactor("python"))], limits: [.wallMS: 1500])
        #expect(report.verdict == verdict, "\(report.error?.message ?? "\(report.tests)")")
        #expect(
            says.isEmpty || report.tests.first?.message.contains(says) == true,
            "\(report.tests.first?.message ?? "")")
    }

    @Test func `a line without an end is the program's own excess`() async throws {
        let report = try await judged(
            "while True: print('9' * 65536, end='')", [item("77", Self.interactor("python"))],
            limits: [.wallMS: 1500])
        // Which limit is reached first is for the machine's speed to say.
        let verdicts: [Verdict] = [
            .timeLimitExceeded, .memoryLimitExceeded, .outputLimitExceeded,
        ]
        #expect(verdicts.contains(report.verdict), "\(report.error?.message ?? "")")
    }

    @Test func `a program that reads on after found is accepted`() async throws {
        let report = try await judged(
            "import sys\nprint(77, flush=True)\nsys.stdin.read()\ninput()",
            [item("77", Self.interactor("cpp"))])
        #expect(report.verdict == .accepted, "\(report.tests)")
    }

    @Test func `an interactor's own failure is never the submission's`() async throws {
        for source in ["import sys; sys.exit(3)", "raise ValueError", "import os; os.abort()"] {
            let interactor = Checker.interactor(
                CheckerProgram(language: "python", source: Array(source)))
            let report = try await judged(Self.search, [item("1", interactor)])
            #expect(report.verdict == .judgeError, "\(report.tests)")
            #expect(report.error?.message.contains("the interactor in `python`") == true)
        }
    }

    @Test(arguments: [
        // Its interactor cannot read that, and would end well without a word of the candidate's.
        ("print('x', flush=True)", "import sys\nsys.exit(int(sys.stdin.readline() or 1))"),
        // This one falls over an early end, too, yet not before it has read.
        ("", "import sys\nsys.exit(int(sys.stdin.readline()))"),
        ("print('x', flush=True)", "import sys\nsys.exit(int(sys.stdin.readline()))"),
        // It never ends where nothing comes any more.
        ("", "import sys\nwhile not sys.stdin.readline(): pass"),
    ])
    func `what a program says to its interactor is never a fault of the judge`(
        source: String, interactor: String
    ) async throws {
        let interactor = Checker.interactor(
            CheckerProgram(
                language: "python", source: Array(interactor), limits: [.cpuMS: 500]))
        let report = try await judged(source, [item("1", interactor)])
        #expect(report.verdict == .wrongAnswer, "\(report.error?.message ?? "\(report.tests)")")
        let message = report.tests.first?.message ?? ""
        #expect(message.hasPrefix("the interactor fell over what the program said: "), "\(message)")
    }
}
