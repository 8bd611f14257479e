import Execution
import Testing

@testable import Judging

/// Python tests that share the source's process, as `--sealed` and tests that cannot cross do.
@Suite(
    .serialized,
    .enabled("this host cannot isolate: see `assay doctor`") { await RealBoxes.isOpen })
struct SealedPythonTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var about: String
        var source: String
        var tests: String

        var testDescription: String { about }

        init(_ about: String, _ source: String, _ tests: String) {
            self.about = about
            self.source = source
            self.tests = tests
        }
    }

    private static let yes = "    def __eq__(self, other): return True\n"

    static let forged = [
        Row("equal to all", "class R:\n\(yes)def f(x): return R()\n", "assert f(1) == 2"),
        Row(
            "equal within a list", "class R:\n\(yes)def f(x): return {'a': [R()]}\n",
            "assert f(1) == {'a': [1]}"),
        Row(
            "a list of its own", "class R(list):\n\(yes)def f(x): return R()\n",
            "assert f(1) == [1]"),
        Row(
            "in a list", "class R:\n\(yes)    __hash__ = None\ndef f(x): return R()\n",
            "assert f(1) in [2, 3]"),
        Row(
            "under a library's name",
            "class R:\n\(yes)R.__module__, R.__name__ = 'collections', 'Counter'\n"
                + "def f(x): return R()\n", "assert f(1) == {}"),
        Row(
            "code that says it is a library's",
            "c = {}\nexec(compile('def __eq__(self, o): return 1', '/usr/lib/python3.11/uuid.py',"
                + " 'exec'), c)\nclass R: __eq__ = c['__eq__']\ndef f(x): return R()\n",
            "assert f(1) == 2"),
        Row(
            "C's own under another name",
            "class R(str):\n    __eq__ = str.__contains__\ndef f(x): return R('abc')\n",
            "assert f(1) == 'c'"),
        Row(
            "a difference of nothing",
            "class R:\n    def __sub__(self, o): return 0\n"
                + "def f(x): return R()\n", "assert abs(f(1) - 5) < 1e-6"),
        Row(
            "seen from the other side",
            "class R(int):\n    def __rsub__(self, o): return 0\n"
                + "def f(x): return R(1)\n", "assert 5 - f(1) == 0"),
        Row(
            "by unittest's methods", "class R:\n\(yes)def f(x): return R()\n",
            "import unittest\nunittest.TestCase().assertEqual(f(1), 2)"),
        Row(
            "a library's function is another",
            "import math\nmath.isclose = lambda a, b: True\n"
                + "def f(x): return 1\n", "import math\nassert math.isclose(f(1), 5.0)"),
        Row(
            "a module is another",
            "import sys, types\nmath = types.ModuleType('math')\n"
                + "math.isclose = lambda a, b: True\nsys.modules['math'] = math\n"
                + "def f(x): return 1\n", "import math\nassert math.isclose(f(1), 5.0)"),
    ]

    private static let equal = "class R:\n\(yes)    def __hash__(self): return hash(2)\n"

    /// What equals everything in the library's own types, and comparisons out of sight.
    static let hidden = [
        Row(
            "the library's own", "from unittest.mock import ANY\ndef f(x): return [ANY]\n",
            "assert f(1) == [2]"),
        Row(
            "of the library's class",
            "from unittest import mock\nclass R(mock._ANY): pass\ndef f(x): return R()\n",
            "assert f(1) == 2"),
        Row(
            "in a deque", "\(equal)from collections import deque\ndef f(x): return deque([R()])\n",
            "from collections import deque\nassert f(1) == deque([5])"),
        Row(
            "in a slice", "\(equal)def f(x): return slice(R(), R(), R())\n",
            "assert f(1) == slice(1, 2, 3)"),
        Row(
            "in a view", "\(equal)def f(x): return {R(): 1}.keys()\n", "assert f(1) == {2}"),
        Row(
            "in a mapping proxy",
            "from types import MappingProxyType\nclass R(dict):\n\(yes)"
                + "def f(x): return MappingProxyType(R())\n", "assert f(1) == {'a': 1}"),
        Row(
            "in a namespace",
            "\(equal)from types import SimpleNamespace\n"
                + "def f(x): return SimpleNamespace(v=[R()])\n",
            "from types import SimpleNamespace\nassert f(1) == SimpleNamespace(v=[3])"),
        Row(
            "in a fraction",
            "\(equal)from fractions import Fraction\ndef f(x):\n    r = Fraction(1, 2)\n"
                + "    r._numerator = r._denominator = R()\n    return r\n",
            "from fractions import Fraction\nassert f(1) == Fraction(3, 4)"),
        Row(
            "behind a weak reference",
            "\(equal)import weakref\nr = R()\ndef f(x): return weakref.proxy(r)\n",
            "assert f(1) == 2"),
        Row("in an iterator", "\(equal)def f(x): return iter([R()])\n", "assert 7 in f(1)"),
        Row("by index", "\(equal)def f(x): return R()\n", "assert [2].index(f(1)) == 0"),
        Row("by count", "\(equal)def f(x): return [R()]\n", "assert f(1).count(5) == 1"),
        Row("as a key", "\(equal)def f(x): return R()\n", "assert {2: 'a'}.get(f(1)) == 'a'"),
        Row("as a subset", "\(equal)def f(x): return {R()}\n", "assert f(1).issubset({2})"),
    ]

    /// A number that equals all others, of a class called like something that the tests name.
    private static func called(_ name: String, _ tests: String) -> Row {
        Row(
            "a class called `\(name)`",
            "class \(name)(int):\n    def __new__(cls, *values): return int.__new__(cls, 1)\n\(yes)"
                + "    def __ne__(self, other): return False\n    __hash__ = int.__hash__\n"
                + "def f(x): return \(name)(1)\n", tests)
    }

    static let named = [
        called("result", "result = f(1)\nassert result == 5"),
        called("item", "def same(item): return item == 5\nassert same(f(1))"),
        called("append", "r = []\nr.append(f(1))\nassert r[0] == 5"),
        called("m", "import math as m\nassert f(1) == m.floor(5.5)"),
        called("g", "assert g(1) == 5"), called("h", "assert [h(1)] == [5]"),
        called("k", "assert k(1) in (5, 6)"),
        called("u", "import unittest\nunittest.TestCase().assertEqual(u(1), 5)"),
        Row(
            "a class that changes between two comparisons",
            "class R(int): pass\ndef f(x):\n"
                + "    if x == 2: R.__eq__ = lambda self, other: True\n    return R(1)\n",
            "assert f(1) == 1\nassert f(2) == 4"),
    ]

    static let honest = [
        Row(
            "what tests ask of the library", "def f(x): return {'id': x}\n",
            "from unittest.mock import ANY\nassert f(1) == {'id': ANY}"),
        Row(
            "what the library's types hold",
            "from collections import deque, UserList\n"
                + "from types import SimpleNamespace, MappingProxyType\n"
                + "from fractions import Fraction\ndef f(x): return [deque([x]), UserList([x]), "
                + "SimpleNamespace(v=x), slice(x), {x: 1}.keys(), MappingProxyType({x: 2})]\n",
            "from collections import deque\nfrom types import SimpleNamespace\n"
                + "d, u, s, c, k, m = f(1)\nassert d == deque([1]) and u == [1] and 1 in iter(d)\n"
                + "assert s == SimpleNamespace(v=1) and c == slice(1) and k == {1}\n"
                + "assert m == {1: 2}"),
        Row(
            "its own in lists and as keys",
            "class N:\n    def __init__(self, v): self.v = v\n"
                + "    def __eq__(self, o): return isinstance(o, N) and self.v == o.v\n"
                + "    def __hash__(self): return hash(self.v)\ndef f(x): return N(x)\n",
            "l = [f(1), f(2)]\nassert l.index(f(2)) == 1 and l.count(f(3)) == 0\nl.remove(f(1))\n"
                + "assert [f(1), f(2)].pop(0) == f(1)\n"
                + "assert {f(1): 5}.get(f(1)) == 5 and {'a': f(1)}.pop('a').v == 1\n"
                + "assert f(2) in iter(l)"),
        Row(
            "a dataclass that the tests name",
            "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\n"
                + "def f(x): return P(x)\n", "assert f(1) == P(1) and f(1).x + 1 == 2"),
        Row(
            "a class that tests compare with plain data",
            "class S:\n    def __init__(self, *items): self.items = list(items)\n"
                + "    def __eq__(self, o): return self.items == getattr(o, 'items', o)\n",
            "import solution, solution as s\nfrom solution import S as T\n"
                + "assert solution.S(1) == s.S(1) != S(2) and T(1, 2) == [1, 2] and [3] != S(1)\n"
                + "assert [S(1)] == [[1]] and S(1) in [[2], [1]]"),
        Row(
            "a class with an order and sums",
            "import functools\n@functools.total_ordering\nclass M:\n"
                + "    def __init__(self, n): self.n = n\n"
                + "    def __eq__(self, o): return self.n == getattr(o, 'n', o)\n"
                + "    def __lt__(self, o): return self.n < getattr(o, 'n', o)\n"
                + "    def __add__(self, o): return M(self.n + getattr(o, 'n', o))\n"
                + "    __radd__ = __add__\n",
            "assert M(5) == 5 == M(5) and M(1) + 2 == M(3) and M(1) < 2 < M(3)\n"
                + "assert sum([M(1), M(2)]) == 3"),
        Row(
            "the library's classes",
            "import collections, fractions, pathlib\ndef f(x): return collections.Counter(x)\n"
                + "def half(): return fractions.Fraction(1, 2)\n"
                + "def path(): return pathlib.PurePath('/a')\n",
            "assert f('a') + f('ba') == {'a': 2, 'b': 1}\nassert half() * 2 == 1\n"
                + "assert path() / 'b' != path()"),
        Row(
            "its own among themselves",
            "class V:\n    def __init__(self, x): self.x = x\n"
                + "    def __eq__(self, o): return self.x == o.x\n"
                + "    def __add__(self, o): return V(self.x + o.x)\ndef f(x): return V(x)\n",
            "assert f(1) + f(2) == f(3) and f(1) != f(2)"),
        Row(
            "a container of its own",
            "class B:\n    def __contains__(self, x): return x == 3\n"
                + "def make(): return B()\n", "assert 3 in make() and 4 not in make()"),
        Row(
            "the tests' own class", "def f(x): return x\n",
            "class T:\n    def __init__(self, v): self.v = v\n"
                + "    def __eq__(self, o): return self.v == o.v\nassert [f(T(1))] == [T(1)]"),
        Row(
            "chains, names within and texts", "def f(x): return x\n",
            "assert 0 < f(1) <= 1 < f(3)\nassert (n := f(2)) == 2 and n == 2\n"
                + "assert '%s' % f(1) == '1' and f(1) is not None"),
    ]

    private func judged(_ row: Row) async throws -> JudgeReport {
        await (try RealBoxes.sealedJudge.get()).judge(
            JudgeRequest(
                language: "python", source: Array(row.source.utf8),
                tests: .assertions(AssertionSuite(body: .code(Array(row.tests.utf8))))))
    }

    @Test(arguments: forged + hidden + named)
    func `a value that would judge itself is no pass`(row: Row) async throws {
        let report = try await judged(row)
        #expect(report.verdict == .wrongAnswer || report.verdict == .tampered)
        #expect(report.integrity == .sealed)
    }

    @Test(arguments: honest)
    func `what the tests name, and what a library has, may compare`(row: Row) async throws {
        let report = try await judged(row)
        #expect(report.verdict == .accepted, "\(report.tests.first?.message ?? "")")
        #expect(report.integrity == .sealed)
    }
}
