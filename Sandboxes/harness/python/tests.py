# What the examiner and the sealed harness share: running test code and saying what failed.

TESTS = "<tests>"


class Outcome:
    def __init__(self, verdict, message="", expected="", actual=""):
        self.verdict = verdict
        self.message = message
        self.expected = expected
        self.actual = actual

    def tree(self):
        return {"verdict": self.verdict, "message": clip(self.message),
                "expected": clip(self.expected), "actual": clip(self.actual)}


def clip(text, size=2048):
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= size else text[:size - 1] + "\u2026"


def show(value):
    try:
        return repr(value)
    except BaseException as error:
        return "<%s, whose repr raises %s>" % (type(value).__name__, type(error).__name__)


def failing_line(error):
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == TESTS:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def failed_assertion(source, line):
    """The text of the assert statement at a line, and its expected literal if it has one."""
    import ast
    found = None
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert) and node.lineno <= line <= node.end_lineno:
            found = node
    if found is None:
        return None, None, False
    text = ast.get_source_segment(source, found) or ""
    test = found.test
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        try:
            expected = ast.literal_eval(test.comparators[0])
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return text, None, False
        if isinstance(test.left, ast.Call) and isinstance(test.left.func, ast.Name):
            return text, expected, True
    return text, None, False


def describe_assertion(error, source, last):
    """`last` gives the last answer as a one-element tuple, or is empty."""
    line = failing_line(error)
    text = error.args[0] if error.args and type(error.args[0]) is str else ""
    if line is None:
        return Outcome("wrong_answer", "AssertionError: " + text)
    statement, expected, simple = None, None, False
    try:
        statement, expected, simple = failed_assertion(source, line)
    except Exception:
        pass
    message = "line %d: %s" % (line, statement or "an assertion failed")
    if text and statement is None:
        message += ": " + text
    outcome = Outcome("wrong_answer", message)
    if simple:
        outcome.expected = show(expected)
    if last:
        outcome.actual = show(last[0])
    return outcome


def unprepared(error):
    line = getattr(error, "lineno", None)
    return "the tests cannot be prepared: %s: %s%s" % (
        type(error).__name__, error, "" if line is None else " (line %s)" % line)


def names_in(codes):
    """The names that tests look up anywhere, attributes among them."""
    found, left = {}, list(codes)
    while left:
        code = left.pop()
        found.update(dict.fromkeys(code.co_names))
        left.extend([inner for inner in code.co_consts if type(inner) is type(code)])
    return [name for name in found if name[:2] != "__"][:2000]


def install_unittest(names):
    """`unittest.main` for tests that are no module of their own: what fails is raised."""
    import unittest

    class Result(unittest.TestResult):
        first = None

        def addError(self, test, error):
            self.first = self.first or error[1]
            super().addError(test, error)

        addFailure = addError

        def addSubTest(self, test, subtest, error):
            if error is not None:
                self.addError(subtest, error)

    def main(*arguments, **keywords):
        result = Result()
        for value in list(names.values()):
            if isinstance(value, type) and issubclass(value, unittest.TestCase):
                if value.__module__ == names["__name__"]:
                    unittest.defaultTestLoader.loadTestsFromTestCase(value).run(result)
        if result.first is not None:
            raise result.first
        if not result.wasSuccessful():
            raise AssertionError("unittest: a test that should fail did not")

    unittest.main = main
