import Execution
import Foundation
import TestSupport
import Testing

@testable import Judging

/// Judges a table of calls in a real box.
enum CallTable {
    /// One call: arguments and what is expected, as VALUEs in text.
    struct Row: Sendable {
        var arguments: String
        var expected: String
        var verdict: Verdict
        var observe: Int?
        var raises: String?
        var keywords: String

        init(
            _ arguments: String, _ expected: String = "null", _ verdict: Verdict = .accepted,
            observe: Int? = nil, raises: String? = nil, keywords: String = "{}"
        ) {
            self.arguments = arguments
            self.expected = expected
            self.verdict = verdict
            self.observe = observe
            self.raises = raises
            self.keywords = keywords
        }

        /// `Type`, or `Type: message`.
        private static func raises(_ text: String) -> FunctionCase.Expectation {
            let parts = text.components(separatedBy: ": ")
            return .raises(type: parts[0], message: parts.count > 1 ? parts[1] : nil)
        }

        var call: FunctionCase {
            get throws {
                let json = try JSON(parsing: Array(expected.utf8))
                return FunctionCase(
                    arguments: try JSON(parsing: Array(arguments.utf8)).array ?? [],
                    keywordArguments: Dictionary(
                        uniqueKeysWithValues: (try JSON(parsing: Array(keywords.utf8)).object?
                            .members ?? [])
                            .map { ($0.key, $0.value) }),
                    expectation: raises.map(Self.raises) ?? .value(json),
                    observation: observe.map { .argument($0) } ?? .returned)
            }
        }
    }

    static func judge(
        _ language: String, _ entryPoint: String, _ source: String, _ rows: [Row],
        signature: FunctionSuite.Signature? = nil, limits: [LimitName: Int] = [:]
    ) async throws -> JudgeReport {
        let suite = FunctionSuite(
            entryPoint: entryPoint, signature: signature, cases: try rows.map { try $0.call })
        return try await RealBoxes.judge.get().judge(
            JudgeRequest(
                language: language, source: Array(source.utf8), tests: .function(suite),
                limits: limits))
    }

    /// Every row has its verdict.
    static func expect(
        _ language: String, _ entryPoint: String, _ source: String, _ rows: [Row],
        signature: FunctionSuite.Signature? = nil, limits: [LimitName: Int] = [:],
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        let report = try await judge(
            language, entryPoint, source, rows, signature: signature, limits: limits)
        #expect(report.error == nil, sourceLocation: location)
        #expect(report.integrity == .isolated, sourceLocation: location)
        #expect(report.tests.count == rows.count, sourceLocation: location)
        for (test, row) in zip(report.tests, rows) {
            #expect(
                test.verdict == row.verdict,
                "\(row.arguments): \(test.message) \(test.actual)", sourceLocation: location)
        }
    }
}

