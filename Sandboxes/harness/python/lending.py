# What the examiner lends of the tests' own objects, and what it believes of the candidate's.

MAX_WATCHED = 20
# On an object that a function merely returned, these would let it judge itself.
JUDGING_METHODS = frozenset(
    "startswith endswith isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric"
    " isprintable isspace istitle isupper issubset issuperset isdisjoint is_integer is_nan"
    " is_infinite equals is_equal eq ne match fullmatch search all any".split())
PLAIN_NAMES = ("__name__", "__qualname__", "__doc__", "__class__", "__dict__", "__len__")
FUNCTION, METHOD, BUILT_IN = type(lambda: 0), type(Lines("", 0).next), type(len)


class Lending:
    """The examiner's rules for the bridge."""

    def __init__(self, candidate):
        self.candidate = candidate

    @staticmethod
    def of_tests(kind):
        return kind.__module__ == "__main__" and kind.__flags__ & (1 << 9) != 0

    def lendable(self, value):
        kind = type(value)
        if kind in (FUNCTION, METHOD, BUILT_IN) or kind in ITERATORS:
            return True
        if kind.__module__ in ("functools", "operator", "itertools"):
            return True
        if kind.__module__ == "_io" and kind.__name__ in ("StringIO", "BytesIO"):
            return True
        return self.of_tests(value if isinstance(value, type) else kind)

    def permit(self, target, do, name):
        """What the source may do with an object of the tests': no way leads on to the tests."""
        kind = type(target)
        if self.of_tests(target if isinstance(target, type) else kind) or kind.__module__ == "_io":
            if do in ("special", "instance", "subclass") or name[:1] != "_":
                return
        elif do == "special" and name == "__call__":
            return
        elif do == "special" and (kind in ITERATORS or kind.__module__ == "itertools"):
            if name in ("__next__", "__iter__", "__length_hint__"):
                return
        elif do == "get" and name in ("__name__", "__qualname__"):
            return
        raise AttributeError("'%s' object of the tests: '%s' is not to be had"
                             % (kind.__name__, name))

    def watch(self, proxy, do, name, arguments):
        candidate = self.candidate
        kind = type(proxy).__name__
        if do == "copy":
            candidate.fall_back("the tests use %s on a `%s` of the source's" % (name, kind))
        made = object.__getattribute__(proxy, "_assay_made")
        plain = [value for value in arguments if not isinstance_exactly(value, Proxy)]
        if do == "special" and name in COMPARISONS + ARITHMETIC and plain and not made:
            # Its class could say that it equals anything.
            candidate.disbelieve(kind)
        if do == "get" and not made and (
                name in JUDGING_METHODS or name[:2] == "__" and name not in PLAIN_NAMES):
            candidate.disbelieve(kind)
        if do in ("instance", "subclass") or do == "special" and name in COMPARISONS or (
                do == "get" and name in COMPARISONS):
            what = "%s.%s" % (kind, name)
            if what not in candidate.decided:
                candidate.decided.append(what)
        return (lambda value: self.note(value, name)) if do == "get" else None

    def note(self, value, name):
        if type(value) in (list, dict, set) and len(value) <= 1000:
            watched = self.candidate.watched
            watched.append((value, self.text(value), name))
            del watched[:-MAX_WATCHED]

    def text(self, value):
        try:
            return dumps(Encoder().encode(value))
        except CannotCross:
            return None


def exception_class(candidate, name):
    """The tests' own class for an exception of the source's; `None` if it is none."""
    if name not in candidate.exceptions:
        candidate.exceptions[name] = None
        found = candidate.exchange({"name": name, "do": "describe"}, (), {})
        if found is not None:
            candidate.understood(lambda: add_exceptions(candidate, expect(found, list)))
    return candidate.exceptions[name]


def told_text(self):
    return self.__dict__.get("_text", Exception.__str__(self))


def add_exceptions(candidate, types):
    """The class for an exception's lineage; what the source defines of it gets classes here."""
    found = Exception
    for entry in reversed(types):
        module, name = [expect(word, str) for word in expect(entry, list)]
        known = known_exception(module, name)
        if known is None and (module, name) != ("builtins", "object"):
            known = candidate.exceptions.get(name) if module == "solution" else None
            known = known or type(clip(name, 100), (found,), {"__str__": told_text})
            if module == "solution" and len(candidate.exceptions) < 1000:
                candidate.exceptions[name] = known
        found = known or found
    return found


SHARED_STATE = {
    "sys.stdout", "sys.stderr", "sys.stdin", "sys.argv", "sys.modules", "sys.setrecursionlimit",
    "redirect_stdout", "redirect_stderr", "random.seed", "seed", "os.environ", "os.chdir",
    "os.remove", "os.makedirs", "os.mkdir", "os.path.exists", "open", "patch", "mock",
    "monkeypatch", "capsys", "capfd", "tempfile", "shutil", "subprocess", "sqlite3", "socket",
    "signal", "input", "builtins", "Path", "pathlib", "inspect", "tracemalloc", "importlib"}


def shared_state(source):
    """What tests share with the source by way of the process, such as `sys.stdout`."""
    if not any([name.rpartition(".")[2] in source for name in SHARED_STATE]):
        return None
    import ast
    tree = ast.parse(source)
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            names = [node.id]
        elif isinstance(node, ast.Attribute):
            names = [ast.unparse(node)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""] + [alias.name for alias in node.names]
        for name in names:
            if name in SHARED_STATE:
                return name
    return None
