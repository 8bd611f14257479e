@testable import Judging

extension ProxyTests {
    /// Programs wrong without a forged answer, and tests that would not see it in two boxes.
    static let mistakes: [Row] = [
        Row(
            "a class's arithmetic is the source's word", .accepted, .sealed,
            source: """
                class Angle:
                    def __init__(self, degrees): self.degrees = degrees
                    def __sub__(self, other): return self.degrees - other
                    def name(self): return 'angle'
                """,
            asserts: [
                """
                assert Angle(30) - 10 == 20
                assert Angle(3).name() == 'angle'
                """
            ]),
        Row(
            "a list that the source keeps and hands out again", .wrongAnswer, .isolated,
            source: """
                known = {}
                def upto(n):
                    if n not in known: known[n] = list(range(n))
                    return known[n]
                """,
            asserts: [
                """
                r = upto(3)
                r.append(99)
                assert upto(3) == [0, 1, 2]
                """
            ]),
        Row(
            "a class that hands out its own list", .wrongAnswer, .isolated,
            source: """
                class Bag:
                    def __init__(self): self.items = [1]
                    def get(self): return self.items
                """,
            asserts: [
                """
                b = Bag()
                b.get().append(3)
                assert b.get() == [1]
                """
            ]),
        Row(
            "a class that keeps the tests' list", .wrongAnswer, .isolated,
            source: """
                class Bag:
                    def __init__(self, items): self.items = items
                    def get(self): return self.items
                """,
            asserts: [
                """
                given = [1]
                b = Bag(given)
                given.append(2)
                assert b.get() == [1]
                """
            ]),
        Row(
            "one list where each call should make its own", .wrongAnswer, .isolated,
            source: """
                def collect(x, into=[]):
                    into.append(x)
                    return into
                """,
            asserts: [
                """
                first = collect(1)
                second = collect(2)
                assert first == [1]
                """
            ]),
        Row(
            "a list that was lent to an earlier call alone", .wrongAnswer, .isolated,
            source: """
                def encode(items):
                    global kept
                    kept = items
                    return 0
                def decode(code):
                    kept.clear()
                    return []
                """,
            asserts: [
                """
                x = [1, 2]
                code = encode(x)
                assert decode(code) == x
                """
            ]),
        Row(
            "one of many lists that the tests change", .wrongAnswer, .isolated,
            source: """
                known = {}
                def span(n):
                    if n not in known: known[n] = list(range(n))
                    return known[n]
                """,
            asserts: [
                """
                held = [span(n) for n in range(900, 930)]
                held[0].append(5)
                assert span(900) == list(range(900))
                """
            ]),
        Row(
            "more lists that the tests change than can be followed", .outputLimitExceeded,
            .isolated,
            source: """
                known = {}
                def span(n):
                    if n not in known: known[n] = list(range(n))
                    return known[n]
                """,
            asserts: [
                """
                held = [span(n) for n in range(100000, 100020)]
                for n in range(8): assert span(n) == list(range(n))
                held[0].append(5)
                assert span(3) == [0, 1, 2]
                """
            ]),
        Row(
            "the wrong order in an ordered table", .wrongAnswer, .isolated,
            source: """
                from collections import OrderedDict
                def order(items): return OrderedDict((x, 1) for x in items)
                """,
            asserts: [
                """
                from collections import OrderedDict
                assert order([3, 1, 2]) == OrderedDict([(1, 1), (2, 1), (3, 1)])
                """
            ]),
        Row(
            "a function with a built-in's name", .wrongAnswer, .isolated,
            source: """
                def max(x): return 0
                """,
            asserts: [
                """
                assert max([1, 5]) == 5
                """
            ]),
        Row(
            "a built-in of the source's beside what is tested", .wrongAnswer, .isolated,
            source: """
                def abs(x): return 0
                def root(x): return 1
                """,
            asserts: [
                """
                assert abs(root(9) - 3) < 1e-9
                """
            ]),
        Row(
            "a name that the source does not define", .runtimeError, .isolated,
            source: """
                x = 1
                """,
            asserts: [
                """
                assert f is not None
                """
            ]),
        Row(
            "a docstring that the source does not write", .wrongAnswer, .isolated,
            source: """
                def f(x): return x
                """,
            asserts: [
                """
                assert f.__doc__
                assert f(1) == 1
                """
            ]),
        Row(
            "a warning where the tests allow none", .runtimeError, .sealed,
            source: """
                import warnings
                def f(x):
                    warnings.warn('old')
                    return x
                """,
            asserts: [
                """
                import warnings
                with warnings.catch_warnings():
                    warnings.simplefilter('error')
                    assert f(2) == 2
                """
            ]),
        Row(
            "an object that slices into what equals everything", .wrongAnswer, .isolated,
            source: """
                class Any(list):
                    def __eq__(self, other): return True
                class Row:
                    def __getitem__(self, key): return Any()
                def f(x): return Row()
                """,
            asserts: [
                """
                assert f([1, 2, 3])[:2] == [3, 2]
                """
            ]),
        Row(
            "a context manager that swallows failed assertions", .wrongAnswer, .isolated,
            source: """
                class Quiet:
                    def __enter__(self): return 7
                    def __exit__(self, *error): return True
                def f(x): return Quiet()
                """,
            asserts: [
                """
                with f(2) as r:
                    assert r == 2
                """
            ]),
        Row(
            "a callback's failed assertion, caught by the source", .wrongAnswer, .isolated,
            source: """
                def each(use):
                    try: use(3)
                    except AssertionError: pass
                """,
            asserts: [
                """
                def use(x):
                    assert x == 5
                each(use)
                """
            ]),
        Row(
            "an unittest that fails without ending the tests", .wrongAnswer, .isolated,
            source: """
                def f(x): return 9
                """,
            asserts: [
                """
                import unittest
                class T(unittest.TestCase):
                    def test_one(self): self.assertEqual(f(1), 2)
                unittest.main(argv=['tests'], exit=False)
                """
            ]),
    ]
}
