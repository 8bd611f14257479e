@testable import Judging

extension ProxyTests {
    private static let callers = """
        def retry(fn, n, kinds=(Exception,)):
            for k in range(n):
                try: return fn()
                except kinds as e: last = e
            raise last
        def safe(fn):
            try: return fn(), None
            except Exception as e: return None, e
        class Bus:
            def __init__(self): self.errors = []
            def emit(self, fn):
                try: fn()
                except Exception as e: self.errors.append(e)
        def chain(fn):
            try: fn()
            except Exception as e: raise RuntimeError("no") from e
        def again(fn):
            try: fn()
            except Exception as e: raise type(e)(*e.args, 2)
        def seen(fn):
            try: fn()
            except Exception as e: return e.code, e.lasting, str(e), type(e).__name__
        def make(kind, *a): raise kind(*a)
        def told(e): return "%s: %s" % (type(e).__name__, e)
        def same(e): return e
        def error(n): return ValueError(n)
        """

    /// Exceptions that pass through the other side.
    static let exceptions: [Row] = [
        Row(
            "the tests' exceptions come back as themselves", .accepted, .isolated,
            source: callers,
            asserts: [
                """
                class Own(Exception):
                    lasting = True
                    def __init__(self, *a):
                        super().__init__(*a)
                        self.code = 4
                    def __str__(self): return "own!"
                calls = []
                def fn():
                    calls.append(1)
                    raise Own("x")
                try: retry(fn, 3)
                except Own as e: assert e.args == ("x",) and e.code == 4
                else: assert 0
                assert len(calls) == 3
                """,
                """
                class Own(Exception):
                    lasting = True
                    def __init__(self, *a):
                        super().__init__(*a)
                        self.code = 4
                    def __str__(self): return "own!"
                calls = []
                def fn():
                    calls.append(1)
                    if len(calls) < 3: raise Own("x")
                    return 5
                assert retry(fn, 3, (Own,)) == 5
                """,
                """
                class Own(Exception):
                    lasting = True
                    def __init__(self, *a):
                        super().__init__(*a)
                        self.code = 4
                    def __str__(self): return "own!"
                error0 = Own()
                def fn(): raise error0
                r, e = safe(fn)
                assert r is None and e is error0
                """,
                """
                class Own(Exception):
                    lasting = True
                    def __init__(self, *a):
                        super().__init__(*a)
                        self.code = 4
                    def __str__(self): return "own!"
                def fn(): raise Own(1)
                b = Bus()
                b.emit(fn)
                assert len(b.errors) == 1 and isinstance(b.errors[0], Own)
                """,
                """
                class Own(Exception):
                    lasting = True
                    def __init__(self, *a):
                        super().__init__(*a)
                        self.code = 4
                    def __str__(self): return "own!"
                def fn(): raise Own(1)
                try: chain(fn)
                except RuntimeError as e: assert isinstance(e.__cause__, Own)
                else: assert 0
                """,
            ]),
        Row(
            "the source makes exceptions of the tests' classes, and looks at them", .accepted,
            .isolated,
            source: callers,
            asserts: [
                """
                class Own(Exception):
                    lasting = True
                    def __init__(self, *a):
                        super().__init__(*a)
                        self.code = 4
                    def __str__(self): return "own!"
                def fn(): raise Own(1)
                try: again(fn)
                except Own as e: assert e.args == (1, 2) and e.code == 4
                else: assert 0
                """,
                """
                class Own(Exception):
                    lasting = True
                    def __init__(self, *a):
                        super().__init__(*a)
                        self.code = 4
                    def __str__(self): return "own!"
                def fn(): raise Own(1)
                assert seen(fn) == (4, True, "own!", "Own")
                """,
                """
                class Own(Exception):
                    lasting = True
                    def __init__(self, *a):
                        super().__init__(*a)
                        self.code = 4
                    def __str__(self): return "own!"
                try: make(Own, 1, 2)
                except Own as e: assert e.args == (1, 2)
                else: assert 0
                """,
            ]),
        Row(
            "exceptions are values, too", .accepted, .isolated,
            source: callers,
            asserts: [
                """
                assert told(ValueError("x")) == "ValueError: x"
                """,
                """
                e = KeyError(1)
                assert same(e) is e
                """,
                """
                e = error(3)
                assert isinstance(e, ValueError) and e.args == (3,) and same(e) is e
                """,
                """
                r, e = safe(lambda: 1 / 0)
                assert isinstance(e, ZeroDivisionError)
                """,
            ]),
        Row(
            "a failed assertion that the source caught", .wrongAnswer, .isolated,
            source: callers,
            asserts: [
                """
                def fn(): assert False
                r, e = safe(fn)
                assert r is None
                """
            ]),
        Row(
            "a failed assertion that the source raises once more", .wrongAnswer, .isolated,
            source: callers,
            asserts: [
                """
                def fn(): assert 1 == 2
                retry(fn, 2)
                """
            ]),
        Row(
            "an exception that claims to be one of the tests'", .runtimeError, .isolated,
            source: """
                def f():
                    e = RuntimeError()
                    e._assay_error = 1
                    raise e
                """,
            asserts: [
                """
                class Own(Exception): pass
                try: f()
                except Own: pass
                """
            ]),
        Row(
            "a class that claims to be one of the tests'", .runtimeError, .isolated,
            source: """
                class Own(Exception): pass
                Own.__module__ = "__main__"
                def f(): raise Own()
                """,
            asserts: [
                """
                class Own(Exception): pass
                try: f()
                except Own: pass
                """
            ]),
        Row(
            "an exception with several bases", .accepted, .isolated,
            source: """
                class A(KeyError, AttributeError): pass
                class B(A, ArithmeticError): pass
                def f(): raise B("q")
                """,
            asserts: [
                """
                try: f()
                except AttributeError as e:
                    assert isinstance(e, KeyError) and isinstance(e, ArithmeticError)
                else: assert 0
                """,
                """
                try: f()
                except A as e: assert isinstance(e, B)
                else: assert 0
                """,
            ]),
    ]
}
