@testable import Judging

extension ProxyTests {
    private static let extensions = """
        from enum import Enum, IntEnum, IntFlag
        from collections import UserList, UserDict, UserString
        from types import MappingProxyType
        class S(str, Enum):
            A = "a"
            B = "b"
        class N(IntEnum):
            ONE = 1
        class P(IntFlag):
            R = 4
            W = 2
        class Stack(list):
            def push(self, x): self.append(x)
        class Vec(tuple):
            def __add__(self, o): return Vec(a + b for a, b in zip(self, o))
        class Lower(dict):
            def __getitem__(self, k): return dict.__getitem__(self, k.lower())
        class Echo(dict):
            def __missing__(self, k): return k
        class L(UserList):
            def first(self): return self[0]
        def text(x): return S(x)
        def one(): return N.ONE
        def stack(): return Stack([1, 2])
        def vec(): return Vec((1, 2))
        def lower(): return Lower(a=1)
        def echo(): return Echo()
        def users(): return L([1, 2])
        def table(): return UserDict(a=1)
        def word(): return UserString("abc")
        def frozen(): return MappingProxyType({"a": 1})
        def both(): return {S.A: 1, S.B: [S.A]}
        def rights(): return P.R | P.W
        """

    private static let lies = """
        import collections
        class R(list):
            def __eq__(self, o): return True
            def __contains__(self, o): return True
            def more(self): return 1
        class T(str):
            def __eq__(self, o): return True
            def __hash__(self): return 0
            def more(self): return 1
            def startswith(self, x): return True
        class U(str):
            def more(self): return 1
            def __add__(self, o): return "ab"
        class Two(collections.UserList):
            told = []
            @property
            def data(self):
                Two.told.append(1)
                return [1, 2] if len(Two.told) < 2 else [5]
            @data.setter
            def data(self, value): pass
        def f(x): return R([1])
        def g(x): return T("q")
        def h(x): return U("q")
        def two(): return Two()
        """

    private static let nans = """
        import math
        def same(x): return x
        def others(xs): return [x for x in xs if x != 2]
        def none(): return [math.nan]
        def fresh(): return [float("nan")]
        """

    private static let shows = """
        class R:
            n = 0
            def __iter__(self):
                self.n += 1
                return iter([1, 2, 3] if self.n == 1 else [5, 5])
            def __len__(self): return 3
        class G:
            def __init__(self): self.k = 0
            def __iter__(self): return self
            def __next__(self):
                self.k += 1
                if self.k == 4: raise StopIteration
                return self.k
        class C:
            def __init__(self, n): self.n = n
            def __iter__(self):
                self.i = 0
                return self
            def __next__(self):
                if self.i >= self.n: raise StopIteration
                self.i += 1
                return self.i
        class K:
            def __getitem__(self, key): return key
        def f(x): return R()
        def g(x): return G()
        def gen(x): yield from range(x)
        def c(n): return C(n)
        def k(n): return K()
        """

