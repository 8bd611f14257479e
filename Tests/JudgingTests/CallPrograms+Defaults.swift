import Judging

extension CallPrograms {
    /// Functions whose parameters have values of their own.
    static let defaults: [Program] = [
        .init(
            language: "cpp", entryPoint: "go",
            source: "int go(int x, int y = 5, int z = 7) { return x * 100 + y * 10 + z; }",
            rows: [
                .init("[1]", "157"), .init("[1, 2]", "127"), .init("[1, 2, 3]", "123"),
                .init("[1]", "156", .wrongAnswer), .init("[]", "57", .runtimeError),
                .init("[1, 2, 3, 4]", "123", .runtimeError),
            ]),
        .init(
            language: "cpp", entryPoint: "Solution.go",
            source: """
                #include <string>
                #include <vector>
                struct Solution {
                    void go(std::vector<int> &v, std::string s = "abc") const {
                        v.push_back(s.size());
                    }
                };
                """,
            rows: [
                .init("[[1]]", "[1, 3]", observe: 0), .init(#"[[1], "x"]"#, "[1, 1]", observe: 0),
            ]),
        .init(
            language: "cpp", entryPoint: "go",
            source: "template <class T> T go(T x, T y = 5) { return x + y; }",
            rows: [.init("[1]", "6"), .init("[1, 1]", "2")],
            signature: .init(parameters: ["int", "int"], returns: "int")),
        .init(
            language: "cpp", entryPoint: "go",
            source: "int go(int x) { return x; } auto other = [](int x, int y) { return x + y; };",
            rows: [.init("[1]", "1"), .init("[]", "0", .runtimeError)]),
        .init(
            language: "swift", entryPoint: "go",
            source: """
                // func go(unlike: Int)
                func go(_ x: Int, y: Int = 5, by z: Int = 7) -> Int { x * 100 + y * 10 + z }
                let text = "func go("
                """,
            rows: [
                .init("[1]", "157"), .init("[1, 2]", "127"), .init("[1, 2, 3]", "123"),
                .init("[1]", "156", .wrongAnswer), .init("[]", "57", .runtimeError),
                .init("[1]", "153", keywords: #"{"by": 3}"#),
                .init("[1]", "153", keywords: #"{"z": 3}"#),
                .init("[]", "123", keywords: #"{"by": 3, "y": 2, "x": 1}"#),
                .init("[1]", "157", .runtimeError, keywords: #"{"other": 3}"#),
                .init("[1]", "157", .runtimeError, keywords: #"{"a b": 3}"#),
            ]),
        .init(
            language: "swift", entryPoint: "Solution.go",
            source: """
                class Solution {
                    func go(
                        into a: inout [Int], named: [String: [Int]] = ["a,b": [1, 2]],
                        _ f: @escaping (Int, Int) -> Int = { $0 + $1 }, last: String? = nil
                    ) throws -> Int {
                        a.append(named.count)
                        return f(1, 2)
                    }
                }
                """,
            rows: [
                .init("[[1]]", "[1, 1]", observe: 0), .init("[[1]]", "3"),
                .init("[[1]]", "3", keywords: #"{"last": "x"}"#),
            ]),
    ]
}
