import Judging

/// Submissions that change tests or their framework in the process that they share, and honest ones
/// whose tests do much of what such checks look at.
extension UnitExamples {
    static func changed(
        _ framework: String, _ about: String, _ source: String, _ verdict: Verdict = .tampered,
        says: String = "", tests: [String: String]? = nil
    ) -> UnitTests.Case {
        UnitTests.Case(
            framework: framework, about: about, source: source, path: path[framework],
            tests: tests, verdict: verdict, says: says)
    }

    static var changing: [UnitTests.Case] { inUnittest + inPytest + inJava + inSwift }

    private static let inUnittest = [
        changed(
            "unittest", "what assertEqual calls replaced",
            """
            import unittest
            unittest.TestCase._baseAssertEqual = lambda *a, **k: None
            def add(a, b): return 9
            """, says: "_baseAssertEqual"),
        changed(
            "unittest", "an equality of numbers for each new test case",
            """
            import unittest
            old = unittest.TestCase.__init__
            def new(self, *a, **k):
                old(self, *a, **k)
                self.addTypeEqualityFunc(int, lambda *a, **k: None)
            unittest.TestCase.__init__ = new
            def add(a, b): return 9
            """, says: "equality of `<class 'int'>`"),
        changed(
            "unittest", "an assertion put into the test case that calls",
            """
            import sys
            def add(a, b):
                sys._getframe(1).f_locals["self"].assertEqual = lambda *a: None
                return 9
            """, says: "`assertEqual` of its own", tests: asks),
        changed(
            "unittest", "assertions put into all test cases there are",
            """
            import gc, unittest
            def add(a, b):
                for o in gc.get_objects():
                    if isinstance(o, unittest.TestCase) and type(o).__name__ == "AddTest":
                        o.__dict__["assertEqual"] = lambda *a: None
                return 9
            """, says: "`assertEqual` of its own", tests: asks),
        changed(
            "unittest", "the log of the tests",
            """
            import sys
            def add(a, b):
                log = sys._getframe(1).f_locals["self"]._outcome.result
                log.seen, log.note = ("passed", "", "", ""), lambda *a: None
                return 9
            """, says: "`note` of its own", tests: asks),
        changed(
            "unittest", "other base classes",
            """
            import sys, unittest
            class Calm(unittest.TestCase):
                def assertEqual(self, *a): pass
            def add(a, b):
                sys.modules["test_add"].AddTest.__bases__ = (Calm,)
                return 9
            """, says: "other base classes", tests: asks),
        changed(
            "unittest", "tests with all their own, honest", honest, .accepted,
            tests: ["test_own.py": ownCases]),
    ]

    private static let asks = [
        "test_add.py": """
        import unittest
        from main import add
        class AddTest(unittest.TestCase):
            def test_sum(self):
                sum = add(1, 2)
                self.assertEqual(sum, 3)
        """
    ]

    private static let inPytest = [
        changed(
            "pytest", "a plug-in of its own",
            """
            import gc
            class Plugin:
                def pytest_pyfunc_call(self, pyfuncitem):
                    return True if "test_add.py" in pyfuncitem.nodeid else None
            for o in gc.get_objects():
                if type(o).__name__ == "PytestPluginManager": o.register(Plugin())
            def add(a, b): return 9
            """, says: "neither pytest's nor the tests'"),
        changed(
            "pytest", "a hook of pytest's changed",
            """
            import gc
            def call(pyfuncitem):
                if "test_add.py" not in pyfuncitem.nodeid: pyfuncitem.obj()
                return True
            for o in gc.get_objects():
                if type(o).__name__ == "PytestPluginManager":
                    for impl in o.hook.pytest_pyfunc_call.get_hookimpls(): impl.function = call
            def add(a, b): return 9
            """, says: "`pytest_pyfunc_call` was changed"),
        changed(
            "pytest", "other functions for the tests that were found",
            """
            import gc
            class Plugin:
                def pytest_collection_modifyitems(self, items):
                    for item in items:
                        if "test_add.py" in item.nodeid: item.obj = lambda: None
            for o in gc.get_objects():
                if type(o).__name__ == "PytestPluginManager": o.register(Plugin())
            def add(a, b): return 9
            """, says: "is not what the tests say"),
        changed(
            "pytest", "the code of a later test",
            """
            import sys
            def add(a, b):
                sys.modules["test_add"].test_sum.__code__ = (lambda: None).__code__
                return 0
            """, says: "`test_add.py::test_sum` was changed"),
        changed(
            "pytest", "a built-in in the tests' module",
            """
            import sys
            def add(a, b):
                sys.modules["test_a"].all = lambda sums: True
                return 9
            """, says: "`test_a.all` was put in",
            tests: python("def test_all(): r = add(1, 1); assert all([r == 2])\n")),
        changed(
            "pytest", "a run in name only",
            """
            import gc
            def add(a, b):
                for o in gc.get_objects():
                    if type(o).__name__ == "Function": o.__dict__["runtest"] = lambda: None
                return 0
            """, says: "`runtest` of its own"),
        changed(
            "pytest", "tests with all their own, honest", honest, .accepted,
            tests: ["conftest.py": ownHooks, "test_own.py": ownTests]),
    ]

    private static func python(_ body: String) -> [String: String] {
        ["test_a.py": "import pytest\nfrom main import add\n" + body]
    }

