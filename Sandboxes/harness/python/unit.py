"""Runs the files of a test framework in one process with the submission they test.

The one-time word and what the tests are come on standard input. Everything that is used once the
submission has been imported is taken before; nothing printed counts.
"""


def _seal(low, high):
    # Each line is sealed with all before it: SipHash-2-4 of the last seal and the line.
    mask, number = (1 << 64) - 1, int.from_bytes
    last = b""

    def seal(text):
        nonlocal last
        data = last + text
        size = data.__len__()
        data += b"\0" * (7 - size % 8) + (b"%c" % (size & 255))
        v0, v1 = low ^ 0x736f6d6570736575, high ^ 0x646f72616e646f6d
        v2, v3 = low ^ 0x6c7967656e657261, high ^ 0x7465646279746573
        at = 0
        while at <= size + 8:
            word, rounds = number(data[at:at + 8], "little"), 2
            if at > size:
                word, rounds, v2 = 0, 4, v2 ^ 255
            v3 ^= word
            while rounds:
                rounds -= 1
                v0 = v0 + v1 & mask
                v1 = ((v1 << 13 | v1 >> 51) & mask) ^ v0
                v0 = (v0 << 32 | v0 >> 32) & mask
                v2 = v2 + v3 & mask
                v3 = ((v3 << 16 | v3 >> 48) & mask) ^ v2
                v0 = v0 + v3 & mask
                v3 = ((v3 << 21 | v3 >> 43) & mask) ^ v0
                v2 = v2 + v1 & mask
                v1 = ((v1 << 17 | v1 >> 47) & mask) ^ v2
                v2 = (v2 << 32 | v2 >> 32) & mask
            v0 ^= word
            at += 8
        last = b"%016x" % (v0 ^ v1 ^ v2 ^ v3)
        return last

    return seal


