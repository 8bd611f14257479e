@testable import Judging

extension ProxyTests {
    private static let chain = String(repeating: ".strip()", count: 400)
    /// What both sides hold, and values of the library's.
    static let values: [Row] = [
        Row(
            "flags and numbers of the library", .accepted, .isolated,
            source: """
                import inspect, re, signal, socket
                def flags(): return re.I | re.M
                def stop(): return signal.SIGINT
                def kind(): return inspect.Parameter.POSITIONAL_ONLY
                def family(): return socket.AF_INET
                """,
            asserts: [
                "import re\nassert flags() == re.I | re.M and flags() & re.I",
                "assert stop() == 2 and stop().name == 'SIGINT'",
                "assert kind().name == 'POSITIONAL_ONLY'", "assert family() == 2",
            ]),
        Row(
            "a fraction of many digits", .accepted, .isolated,
            source: """
                from fractions import Fraction
                def third(n): return Fraction(10 ** n + 1, 3)
                """,
            asserts: [
                "from fractions import Fraction\nassert third(6000) == Fraction(10**6000 + 1, 3)"
            ]),
        Row(
            "a long chain of methods in the tests", .accepted, .isolated,
            source: "def same(x): return x",
            asserts: ["assert same('input')\(chain) == 'input'"]),
        Row(
            "lists that both sides hold", .accepted, .isolated,
            source: """
                class Box:
                    def __init__(self, items): self.items = items
                    def total(self): return sum(self.items)
                    def get(self): return self.items
                shared = [1, 2]
                def same(n): return shared
                """,
            asserts: [
                """
                x = [1]
                b = Box(x)
                x.append(5)
                assert b.total() == 6
                """,
                """
                b = Box([])
                b.get().append(3)
                assert b.total() == 3
                """,
                """
                assert same(1) is same(2)
                """,
            ]),
        // A set that the compiler makes of constants is not ordered like one that is filled.
        Row(
            "sets of numbers, in their order", .accepted, .isolated,
            source: """
                def first(s): return tuple(s)
                def same(s): return s
                """,
            asserts: [
                """
                s = {12, 13, 14, 15, 16}
                assert first(s) == tuple(s)
                """,
                """
                s = set([12, 13, 14, 15, 16])
                assert first(s) == tuple(s)
                """,
                """
                assert tuple(same({12, 13, 14, 15, 16})) == tuple({12, 13, 14, 15, 16})
                """,
                """
                assert same({"a", (1, 2.5), None, True}) == {True, (1, 2.5), "a", None}
                """,
            ]),
        Row(
            "a list that a later call changes", .accepted, .isolated,
            source: """
                def total(items): return sum(items)
                def order(items): items.sort()
                def inner(rows): rows[0].sort()
                """,
            asserts: [
                """
                x = [3, 1]
                rows = [x]
                assert total(x) == 4
                order(x)
                assert x == [1, 3]
                x.append(0)
                inner(rows)
                assert x == [0, 1, 3]
                """
            ]),
        Row(
            "more lists than are looked through", .accepted, .isolated,
            source: """
                def span(n): return list(range(n))
                """,
            asserts: [
                """
                held = [span(300) for _ in range(100)]
                assert all(r == list(range(300)) for r in held)
                """
            ]),
        Row(
            "a context manager that writes to a list of the tests'", .accepted, .isolated,
            source: """
                from contextlib import contextmanager
                @contextmanager
                def traced(log):
                    log.append('in')
                    try: yield 5
                    finally: log.append('out')
                """,
            asserts: [
                """
                log = []
                with traced(log) as v: assert v == 5
                assert log == ['in', 'out']
                """
            ]),
        Row(
            "values of the library's types", .accepted, .isolated,
            source: """
                import datetime, uuid
                from collections import Counter, defaultdict, deque, namedtuple
                from http import HTTPStatus
                Point = namedtuple('Point', 'x y')
                def span(a, b): return b - a
                def at(h): return datetime.time(h, 0)
                def turn(b): return bytearray(b)[::-1]
                def count(s): return Counter(s)
                def group(s):
                    found = defaultdict(int)
                    for c in s: found[c] += 1
                    return found
                def queue(l): return deque(l)
                def point(x, y): return Point(x, y)
                def identity(s): return uuid.UUID(s)
                def status(): return HTTPStatus.NOT_FOUND
                """,
            asserts: [
                """
                from datetime import date, timedelta
                assert span(date(2020, 1, 1), date(2020, 1, 3)) == timedelta(days=2)
                """,
                """
                import datetime
                assert at(3) == datetime.time(3, 0)
                """,
                """
                assert turn(b'ab') == b'ba'
                """,
                """
                r = count('aab'); assert r.most_common(1) == [('a', 2)] and r['z'] == 0
                """,
                """
                r = group('aab'); assert r['a'] == 2 and r['q'] == 0
                """,
                """
                from collections import deque
                assert queue([1, 2]) == deque([1, 2])
                """,
                """
                r = point(1, 2); assert r.x == 1 and r == (1, 2)
                """,
                """
                import uuid
                s = '12345678123456781234567812345678'
                assert identity(s) == uuid.UUID(s)
                """,
                """
                assert status() == 404 and status().name == 'NOT_FOUND'
                """,
            ]),
        Row(
            "subclasses of built-in types that add nothing", .accepted, .isolated,
            source: """
                class Words(list): pass
                class Name(str): pass
                def words(x): return Words(x)
                def name(x): return Name(x)
                """,
            asserts: [
                """
                assert words([1]) == [1] and name('ab') == 'ab'
                """
            ]),
        Row(
            "what operators make of a class", .accepted, .sealed,
            source: """
                class V:
                    def __init__(self, x): self.x = x
                    def __mul__(self, k): return V(self.x * k)
                    __rmul__ = __mul__
                    def __eq__(self, other): return self.x == other.x
                """,
            asserts: [
                """
                assert 3 * V(1) == V(3)
                assert (V(1) * 2) * 3 == V(6)
                """
            ]),
        Row(
            "a method of an object that a factory made", .accepted, .sealed,
            source: """
                class Book:
                    def __init__(self, text): self.text = text
                    def search(self, word): return word in self.text
                def book(text): return Book(text)
                """,
            asserts: [
                """
                assert book('abc').search('b')
                """
            ]),
        Row(
            "classes that are subclasses of each other", .accepted, .sealed,
            source: """
                class Animal: pass
                class Dog(Animal): pass
                """,
            asserts: [
                """
                assert issubclass(Dog, Animal)
                """
            ]),
        Row(
            "a class with the name of a library's", .accepted, .isolated,
            source: """
                class Counter:
                    def __init__(self): self.value = 0
                    def increment(self): self.value += 1
                """,
            asserts: [
                """
                c = Counter()
                c.increment()
                assert c.value == 1
                """
            ]),
        Row(
            "a copy of an object", .accepted, .sealed,
            source: """
                class P:
                    def __init__(self): self.x = [1]
                """,
            asserts: [
                """
                import copy
                p = P()
                assert copy.deepcopy(p).x == [1]
                """
            ]),
    ]
}