    /// Objects that extend or are around a built-in value, and what shows itself twice.
    static let extended: [Row] = [
        Row(
            "members of enumerations that are numbers or texts", .accepted, .isolated,
            source: extensions,
            asserts: [
                """
                assert text("a") == "a" and "a" == text("a") and text("a") != "b"
                assert text("a") in ("a", "b") and text("b") in {"b": 1} and text("a") < "b"
                """,
                """
                assert text("a") == "a" and text("a").value == "a" and text("a").name == "A"
                """,
                """
                assert both() == {"a": 1, "b": ["a"]} and both()["a"] == 1
                """,
                """
                assert isinstance(text("a"), str) and text("a").upper() == "A"
                assert text("a").startswith("a") and sorted([text("b")]) == ["b"]
                """,
                """
                assert one() == 1 and one() + 1 == 2 and 3 - one() == 2 and [10, 20][one()] == 20
                """,
                """
                assert one() == 1 and one().name == "ONE" and rights() == 6
                """,
            ]),
        Row(
            "another text", .wrongAnswer, .isolated,
            source: extensions,
            asserts: [
                """
                assert text("a") == "b"
                """
            ]),
        Row(
            "another number", .wrongAnswer, .isolated,
            source: extensions,
            asserts: [
                """
                assert one() == 2
                """
            ]),
        Row(
            "subclasses of lists and tuples with methods of their own", .accepted, .isolated,
            source: extensions,
            asserts: [
                """
                s = stack()
                assert s == [1, 2] and len(s) == 2 and s[0] == 1 and list(s) == [1, 2]
                assert isinstance(s, list)
                """,
                """
                s = stack()
                s.push(3)
                assert s == [1, 2, 3] and 3 in s
                """,
                """
                assert vec() == (1, 2) and vec() + vec() == (2, 4)
                """,
            ]),
        Row(
            "an operator of its own", .wrongAnswer, .isolated,
            source: extensions,
            asserts: [
                """
                v = vec()
                assert v == (1, 2) and v + (1, 1) == (2, 3)
                """
            ]),
        Row(
            "items as a class of its own finds them", .accepted, .sealed,
            source: extensions,
            asserts: [
                """
                d = lower()
                assert d["A"] == 1 and d == {"a": 1}
                """,
                """
                d = echo()
                assert d["a"] == "a" and d == {}
                """,
            ]),
        Row(
            "what is around a list, a dict or a text", .accepted, .isolated,
            source: extensions,
            asserts: [
                """
                r = users()
                assert r == [1, 2] and r[0] == 1 and 2 in r and len(r) == 2 and r + [3] == [1, 2, 3]
                """,
                """
                assert users().first() == 1 and users() == [1, 2]
                """,
                """
                assert table() == {"a": 1} and table()["a"] == 1 and "a" in table()
                """,
                """
                assert word() == "abc" and len(word()) == 3 and word()[0] == "a"
                """,
                """
                m = frozen()
                assert m == {"a": 1} and m["a"] == 1 and dict(m) == {"a": 1} and len(m) == 1
                try:
                    m["b"] = 2
                    assert False
                except TypeError: pass
                """,
            ]),
        Row(
            "a list that equals everything, with a method", .wrongAnswer, .isolated,
            source: lies,
            asserts: [
                """
                assert f(1) == [2]
                """
            ]),
        Row(
            "a list that holds everything, with a method", .wrongAnswer, .isolated,
            source: lies,
            asserts: [
                """
                assert 2 in f(1)
                """
            ]),
        Row(
            "a text that equals everything, with a method", .wrongAnswer, .isolated,
            source: lies,
            asserts: [
                """
                assert g(1) == "a"
                """
            ]),
        Row(
            "a text that is among others, with a method", .wrongAnswer, .isolated,
            source: lies,
            asserts: [
                """
                assert g(1) in ("a", "b")
                """
            ]),
        Row(
            "a text whose methods say yes", .wrongAnswer, .isolated,
            source: lies,
            asserts: [
                """
                assert g(1).startswith("a")
                """
            ]),
        Row(
            "a text with a sum of its own", .wrongAnswer, .isolated,
            source: lies,
            asserts: [
                """
                assert h(1) + "b" == "ab"
                """
            ]),
        Row(
            "a value that changes from one look to the next", .accepted, .sealed,
            source: lies,
            asserts: [
                """
                r = two()
                assert r == [1, 2] and r == [5]
                """
            ]),
        Row(
            "what is no number is one object", .accepted, .isolated,
            source: nans,
            asserts: [
                """
                nan = float("nan")
                assert others([1, 2, nan]) == [1, nan] and same(nan) is nan
                """,
                """
                import math
                assert none() == [math.nan] and others([math.nan, 2]) == [math.nan]
                """,
                """
                x = float("nan")
                d = {x: 1}
                assert same(d) == {x: 1}
                """,
            ]),
        Row(
            "what is no number is another object", .wrongAnswer, .isolated,
            source: nans,
            asserts: [
                """
                x = float("nan")
                assert fresh() == [x]
                """
            ]),
        Row(
            "values of which there is one", .accepted, .isolated,
            source: """
                def f(): return [..., NotImplemented, int, len, max]
                """,
            asserts: [
                """
                assert f() == [..., NotImplemented, int, len, max] and f()[0] is ...
                """
            ]),
        Row(
            "one look at what an object shows", .accepted, .isolated,
            source: shows,
            asserts: [
                """
                assert list(f(1)) == [1, 2, 3]
                """,
                """
                assert len(f(1)) == 3 and sorted(f(1)) == [1, 2, 3]
                """,
                """
                r = gen(3)
                assert next(r) == 0 and list(r) == [1, 2] and list(r) == []
                """,
                """
                assert [a for a in c(3)] == [1, 2, 3]
                """,
            ]),
        Row(
            "a second look at what an object shows", .accepted, .sealed,
            source: shows,
            asserts: [
                """
                r = f(10)
                assert set(r) == {1, 2, 3}
                assert sum(r) == 10
                """,
                """
                r = c(2)
                assert list(r) == [1, 2] and list(r) == [1, 2]
                """,
                """
                r = k(1)
                assert r[7] == 7 and r["a"] == "a"
                """,
            ]),
        Row(
            "an iterator that goes on after its end", .wrongAnswer, .isolated,
            source: shows,
            asserts: [
                """
                r = g(10)
                assert sum(x for x in r) == 6 and next(r) == 5
                """
            ]),
    ]
}