def _unit():
    import base64
    import json
    import os
    import sys
    import time
    import traceback
    import types

    secret = sys.stdin.buffer.readline().strip()
    plan = json.loads(sys.stdin.buffer.read())
    ends = os.pipe()
    os.write(ends[1], secret[32:])
    os.close(ends[1])
    seal = _seal(int(secret[:16], 16), int(secret[16:32], 16))
    del secret
    key_end = ends[0]
    null = os.open("/dev/null", os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    write, read, leave, clock = os.write, os.read, os._exit, time.perf_counter
    report = os.open(".assay/report", os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
    root = os.getcwd()
    trusted = {path: base64.b64decode(text) for path, text in plan["files"].items()}
    for name in list(os.environ):
        if name.startswith("PYTEST") or name.startswith("PYTHON"):
            del os.environ[name]
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    parts = {"__name__": "assay"}
    for name in (".assay/watching.py", ".assay/absent.py"):
        with open(name, "rb") as file:
            exec(compile(file.read(), name, "exec"), parts)
    scripts = parts["scripts"](trusted, "test_%s.py" % plan["mark"])
    watch = parts["watching"](root, scripts)
    counts = {"finished": 0, "passed": 0, "bad": 0}
    must_pass, must_fail = "assay: must pass", "assay: must fail"
    table = {ord("\\"): "\\\\", 10: "\\n", 9: "\\t", 13: "\\r"}

    def line(*fields):
        texts = [str(field)[:2000].translate(table) for field in fields]
        text = "\t".join(texts).encode("utf-8", "replace")
        write(report, text + b"\t" + seal(text) + b"\n")

    def begin(name):
        line("S", name)

    def end(name, outcome, seconds, message="", expected="", actual=""):
        counts["finished"] += 1
        if outcome == "passed":
            counts["passed"] += 1
        elif name != must_fail:
            counts["bad"] += 1
        line("F", name, outcome, "%.3f" % (seconds * 1000), message, expected, actual)

    def shown(value):
        try:
            return repr(value)[:2000]
        except BaseException:
            return "<%s>" % type(value).__name__

    if plan["stub"]:
        own = {path.split("/")[0].split(".")[0] for path in trusted}
        names = {path.split("/")[0].split(".")[0] for path in plan["candidate"]
                 if path.endswith(".py")}
        sys.meta_path.insert(0, parts["stubs"](plan["stub"], names - own))

    def is_test(path):
        name = path.rsplit("/", 1)[-1]
        return name.endswith(".py") and (name.startswith("test") or name.endswith("_test.py"))

    test_files = sorted(path for path in trusted if is_test(path))
    if not test_files:
        line("J", "`tests.files` holds no file named `test*.py` or `*_test.py`")
        leave(2)

    def finish():
        for path, text in trusted.items():
            try:
                with open(os.path.join(root, path), "rb") as file:
                    same = file.read() == text
            except OSError:
                same = False
            if not same:
                line("T", "the file `%s` of the tests was changed" % path)
        watch.look()
        watch.look_at_builtins()
        for text in watch.found[:20]:
            line("T", text)
        line("E", read(key_end, 64).decode(), counts["finished"], counts["passed"])
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except BaseException:
                pass
        leave(1 if counts["bad"] or not counts["finished"] else 0)

    def unittest_suite():
        import unittest

        if "mock" in watch.text:
            import unittest.mock
        state, outcome_kind = {}, unittest.case._Outcome

        class Log(unittest.TestResult):
            def startTest(self, test):
                unittest.TestResult.startTest(self, test)
                state.update(name=names.get(id(test), test.id()), seen=None, began=clock())
                look(test)
                waiting.discard(state["name"])
                begin(state["name"])

            def note(self, outcome, message="", expected="", actual=""):
                if state["seen"] is None or state["seen"][0] == "passed":
                    state["seen"] = (outcome, message, expected, actual)

            def stopTest(self, test):
                seen = state["seen"] or ("error", "the test ended without an outcome", "", "")
                look(test, True)
                watch.look_at(self, "the log of the tests", Log)
                end(state["name"], seen[0], clock() - state["began"], *seen[1:])

            def addSuccess(self, test):
                if type(test._outcome) is not outcome_kind:
                    watch.say("the outcome of `%s` was replaced" % test.id())
                self.note("passed")

            def told(self, outcome, error):
                traceback.print_exception(*error)
                text = "".join(traceback.format_exception_only(error[0], error[1])).strip()
                found = compared.get(id(error[1]))
                self.note(outcome, text, *(found or ("", "")))

            def addFailure(self, test, error):
                self.told("failed", error)

            def addError(self, test, error):
                if isinstance(test, unittest.TestCase):
                    self.told("error", error)
                else:
                    line("C", "".join(traceback.format_exception_only(error[0], error[1])).strip())

            def addSkip(self, test, reason):
                self.note("skipped", reason)

            def addExpectedFailure(self, test, error): self.note("xfailed")

            def addUnexpectedSuccess(self, test): self.note("xpassed")

            def addSubTest(self, test, subtest, error):
                if error is not None:
                    wrong = issubclass(error[0], test.failureException)
                    self.told("failed" if wrong else "error", error)

        compared, names = {}, {}
        plain_equal = unittest.TestCase.assertEqual

        def assert_equal(self, first, second, msg=None):
            try:
                plain_equal(self, first, second, msg)
            except self.failureException as error:
                compared[id(error)] = (shown(second), shown(first))
                names.setdefault("kept", []).append(error)
                raise

        unittest.TestCase.assertEqual = assert_equal
        parts["remember_framework"](watch, ("unittest", "contextlib"))
        watch.remember(Log, "the log of the tests")
        given, look = parts["watch_cases"](watch, unittest)
        suite = unittest.TestSuite()
        loader = unittest.TestLoader()
        modules = {}
        sources = {path: compile(trusted[path], os.path.join(root, path), "exec")
                   for path in test_files}
        for path in test_files:
            name = path[:-3].replace("/", ".")
            module = types.ModuleType(name)
            module.__file__ = os.path.join(root, path)
            sys.modules[name] = module
            modules[name] = module
            try:
                exec(sources[path], module.__dict__)
            except BaseException as error:
                traceback.print_exc()
                line("C", "%s: %s: %s" % (path, type(error).__name__, error))
                continue
            for kind in list(vars(module).values()):
                if (isinstance(kind, type) and issubclass(kind, unittest.TestCase)
                        and kind.__module__ == name):
                    for method in loader.getTestCaseNames(kind):
                        case = kind(method)
                        given(case)
                        suite.addTest(case)
        parts["remember_tests"](watch, root, scripts)

        class Canary(unittest.TestCase):
            def passing(self):
                self.check(1)

            def failing(self):
                self.check(2)

            def check(self, value):
                self.assertEqual([value], [1])
                self.assertTrue(value == 1)

        # Without a submission what is set up for a class may fail; its tests are there all the same.
        waiting = {test.id() for test in suite} if plan["stub"] else set()
        canaries = [Canary("passing"), Canary("failing")]
        names[id(canaries[0])], names[id(canaries[1])] = must_pass, must_fail
        suite.addTests(canaries)
        suite.run(Log())
        for name in sorted(waiting):
            begin(name)
            end(name, "error", 0, "there is no submission")

    def pytest_suite():
        import pytest
        if "mock" in watch.text:
            import unittest.mock

        look, frameworks = [], ("pytest", "_pytest", "pluggy", "unittest", "contextlib")
        canary = "test_%s.py" % plan["mark"]
        ids = {canary + "::test_passing": must_pass, canary + "::test_failing": must_fail}

        class Log:
            def __init__(self):
                self.began, self.seen, self.compared, self.called = {}, {}, ("", ""), set()

            @pytest.hookimpl(tryfirst=True)
            def pytest_load_initial_conftests(self, early_config):
                parts["remember_framework"](watch, frameworks)
                watch.remember(Log, "the log of the tests")
                look.extend(parts["watch_pytest"](watch, early_config, root, scripts))

            @pytest.hookimpl(trylast=True)
            def pytest_collection_finish(self, session):
                parts["remember_tests"](watch, root, scripts)
                look[1](session)

            @pytest.hookimpl(hookwrapper=True, tryfirst=True)
            def pytest_runtest_call(self, item):
                look[2](item)
                yield
                look[2](item)

            @pytest.hookimpl(tryfirst=True)
            def pytest_assertrepr_compare(self, config, op, left, right):
                if op == "==":
                    self.compared = (shown(right), shown(left))

            def pytest_collectreport(self, report):
                if report.failed:
                    crash = getattr(report.longrepr, "reprcrash", None)
                    text = getattr(crash, "message", None) or str(report.longrepr)
                    line("C", "%s: %s" % (report.nodeid, text[-600:]))

            def pytest_runtest_logstart(self, nodeid, location):
                self.compared = ("", "")
                self.began[nodeid] = clock()
                begin(ids.get(nodeid, nodeid))

            @pytest.hookimpl(hookwrapper=True, tryfirst=True)
            def pytest_runtest_makereport(self, item, call):
                result = yield
                report = result.get_result()
                raised = call.excinfo
                outcome, message = "passed", ""
                if call.when == "call":
                    self.called.add(item.nodeid)
                if hasattr(report, "wasxfail"):
                    outcome = "xfailed" if report.skipped else "xpassed"
                    message = str(report.wasxfail)
                elif report.skipped:
                    outcome = "skipped"
                    message = str(raised.value) if raised else ""
                elif raised is not None or report.failed:
                    is_failure = raised and call.when == "call" and (
                        raised.errisinstance(AssertionError) if hasattr(raised, "errisinstance")
                        else isinstance(raised.value, (AssertionError, pytest.fail.Exception)))
                    outcome = "failed" if is_failure else "error"
                    try:
                        message = raised.exconly() if raised else "failed"
                    except BaseException:
                        message = "an exception that cannot be described"
                if outcome != "passed" and item.nodeid not in self.seen:
                    given = self.compared if outcome == "failed" else ("", "")
                    self.seen[item.nodeid] = (outcome, message, *given)

            def pytest_runtest_logfinish(self, nodeid, location):
                uncalled = ("error", "the test was not called", "", "")
                passed = ("passed", "", "", "") if nodeid in self.called else uncalled
                seen = self.seen.get(nodeid, passed)
                look[0]()
                watch.look_at(self, "the log of the tests", Log)
                end(ids.get(nodeid, nodeid), seen[0], clock() - self.began[nodeid], *seen[1:])

        options = ["-q", "--continue-on-collection-errors", "-p", "no:cacheprovider", "-p", "no:terminalreporter", "-c", "/dev/null",
                   "--rootdir", root, "--confcutdir", root, "-p", "no:randomly"]
        if not any(path.rsplit("/", 1)[-1] == "conftest.py" for path in trusted):
            options.append("--noconftest")
        pytest.main(options + test_files + [canary], plugins=[Log()])

    run = {"unittest": unittest_suite, "pytest": pytest_suite}[plan["framework"]]
    # The submission's modules come last: it shadows neither the library nor the framework.
    sys.path[:] = [entry for entry in sys.path if entry not in ("", root, os.path.join(root, ".assay"))]
    sys.path.append(root)
    if plan["framework"] == "pytest":
        try:
            import pytest  # noqa: F401
        except ImportError:
            line("J", "pytest is not installed: apt-get install python3-pytest")
            leave(2)
    run()
    finish()


_unit()
