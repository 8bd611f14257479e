@testable import Judging

extension ProxyTests {
    private static let managers = """
        from contextlib import contextmanager
        class Tx:
            def __init__(self, log): self.log = log
            def __enter__(self): return {"x": 1}
            def __exit__(self, kind, error, trace):
                self.log.append(kind.__name__ + str(error) if kind else "ok")
                return kind is KeyError
        def tx(log): return Tx(log)
        @contextmanager
        def wrap():
            try: yield
            except ValueError as e: raise RuntimeError("wrapped " + str(e)) from e
        @contextmanager
        def tag(out, name):
            out.append("<" + name)
            try: yield name
            finally: out.append("/" + name)
        class Mine(Exception):
            def __init__(self, code):
                super().__init__("mine", code)
                self.code = code
        def boom(): raise Mine(3)
        @contextmanager
        def hears(log):
            try: yield
            except Mine as e: log.append(e.code)
        """

    /// What context managers of the source's hear of, and what they may keep to themselves.
    static let managed: [Row] = [
        Row(
            "a context manager hears of exceptions", .accepted, .isolated,
            source: managers,
            asserts: [
                """
                log = []
                with tx(log): pass
                assert log == ["ok"]
                """,
                """
                log = []
                try:
                    with tx(log): raise ValueError(7)
                except ValueError as e: assert e.args == (7,)
                else: assert False
                assert log == ["ValueError7"]
                """,
                """
                out = []
                try:
                    with tag(out, "q"): raise ValueError("x")
                except ValueError: pass
                assert out == ["<q", "/q"]
                """,
                """
                try:
                    with wrap(): int("x")
                except RuntimeError as e: assert isinstance(e.__cause__, ValueError)
                else: assert 0
                """,
            ]),
        Row(
            "a context manager hears of an exception of the tests' own", .accepted, .isolated,
            source: managers,
            asserts: [
                """
                log = []
                class Own(Exception): pass
                error = Own(5)
                try:
                    with tx(log): raise error
                except Own as e: assert e is error
                else: assert 0
                assert log == ["Own5"]
                """
            ]),
        Row(
            "a context manager keeps exceptions to itself", .accepted, .sealed,
            source: managers,
            asserts: [
                """
                log = []
                with hears(log): boom()
                assert log == [3]
                """,
                """
                log = []
                with tx(log): raise KeyError("z")
                assert log == ["KeyError'z'"]
                """,
            ]),
        Row(
            "a context manager hides what the tests would have asserted", .wrongAnswer, .isolated,
            source: managers,
            asserts: [
                """
                with tx([]) as d:
                    assert d["y"] == 1
                """
            ]),
        Row(
            "a context manager hides what a TestCase would have asserted", .wrongAnswer, .isolated,
            source: managers,
            asserts: [
                """
                import unittest
                t = unittest.TestCase()
                with tx([]) as d:
                    t.assertEqual(d["y"], 1)
                """
            ]),
        Row(
            "a context manager hides the second turn of a loop", .wrongAnswer, .isolated,
            source: managers,
            asserts: [
                """
                with tx([]) as d:
                    for key in "xy":
                        assert key
                        value = d[key]
                """
            ]),
        Row(
            "a context manager hides what a function of the tests would have asserted",
            .wrongAnswer, .isolated,
            source: managers,
            asserts: [
                """
                def check(d):
                    assert d["y"] == 1
                with tx([]) as d: check(d)
                """
            ]),
        Row(
            "a context manager hides what a function would have asserted later", .wrongAnswer,
            .isolated,
            source: managers,
            asserts: [
                """
                def check(d):
                    assert d == 1
                with tx([]) as d:
                    y = d["y"]
                    check(y)
                """
            ]),
        Row(
            "a context manager hides an assertion that failed in a function", .wrongAnswer,
            .isolated,
            source: """
                class T:
                    def __enter__(self): return self
                    def __exit__(self, *a): return True
                def f(): return T()
                """,
            asserts: [
                """
                def check(t): assert t is None
                with f() as t: check(t)
                """
            ]),
        Row(
            "a context manager hides an assertion in other words", .wrongAnswer, .isolated,
            source: """
                class T:
                    def __enter__(self): return self
                    def __exit__(self, *a): return True
                def f(): return T()
                """,
            asserts: [
                """
                with f() as t:
                    if t is not None: raise AssertionError("no")
                """
            ]),
        Row(
            "a context manager hides a failed assertion", .wrongAnswer, .isolated,
            source: """
                class T:
                    def __enter__(self): return self
                    def __exit__(self, *a): return True
                def f(): return T()
                """,
            asserts: [
                """
                with f() as t:
                    assert t is None
                """
            ]),
    ]
}
