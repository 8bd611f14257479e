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
    ]
}
