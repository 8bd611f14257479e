import Judging

extension CallPrograms {
    static let csharpTypes = Program(
        language: "csharp", entryPoint: "Box.Go",
        source: """
            using System;
            using System.Collections.Generic;
            using System.Linq;
            class Other { public static int Go(int n) { return 7; } }
            public class Box {
                public static Tuple<object, List<object>> Go(long big, sbyte small, char c,
                        string s, int[][] grid, List<List<int>> rows, IDictionary<int, double> m,
                        HashSet<string> set, int? none, object any, float f, (int, string) pair,
                        ref int[,] table, params uint[] rest) {
                    Console.WriteLine("noise");
                    if (s == "") {
                        return Tuple.Create((object)new Action(() => { }), new List<object>());
                    }
                    rows[0].Add(9);
                    grid[0][0] = 5;
                    table = new int[,] { { 8 } };
                    return Tuple.Create((object)s, new List<object> {
                        big, small, c, grid, rows, m, set, none, any, f, 0.1, double.NaN,
                        new[] { true }, pair,
                        System.Numerics.BigInteger.Pow(10, 30), rest, Numbers(3) });
                }
                static IEnumerable<double> Numbers(int n) {
                    for (int i = 0; i < n; i++) yield return i;
                }
                static void Main() { Environment.Exit(3); }
            }
            """,
        rows: [
            .init(csharpArguments("\"é\""), csharpResult("\"é\"")),
            .init(csharpArguments("{\"$str\":\"7aCA\"}"), csharpResult("{\"$str\":\"7aCA\"}")),
            .init(csharpArguments("\"x\""), csharpResult("\"y\""), .wrongAnswer),
            .init(csharpArguments("\"\""), "null", .wrongAnswer),
            .init(csharpArguments("5"), "null", .runtimeError),
            .init(csharpArguments("\"x\""), "[[5,2],[3]]", observe: 4),
            .init(csharpArguments("\"x\""), "[[1,9],[]]", observe: 5),
            .init(csharpArguments("\"x\""), "[[8]]", observe: 12),
            .init("[]", "null", .runtimeError),
        ])

    private static func csharpArguments(_ text: String) -> String {
        """
        [-9223372036854775808,-128,"x",\(text),[[1,2],[3]],[[1],[]],{"$dict":[[1,2]]},
         {"$set":["a","b"]},null,[1,2.5,"z",null],0.1,{"$tuple":[4,"t"]},[[1,2],[3,4]],6,7]
        """
    }

    private static func csharpResult(_ text: String) -> String {
        """
        {"$tuple":[\(text),[-9223372036854775808,-128,"x",[[5,2],[3]],[[1,9],[]],
         {"$dict":[[1,2.0]]},{"$set":["a","b"]},null,[1,2.5,"z",null],0.1,0.1,{"$float":"nan"},
         [true],{"$tuple":[4,"t"]},1\(String(repeating: "0", count: 30)),[6,7],[0.0,1.0,2.0]]]}
        """
    }

    static let csharpEndings = Program(
        language: "csharp", entryPoint: "go",
        source: """
            using System;
            using System.IO;
            class Solution {
                int go(int n) {
                    Console.WriteLine("{\\"id\\":" + n + ",\\"value\\":42}");
                    if (n == 1) Environment.FailFast("bad");
                    if (n == 2) Environment.Exit(0);
                    while (n == 3) { }
                    if (n == 4) throw new InvalidOperationException("bad");
                    if (n == 5) for (int d = 0; d < 120; d++)
                        try {
                            File.WriteAllText(
                                "/proc/self/fd/" + d, "{\\"id\\":2,\\"value\\":42}\\n");
                        } catch (Exception) { }
                    return n * 2;
                }
            }
            """,
        rows: [
            .init("[4]", raises: "InvalidOperationException"),
            .init("[4]", raises: "System.Exception"), .init("[4]", "8", .runtimeError),
            .init("[4]", "null", .wrongAnswer, raises: "IOException"),
            .init("[2147483648]", "0", .runtimeError), .init("[7.0]", "14"),
        ])
}
