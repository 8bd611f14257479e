@testable import Judging

extension ProxyTests {
    static let dishonest: [Row] = [
        Row(
            "a method that does nothing", .wrongAnswer, .isolated,
            source: """
                class Account:
                    def __init__(self,b): self.balance=b
                    def deposit(self,n): pass
                """,
            asserts: [
                """
                a = Account(5); a.deposit(3); assert a.balance == 8
                """
            ]),
        Row(
            "an object that equals everything", .wrongAnswer, .isolated,
            source: """
                class A:
                    def __eq__(s,o): return True
                    def __contains__(s,o): return True
                    def __sub__(s,o): return 0.0
                    __rsub__=__sub__
                    def __abs__(s): return 0
                    def __lt__(s,o): return True
                    def startswith(s,x): return True
                    def __ne__(s,o): return False
                    def __hash__(s): return 0
                    def __float__(s): return 1.0
                def f(x): return A()
                """,
            asserts: [
                """
                assert f(1)==2
                """
            ]),
        Row(
            "an object that contains everything", .wrongAnswer, .isolated,
            source: """
                class A:
                    def __eq__(s,o): return True
                    def __contains__(s,o): return True
                    def __sub__(s,o): return 0.0
                    __rsub__=__sub__
                    def startswith(s,x): return True
                    def __lt__(s,o): return True
                f=lambda x:A()
                """,
            asserts: [
                """
                assert 2 in f(1)
                """
            ]),
        Row(
            "an object with obliging arithmetic", .wrongAnswer, .isolated,
            source: """
                class A:
                    def __sub__(s,o): return 0.0
                f=lambda x:A()
                """,
            asserts: [
                """
                assert abs(f(1)-1.5)<1e-6
                """
            ]),
        Row(
            "an object with obliging methods", .wrongAnswer, .isolated,
            source: """
                class A:
                    def startswith(s,o): return True
                f=lambda x:A()
                """,
            asserts: [
                """
                assert f(1).startswith('a')
                """
            ]),
        Row(
            "an obliging object in a list", .wrongAnswer, .isolated,
            source: """
                class A:
                    def __eq__(s,o): return True
                f=lambda x:[A()]
                """,
            asserts: [
                """
                assert f(1)==[2]
                """
            ]),
        Row(
            "an obliging object looked for in a list", .wrongAnswer, .isolated,
            source: """
                class A:
                    def __eq__(s,o): return True
                f=lambda x:A()
                """,
            asserts: [
                """
                assert f(1) in [2]
                """
            ]),
        Row(
            "an object that lies within all bounds", .wrongAnswer, .isolated,
            source: """
                class A:
                    def __gt__(s,o): return True
                    def __lt__(s,o): return True
                    def __ge__(s,o): return True
                    def __le__(s,o): return True
                f=lambda x:A()
                """,
            asserts: [
                """
                assert 1 < f(1) < 3
                """
            ]),
        Row(
            "a class in the function's place", .wrongAnswer, .isolated,
            source: """
                class f:
                    def __init__(s,*a): pass
                    def __eq__(s,o): return True
                """,
            asserts: [
                """
                assert f(1)==2
                """
            ]),
        Row(
            "an integer that equals everything", .wrongAnswer, .isolated,
            source: """
                class I(int):
                    def __eq__(s,o): return True
                    __hash__=int.__hash__
                f=lambda x:I(7)
                """,
            asserts: [
                """
                assert f(1)==2
                """
            ]),
        Row(
            "the globals of a callback are not to be had", .runtimeError, .isolated,
            source: """
                def f(cb): return cb.__globals__
                """,
            asserts: [
                """
                def cb(): pass
                assert f(cb) is None
                """
            ]),
        Row(
            "an end of iteration where a function was called", .tampered, .isolated,
            source: """
                import gc
                def adder(n): return lambda x: 0
                for found in gc.get_objects():
                    if type(found).__name__ == '_Calls':
                        honest = type(found).answer
                        def answer(self, frame):
                            if frame.get('do') == 'special':
                                self.write({'end': True, 'id': frame['id']})
                            else: honest(self, frame)
                        type(found).answer = answer
                """,
            asserts: [
                """
                assert all(map(lambda x: adder(3)(x) == x + 3, range(5)))
                """
            ]),
        Row(
            "an end of iteration where a method was looked up", .tampered, .isolated,
            source: """
                import gc
                class Sum:
                    def of(self): return 0
                def f(x): return Sum()
                for found in gc.get_objects():
                    if type(found).__name__ == '_Calls':
                        honest = type(found).answer
                        def answer(self, frame):
                            if frame.get('do') == 'get':
                                self.write({'end': True, 'id': frame['id']})
                            else: honest(self, frame)
                        type(found).answer = answer
                """,
            asserts: [
                """
                assert all(map(lambda x: f(x).of() == x + 1, [1, 2]))
                """
            ]),
        Row(
            "an exception that tells unittest to skip", .wrongAnswer, .isolated,
            source: """
                class SkipTest(Exception): pass
                SkipTest.__module__ = 'unittest'
                def f(x): raise SkipTest('no')
                """,
            asserts: [
                """
                import unittest
                class T(unittest.TestCase):
                    def test_one(self): self.assertEqual(f(1), 2)
                result = unittest.TestResult()
                unittest.defaultTestLoader.loadTestsFromTestCase(T).run(result)
                assert result.wasSuccessful()
                """
            ]),
        Row(
            "a set that is its own judge", .wrongAnswer, .isolated,
            source: """
                class Echo:
                    def union(self, other): return other
                def unique(x): return Echo()
                """,
            asserts: [
                """
                assert unique([1, 2, 2]).union({1, 2}) == {1, 2}
                """
            ]),
        Row(
            "a named tuple with a function in the place of a method", .wrongAnswer, .isolated,
            source: """
                from collections import namedtuple
                Echo = namedtuple('Echo', 'count')
                def digits(x): return Echo(lambda want: 1)
                """,
            asserts: [
                """
                assert digits(7).count(3) == 1
                """
            ]),
        Row(
            "a table that answers with the default", .wrongAnswer, .isolated,
            source: """
                class Echo:
                    def get(self, key, default=None): return default
                def count(x): return Echo()
                """,
            asserts: [
                """
                for key, value in {'a': 1, 'b': 2}.items():
                    assert count('abb').get(key, value) == value
                """
            ]),
        Row(
            "a method put on an object of the tests'", .runtimeError, .isolated,
            source: """
                def reverse(node):
                    node.equals = lambda other: True
                    return node
                """,
            asserts: [
                """
                class Node:
                    def __init__(self, value): self.value = value
                    def equals(self, other): return self.value == other.value
                assert reverse(Node(1)).equals(Node(2))
                """
            ]),
        Row(
            "a method put on a class of the tests'", .runtimeError, .isolated,
            source: """
                def build(kind, value):
                    kind.total = lambda self, want: want
                    return kind(value)
                """,
            asserts: [
                """
                class Account:
                    def __init__(self, value): self.value = value
                    def total(self, want): return self.value
                assert build(Account, 3).total(6) == 6
                """
            ]),
        Row(
            "a function with a capital letter, and obliging arithmetic", .wrongAnswer, .isolated,
            source: """
                class Echo:
                    def __sub__(self, other): return 0
                def Area(r): return Echo()
                """,
            asserts: [
                """
                for r, want in {1: 3.14159, 2: 12.566}.items():
                    assert abs(Area(r) - want) < 1e-3
                """
            ]),
    ]
}