/// C++ through the driver, in real boxes.
@Suite(.enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct CPlusPlusCallTests {
    @Test func `types are deduced from the function and keep their values`() async throws {
        let source = """
            #include <bits/stdc++.h>
            using namespace std;
            #define max(a, b) ((a) > (b) ? (a) : (b))
            #define f first
            tuple<long long, unsigned long long, signed char, float, double, string, char, bool>
            go(vector<bool> &flags, map<string, vector<pair<int, double>>> m, optional<int> o,
               array<char, 2> c, const set<short> &s, deque<list<int>> d, variant<int, string> v,
               unordered_map<int, int> u, const char *p, string_view w, long long big,
               unsigned long long most) {
                cout << "noise" << endl;
                string t = string(p) + string(w) + c[0] + c[1] + to_string(s.size())
                    + to_string(d.front().back()) + (v.index() ? get<1>(v) : "int")
                    + to_string(u[3]) + to_string(m["a"][0].f) + (o ? "some" : "none")
                    + (flags[0] ? "y" : "n");
                return {big, most, -128, 0.1f, 0.1, t, c[0], flags[0]};
            }
            int main() { cout << "own main" << endl; }
            """
        let arguments = """
            [[true,false],{"a":[{"$tuple":[7,0.5]}]},null,["x","é"],{"$set":[1,2]},[[1,5]],"str",
             {"$dict":[[3,4]]},"pé","w",-9223372036854775808,18446744073709551615]
            """
        let expected = """
            {"$tuple":[-9223372036854775808,18446744073709551615,-128,0.1,0.1,
             "péwxy25str47noney","x",true]}
            """
        try await CallTable.expect(
            "cpp", "go", source,
            [
                .init(
                    arguments.replacing("é\"]", with: "y\"]"), expected),
                .init(arguments, "null", .runtimeError),
                .init("[]", "null", .runtimeError),
            ])
    }

    @Test func `calls go on after a crash, an exit and an endless loop`() async throws {
        let source = """
            #include <cstdio>
            #include <cstdlib>
            #include <stdexcept>
            #include <string>
            #include <unistd.h>
            int go(int n) {
                printf("{\\"id\\":%d,\\"value\\":1}\\n", n); fflush(stdout);
                if (n == 1) { volatile int *p = nullptr; return *p; }
                if (n == 2) exit(0);
                if (n == 3) for (volatile int i = 0;; i = i + 1) {}
                if (n == 4) throw std::out_of_range("far");
                if (n == 5) throw std::string("text");
                if (n == 6) { const char *s = "\\n{\\"id\\":6,\\"value\\":42}\\n";
                    for (int d = 0; d < 256; d++) if (d != 2) write(d, s, 24); _exit(0); }
                return n * 2;
            }
            """
        try await CallTable.expect(
            "cpp", "go", source,
            [
                .init("[1]", "0", .runtimeError), .init("[2]", "1", .runtimeError),
                .init("[3]", "0", .timeLimitExceeded), .init("[4]", raises: "out_of_range"),
                .init("[4]", raises: "std::out_of_range"), .init("[4]", raises: "logic_error"),
                .init("[4]", "null", .wrongAnswer, raises: "runtime_error"),
                .init("[4]", "1", .runtimeError), .init("[5]", raises: "std::string"),
                .init("[6]", "7", .tampered), .init("[7]", "14", .tampered),
            ], limits: [.cpuMS: 700])
        try await CallTable.expect(
            "cpp", "go", source,
            [
                .init("[7]", "15", .wrongAnswer), .init("[7]", "14"),
                .init("[7.0]", "14"), .init("[7.5]", "14", .runtimeError),
                .init("[2147483648]", "0", .runtimeError),
            ])
    }

    @Test func `arguments that change in place are observed`() async throws {
        let source = """
            #include <algorithm>
            #include <vector>
            class Solution {
            public:
                void tidy(std::vector<std::vector<int>> &rows, int *p, int n) const {
                    std::sort(rows.begin(), rows.end());
                    for (int i = 0; i < n; i++) p[i] *= 2;
                }
            };
            """
        try await CallTable.expect(
            "cpp", "Solution.tidy", source,
            [
                .init("[[[3],[1,2]],[1,2],2]", "[[1,2],[3]]", observe: 0),
                .init("[[],[1,2],2]", "[2,4]", observe: 1), .init("[[],[],0]", "null"),
            ])
    }

    @Test
    func `what does not compile says why, and a missing entry point is a fault of the source`()
        async throws
    {
        let broken = try await CallTable.judge("cpp", "go", "int go(", [.init("[1]", "1")])
        #expect(broken.verdict == .compileError)
        #expect(broken.tests.first?.message.contains("main.cpp: after its end:1:") == true)
        #expect(broken.tests.first?.message.contains("In file included") == false)
        let wrong = try await CallTable.judge(
            "cpp", "go", "\nint go() { return x; }", [.init("[]", "1")])
        #expect(wrong.tests.first?.message.contains("\nmain.cpp:2:") == true)
        let missing = try await CallTable.judge(
            "cpp", "go", "int og(int n) { return n; }", [.init("[1]", "1")])
        #expect(missing.verdict == .compileError)
        #expect(missing.tests.first?.message.contains("‘::go’ has not been declared") == true)
        let overloaded = "int go(int n) { return n; } double go(double n) { return n + 1; }"
        let vague = try await CallTable.judge("cpp", "go", overloaded, [.init("[1]", "1")])
        #expect(vague.verdict == .compileError)
        #expect(vague.tests.first?.message.contains("signature") == true)
        try await CallTable.expect(
            "cpp", "go", overloaded, [.init("[1]", "2.0")],
            signature: .init(parameters: ["double"], returns: "double"))
    }

    @Test func `a braced list of pairs is a map, and boost's any holds what it is given`()
        async throws
    {
        let source = """
            #include <boost/any.hpp>
            #include <list>
            #include <map>
            #include <vector>
            using namespace std;
            map<char, int> go(list<boost::any> values, map<string, int> m) {
                map<char, int> found;
                for (auto it = values.begin(); it != values.end(); it++) {
                    boost::any one = *it;
                    one = *it;
                    if (one.type() == typeid(int)) found['i'] += boost::any_cast<int>(one);
                }
                for (auto &entry : m) found[entry.first[0]] = entry.second;
                return found;
            }
            """
        try await CallTable.expect(
            "cpp", "go", source,
            [
                .init(#"[[4,[],23.2,9,"x"],[["a",1]]]"#, #"[["a",1],["i",13]]"#),
                .init(#"[[4],[["a",1]]]"#, #"[["i",4],["a",1]]"#, .wrongAnswer),
                .init(#"[[],{"b":2}]"#, #"{"b":2}"#), .init("[[],[]]", "[]"),
                .init(#"[[],{"b":2}]"#, #"[["b",3]]"#, .wrongAnswer),
            ])
    }
}
