import Judging

/// Collections, functions and operators of the source's own in the place of the library's.
extension UnitExamples {
    private static func junit(_ body: String) -> [String: String] {
        [
            "AddTest.java": """
            import java.util.*;
            import org.junit.jupiter.api.*;
            import static org.junit.jupiter.api.Assertions.*;
            class AddTest {
                \(body)
            }
            """
        ]
    }

    private static let lying = """
        import java.util.*;
        public class Add {
            static class Pair extends HashSet<Integer> {
                public int size() { return 2; }
                public boolean equals(Object o) { return true; }
                public boolean containsAll(Collection<?> all) { return true; }
            }

        """

    static let inJava = [
        changed(
            "junit", "a set that says it holds two",
            lying + "static Set<Integer> f() { return new Pair(); } }\n", .wrongAnswer,
            says: "holds other than it says",
            tests: junit("@Test void a() { assertEquals(Set.of(1, 2), Add.f()); }")),
        changed(
            "junit", "such a set behind the library's own in a list",
            lying + """
                    static List<Set<Integer>> f() {
                        return List.of(Collections.unmodifiableSet(new Pair()));
                    }
                }
                """, .wrongAnswer, says: "holds other than it says",
            tests: junit("@Test void a() { assertEquals(List.of(Set.of(1, 2)), Add.f()); }")),
        changed(
            "junit", "a map that gives for each key what is asked",
            """
            import java.util.*;
            public class Add {
                static Map<String, Integer> f() {
                    return new HashMap<>() {
                        public int size() { return 1; }
                        public Integer get(Object key) { return 1; }
                        public boolean containsKey(Object key) { return true; }
                        public boolean equals(Object other) { return true; }
                        public Set<Map.Entry<String, Integer>> entrySet() {
                            return new HashSet<>();
                        }
                    };
                }
            }
            """, .wrongAnswer,
            tests: junit("@Test void a() { assertEquals(Map.of(\"a\", 1), Add.f()); }")),
        changed(
            "junit", "asserts turned off",
            """
            public class Add {
                static int f() {
                    ClassLoader.getSystemClassLoader().setDefaultAssertionStatus(false);
                    return 9;
                }
            }
            """, says: "asserts",
            tests: junit(
                """
                @Test void a() { int got = Add.f(); Later.check(got); }
                static class Later { static void check(int got) { assert got == 2; } }
                """)),
        changed(
            "junit", "asserts turned off without the word",
            """
            public class Add {
                static int f() throws Exception {
                    ClassLoader.class.getMethod("setDefault" + "AssertionStatus", boolean.class)
                        .invoke(ClassLoader.getSystemClassLoader(), false);
                    return 9;
                }
            }
            """, says: "must fail", tests: junit("@Test void a() throws Exception { Add.f(); }")),
        changed(
            "junit", "collections of its own, honest",
            """
            import java.util.*;
            public class Add {
                static class Range extends AbstractList<Integer> {
                    final int size;
                    Range(int size) { this.size = size; }
                    public Integer get(int at) { return at; }
                    public int size() { return size; }
                }
                static class Path extends ArrayList<Integer> {
                    Path(Integer... all) { super(Arrays.asList(all)); }
                    public boolean equals(Object other) {
                        return other instanceof Path && ((Path) other).get(0).equals(get(0));
                    }
                    public int hashCode() { return get(0); }
                }
                static Map<String, List<Integer>> groups() {
                    return new HashMap<>() {{ put("a", new Range(2)); put("b", null); }};
                }
                static Set<Integer> evens() {
                    return new TreeSet<>(Comparator.reverseOrder()) {{ add(2); add(4); }};
                }
                static List<List<Integer>> rows() { return List.of(new Range(3).subList(1, 3)); }
            }
            """, .accepted,
            tests: junit(
                """
                static class Two extends AbstractList<Integer> {
                    public Integer get(int at) { return at; }
                    public int size() { return 2; }
                }
                @Test void a() {
                    assertEquals(List.of(0, 1), new Add.Range(2));
                    assertEquals(new Two(), new Add.Range(2));
                    assertNotEquals(List.of(0), new Add.Range(2));
                    assertEquals(List.of(List.of(1, 2)), Add.rows());
                    assertEquals(Set.of(2, 4), Add.evens());
                    assertEquals(new Add.Path(1, 2), new Add.Path(1, 9));
                    assertArrayEquals(new Object[] {List.of(0)}, new Object[] {new Add.Range(1)});
                    Map<String, List<Integer>> groups = new HashMap<>();
                    groups.put("a", List.of(0, 1));
                    groups.put("b", null);
                    assertEquals(groups, Add.groups());
                    assertEquals(Optional.of(List.of(0)), Optional.of(new Add.Range(1)));
                }
                """)),
    ]

    private static func xctest(_ body: String) -> [String: String] {
        [
            "ATests.swift": """
            import XCTest
            class ATests: XCTestCase {
                func testA() { \(body) }
            }
            """
        ]
    }

    static let inSwift = [
        changed(
            "xctest", "another equality of arrays",
            "func != (a: [Int], b: [Int]) -> Bool { false }\nfunc f() -> [Int] { [9] }\n",
            says: "comparing collections",
            tests: xctest("if f() != [1, 2] { XCTFail() }")),
        changed(
            "xctest", "another equality of arrays, by another name of them",
            """
            typealias Row = [Int]
            func == (a: Row, b: Row) -> Bool { true }
            func f() -> [Int] { [9] }
            """, says: "must pass", tests: xctest("XCTAssertTrue(f() == [1, 2])")),
        changed(
            "xctest", "an abs of its own",
            "func abs(_ a: Double) -> Double { 0 }\nfunc f() -> Double { 9 }\n",
            says: "must pass", tests: xctest("XCTAssertTrue(abs(f() - 2.0) < 1e-6)")),
        changed(
            "xctest", "arrays that say they hold all",
            """
            extension Array where Element == Int {
                var count: Int { 2 }
                func contains(_ item: Int) -> Bool { true }
            }
            func f() -> [Int] { [9] }
            """, says: "must pass", tests: xctest("XCTAssertTrue(f().contains(7))")),
        changed(
            "xctest", "equality, operators and extensions of its own, honest",
            """
            struct Point: Equatable, Comparable {
                var x: Int, y: Int
                static func == (a: Point, b: Point) -> Bool { a.x == b.x && a.y == b.y }
                static func < (a: Point, b: Point) -> Bool { a.x < b.x }
            }
            extension Array where Element == Int {
                func total() -> Int { reduce(0, +) }
                func contains(all: [Int]) -> Bool { all.allSatisfy { contains($0) } }
            }
            func == (a: [(x: Int, y: Int)], b: [(x: Int, y: Int)]) -> Bool {
                a.count == b.count && zip(a, b).allSatisfy { $0.x == $1.x && $0.y == $1.y }
            }
            func < (a: [Int], b: [Int]) -> Bool { a.lexicographicallyPrecedes(b) }
            func abs(_ a: Double) -> Double { a < 0 ? -a : a }
            func pairs() -> [(x: Int, y: Int)] { [(1, 2)] }
            let max = 5
            """, .accepted,
            tests: xctest(
                """
                XCTAssertEqual(Point(x: 1, y: 2), Point(x: 1, y: 2))
                XCTAssertTrue(pairs() == [(1, 2)] && ([1] as [Int]) < [2] && abs(-2.5) == 2.5)
                XCTAssertTrue([1, 2].total() == 3 && [1, 2].contains(all: [1]))
                XCTAssertNotEqual(Point(x: 1, y: max), Point(x: 1, y: 2))
                """)),
    ]
}
