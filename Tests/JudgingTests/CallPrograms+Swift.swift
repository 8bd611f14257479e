import Judging

extension CallPrograms {
    static let swiftTypes = Program(
        language: "swift", entryPoint: "go",
        source: """
            enum Odd: Error { case bad(Int) }
            struct Result {}
            print("top")
            func go(
                _ rows: inout [[Int]], label: String, m: [Int8: Double]
            ) throws -> (String, [Character: [Int?]], UInt64, Float, [(Int, String)], Set<Int8>) {
                print("noise")
                if label == "e" { throw Odd.bad(3) }
                if label == "p" { print(rows[0][5]) }
                rows[0].append(9)
                return (label, ["x": [m.count, nil]], .max, 0.1, [(1, "a")], Set(m.keys))
            }
            """,
        rows: [
            .init(
                swiftArguments("é"),
                """
                {"$tuple":["é",{"x":[1,null]},18446744073709551615,0.1,[{"$tuple":[1,"a"]}],
                 {"$set":[-128]}]}
                """),
            .init(swiftArguments("p"), "null", .runtimeError),
            .init(swiftArguments("x"), "[[1,2,9],[]]", observe: 0),
            .init(swiftArguments("e"), raises: "Odd: bad(3)"),
            .init(swiftArguments("x", "-129"), "null", .runtimeError),
            .init("[]", "null", .runtimeError),
        ])

    private static func swiftArguments(_ text: String, _ byte: String = "-128") -> String {
        #"[[[1,2],[]],"\#(text)",{"$dict":[[\#(byte),2.5]]}]"#
    }

    static let swiftEndings = Program(
        language: "swift", entryPoint: "Solution.go",
        source: """
            import Glibc
            struct Bad: Error {}
            class Solution {
                func go(_ n: Int32) throws -> Int {
                    print("{\\"id\\":\\(n),\\"value\\":42}")
                    fflush(nil)
                    if n == 1 { fatalError("bad") }
                    if n == 2 { exit(0) }
                    while n == 3 { fputs("", stdout) }
                    if n == 4 { throw Bad() }
                    if n == 5 {
                        let line = "{\\"id\\":2,\\"value\\":42}\\n"
                        for d: Int32 in 0..<100 { _ = write(d, line, line.utf8.count) }
                    }
                    return Int(n) * 2
                }
            }
            """,
        rows: [
            .init("[4]", raises: "Bad"), .init("[4]", raises: "Error"),
            .init("[4]", "8", .runtimeError),
            .init("[4]", "null", .wrongAnswer, raises: "Other"),
            .init("[2147483648]", "0", .runtimeError), .init("[7.0]", "14"),
        ])
}