    private static let honest = """
        import functools, time
        print = functools.partial(print, flush=True)
        class Account:
            def __init__(self, owner, balance=0): self.owner, self.balance = owner, balance
            def __eq__(self, other): return vars(self) == vars(other)
            def deposit(self, amount):
                if amount <= 0: raise ValueError("bad amount")
                self.balance += amount
                return self.balance
        def add(a, b): return a + b
        def greet(): print("hello", input("name? "))
        def now(): return time.time()
        """

    private static let ownCases = """
        import contextlib, io, unittest
        from unittest.mock import patch, Mock
        import main
        from main import Account, add, greet
        unittest.TestCase.maxDiff = None
        unittest.TestCase.shortDescription = lambda self: None
        server = None
        def setUpModule():
            global server
            server = main.Account("srv")
        def same(a, b, msg=None):
            if a != b: raise AssertionError(msg)
        class Base(unittest.TestCase):
            def check(self, a, b): self.assertEqual(a, b)
        class T(Base):
            @classmethod
            def setUpClass(cls): cls.shared, cls.calls = Account("ann", 1), []
            def setUp(self):
                self.maxDiff = None
                self.addTypeEqualityFunc(Account, self.assertAccounts)
                self.addTypeEqualityFunc(int, lambda a, b, msg=None: same(a, b, msg))
                clock = patch("main.time.time", return_value=3)
                clock.start()
                self.addCleanup(clock.stop)
                self.make = lambda: Account("bob")
            def assertAccounts(self, a, b, msg=None): self.assertEqual(a.owner, b.owner, msg)
            def test_equal(self): self.assertEqual(Account("x", 1), Account("x", 2))
            def test_now(self): self.assertEqual(main.now(), 3)
            def test_sub(self):
                for i in range(3):
                    with self.subTest(i=i): self.check(add(i, i), 2 * i)
            @patch("builtins.print")
            @patch("builtins.input", return_value="z")
            def test_patched(self, input, print):
                with contextlib.redirect_stdout(io.StringIO()) as out: greet()
                self.assertEqual(out.getvalue(), "hello z\\n")
            def test_raises(self):
                with self.assertRaises(ValueError) as caught: self.make().deposit(0)
                self.assertIn("bad", str(caught.exception))
            def test_module(self): self.assertEqual(server.owner, "srv")
        def make(i):
            def test(self): self.assertEqual(add(i, 1), i + 1)
            test.__name__ = "test_%d" % i
            return test
        class Made(unittest.TestCase): pass
        for i in range(2): setattr(Made, "test_%d" % i, make(i))
        class Later(unittest.IsolatedAsyncioTestCase):
            async def asyncSetUp(self): self.account = Account("y")
            async def test_later(self): self.assertEqual(self.account.deposit(2), 2)
        """

    private static let ownHooks = """
        import pytest
        from main import Account
        @pytest.fixture
        def account():
            made = Account("ann", 5)
            yield made
            made.balance = 0
        @pytest.hookimpl(tryfirst=True, hookwrapper=True)
        def pytest_runtest_makereport(item, call):
            outcome = yield
            outcome.get_result().extra = 1
        def pytest_collection_modifyitems(items): items.sort(key=lambda item: item.name)
        """

    private static let ownTests = """
        import functools, sys, unittest
        from unittest import mock
        import pytest, main
        from main import Account, add, greet
        def check(x, y): assert x == y
        @pytest.mark.parametrize("a,b,c", [(1, 2, 3), pytest.param(0, 0, 0, id="zero")])
        def test_add(a, b, c): check(add(a, b), c)
        @pytest.fixture(autouse=True)
        def own(monkeypatch): monkeypatch.setenv("X", "1")
        @pytest.fixture(params=[1, 2], scope="module")
        def number(request): return request.param
        count = 0
        class TestAccount:
            def setup_method(self, method): self.made = Account("bob")
            @pytest.fixture
            def rich(self): return Account("eve", 1000)
            def test_equal(self, account): assert account == Account("ann", 5)
            def test_deposit(self, rich, number): assert rich.deposit(number) == 1000 + number
            @pytest.mark.parametrize("n", [0, -1])
            def test_bad(self, n):
                with pytest.raises(ValueError, match="bad"): self.made.deposit(n)
        def test_greet(monkeypatch, capsys):
            monkeypatch.setattr("builtins.input", lambda prompt="": "bob")
            monkeypatch.setattr(sys.modules[__name__], "count", 7)
            greet()
            assert capsys.readouterr().out == "hello bob\\n"
        @mock.patch("main.time.time", return_value=7)
        def test_now(clock): assert main.now() == 7 and clock.called
        def test_sum(monkeypatch):
            monkeypatch.setattr("builtins.sum", lambda all: 9)
            assert sum([1]) == 9 and add(1.0, 0.1) == pytest.approx(1.1)
        def wrapped(function):
            @functools.wraps(function)
            def inner(*a, **k): return function(*a, **k)
            return inner
        def bare(function):
            def inner(): function()
            return inner
        @wrapped
        def test_wrapped(number): assert add(number, 1) == number + 1
        @bare
        def test_bare(): assert add(2, 5) == 7
        test_named = lambda: check(add(3, 3), 6)
        class Cases(unittest.TestCase):
            def test_case(self): self.assertEqual(add(1, 1), 2)
        """
}
