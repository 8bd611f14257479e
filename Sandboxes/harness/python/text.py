# What the tests' text says about how they use the source.

# What tests share with the source by way of the process: names, and calls or values of modules.
SHARED_NAMES = {
    "redirect_stdout", "redirect_stderr", "seed", "open", "patch", "mock", "monkeypatch", "capsys",
    "capfd", "tempfile", "shutil", "subprocess", "sqlite3", "socket", "signal", "input", "builtins",
    "Path", "pathlib", "inspect", "tracemalloc", "importlib", "getcontext", "setcontext",
    "localcontext", "asdict", "astuple"}
SHARED_STATE = {
    "sys.stdout", "sys.stderr", "sys.stdin", "sys.argv", "sys.modules", "sys.setrecursionlimit",
    "random.seed", "os.environ", "os.chdir", "os.remove", "os.makedirs", "os.mkdir",
    "os.path.exists", "decimal.getcontext", "decimal.setcontext", "decimal.localcontext",
    "dataclasses.asdict", "dataclasses.astuple"}
SHARED_MODULES = {"warnings", "logging", "asyncio"}
WORDS = {name.rpartition(".")[2] for name in SHARED_STATE | SHARED_NAMES | SHARED_MODULES} | {
    "async", "await"}


def shared_state(source):
    """What tests share with the source by way of the process, such as `sys.stdout`."""
    if not any([word in source for word in WORDS]):
        return None
    import ast
    tree = ast.parse(source)
    stored = {node.id for node in ast.walk(tree)
              if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
    for node in ast.walk(tree):
        found = _shared(ast, node, stored)
        if found is not None:
            return found
    return None


def _shared(ast, node, stored):
    if isinstance(node, (ast.AsyncFunctionDef, ast.Await)):
        return "asyncio"
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        names = [node.id]
        if node.id in SHARED_MODULES and node.id not in stored:
            return node.id
    elif isinstance(node, ast.Attribute):
        words = _last_words(ast, node)
        # `np.random.seed` is one, too.
        names = [".".join(words[-size:]) for size in range(2, len(words) + 1)]
    elif isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom):
        names = [node.module or ""] + [alias.name for alias in node.names]
        names += ["%s.%s" % (node.module, alias.name) for alias in node.names]
    else:
        return None
    imports = isinstance(node, (ast.Import, ast.ImportFrom))
    for name in names:
        if name in SHARED_NAMES or name in SHARED_STATE:
            return name
        if imports and name.partition(".")[0] in SHARED_MODULES:
            return name.partition(".")[0]
    return None


def _last_words(ast, node):
    """Of `a.np.random.seed` the last three words: none of the names above has more."""
    words = []
    while isinstance(node, ast.Attribute) and len(words) < 3:
        words.insert(0, node.attr)
        node = node.value
    return [node.id, *words] if isinstance(node, ast.Name) else words


# On an object that a function merely returned, these would let it judge itself.
JUDGING_METHODS = frozenset(
    "startswith endswith isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric"
    " isprintable isspace istitle isupper issubset issuperset isdisjoint is_integer is_nan"
    " is_infinite equals is_equal eq ne match fullmatch search all any".split())
# Attributes of the libraries' plain data, beside those of the built-in types.
LIBRARY_DATA = frozenset(
    "most_common elements subtract total appendleft popleft extendleft rotate maxlen year month day"
    " hour minute second isoformat weekday strftime days seconds total_seconds quantize compare"
    " numerator denominator group groups tolist shape dtype ndim mean std min max sum round astype"
    " columns values loc iloc head tail wasSuccessful failures errors run testsRun"
    " loadTestsFromTestCase addTest addTests".split())
# And of other values that a function may well return.
VALUE_TYPES = (
    "decimal.Decimal fractions.Fraction datetime.datetime datetime.time datetime.timedelta"
    " datetime.timezone collections.deque collections.Counter collections.ChainMap uuid.UUID"
    " re.Pattern re.Match array.array pathlib.PosixPath builtins.BaseException"
    " builtins.memoryview io.StringIO string.Template types.GeneratorType types.FunctionType"
    " enum.Enum ipaddress.IPv4Network").split()
SCIENCE_DATA = frozenset(
    "add all any append apply argmax argmin argsort assign at clip corr cov cumprod cumsum diff div"
    " dot drop fill fillna filter flat flatten get_group groupby head iat idxmax idxmin in1d index"
    " isclose isin isna isnull item items iterrows join map mask median merge mode mul ne nunique"
    " pivot prod query quantile rank ravel reindex rename repeat replace reset_index reshape resize"
    " searchsorted set_index size sort_index sort_values squeeze stack sub T take trace transpose"
    " unique value_counts var where xs".split())
LIBRARY_NAMES = set()


def library_names():
    """The attributes of the library's values, whoever may return them."""
    if not LIBRARY_NAMES:
        LIBRARY_NAMES.update(SCIENCE_DATA)
        for path in VALUE_TYPES:
            module, _, name = path.partition(".")
            LIBRARY_NAMES.update(dir(getattr(__import__(module), name)))
    return LIBRARY_NAMES


class Text:
    """The text of the tests; read when something first hangs on it."""

    def __init__(self, sources):
        self.sources = sources
        self.is_read = False
        self.expects = None
        self.wanted = {}

    def read(self):
        if self.is_read:
            return self
        import ast
        self.is_read = True
        self.modules, self.attributes, self.own = {"self"}, set(), set()
        # The names they look up and never bind, and those methods whose answer they never use.
        self.loaded, self.bound, self.used, self.dropped = set(), set(), set(), set()
        self.compares_objects = self.uses_attributes = False
        self.uses_science = any(["numpy" in source or "pandas" in source or "np." in source
                                 or "pd." in source for source in self.sources])
        trees = [ast.parse(source) for source in self.sources]
        for tree in trees:
            for node in ast.walk(tree):
                self.note_binding(ast, node)
        for tree in trees:
            for node in ast.walk(tree):
                self.note_use(ast, node)
        return self

    def note_binding(self, ast, node):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                self.modules.add(alias.asname or alias.name.partition(".")[0])
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            self.bound.add(node.name)
            if isinstance(node, ast.ClassDef):
                self.own.update([inner.name for inner in node.body
                                 if isinstance(inner, ast.FunctionDef)])
        elif isinstance(node, ast.arg):
            self.bound.add(node.arg)
        elif isinstance(node, ast.Name):
            (self.loaded if isinstance(node.ctx, ast.Load) else self.bound).add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            if isinstance(node.value, ast.Name) and node.value.id == "self":
                self.own.add(node.attr)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            self.dropped.add(id(node.value.func))

    def note_use(self, ast, node):
        if isinstance(node, ast.Attribute):
            base = node.value
            while isinstance(base, ast.Attribute):
                base = base.value
            if not (isinstance(base, ast.Name) and base.id in self.modules):
                self.uses_attributes = True
                self.attributes.add(node.attr)
            if id(node) not in self.dropped:
                self.used.add(node.attr)
        elif isinstance(node, ast.Compare):
            sides = [self.classes(ast, side) for side in [node.left] + node.comparators]
            if sides[0] & sides[-1]:
                self.compares_objects = True

    @staticmethod
    def classes(ast, tree):
        return {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name) and node.func.id[:1].isupper()}

    def makes_objects(self):
        """Whether what a class makes may be looked at as an object."""
        return self.read().uses_attributes or self.compares_objects

    def expects_objects(self):
        """Whether the tests use attributes that neither plain data nor their own classes have."""
        if self.expects is None:
            plain = self.plain_names(JUDGING_METHODS - {"match", "search"})
            self.expects = not self.uses_science and not self.attributes <= plain
        return self.expects

    def wants(self, name):
        """Whether this is such an attribute, and none of what the library's own values have."""
        if name not in self.wanted:
            self.wanted[name] = (
                self.expects_objects() and name in self.attributes and name[:1] != "_"
                and name not in self.plain_names(JUDGING_METHODS)
                and name not in library_names())
        return self.wanted[name]

    def plain_names(self, judging):
        plain = LIBRARY_DATA | judging | self.read().own
        for kind in (str, bytes, list, tuple, dict, set, frozenset, int, float, complex, range):
            plain = plain | set(dir(kind))
        return plain

    def drops(self, method):
        """Whether nothing of the tests hangs on what a method of this name answers."""
        return method not in self.read().used

    def raises(self, number):
        """Whether a line raises by its own words."""
        lines = [source.splitlines() for source in self.sources]
        return number is not None and any([
            number <= len(text) and "raise " in text[number - 1] for text in lines])

    def hides(self, lines):
        """Whether a `with` that ends at the first of these lines leaves out assertions.

        The others stand in functions that were called there.
        """
        import ast
        for source in self.sources:
            tree = ast.parse(source)
            checking = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)
                        and any([asserts(ast, inner, 0, ()) for inner in ast.walk(node)])}
            for line in lines:
                kinds = (ast.With, ast.AsyncWith) if line == lines[0] else ast.FunctionDef
                around = [node for node in ast.walk(tree) if isinstance(node, kinds)
                          and node.body[0].lineno <= line <= node.end_lineno]
                if around and any([asserts(ast, node, line, checking) for node in ast.walk(
                        max(around, key=lambda node: node.lineno))]):
                    return True
        return False

    def claims(self, defined, known):
        """The name of a built-in's or a library's that the source is to define for the tests.

        That is so only where they name nothing else that could be the source's, and one of these.
        """
        self.read()
        free = self.loaded - self.bound - self.modules
        if free - known:
            return set()
        found = free & defined
        return found if len(found) == 1 else set()


def asserts(ast, node, line, checking):
    """Whether a statement from this line on checks something, or an earlier one may once more."""
    if isinstance(node, (ast.For, ast.While)):
        inner = [asserts(ast, part, 0, checking) for part in ast.walk(node) if part is not node]
        return node.lineno <= line <= node.end_lineno and any(inner)
    if isinstance(node, ast.Call):
        called = getattr(node.func, "attr", "").startswith("assert") or getattr(
            node.func, "id", None) in checking
        return called and node.end_lineno >= line
    return isinstance(node, ast.Assert) and node.end_lineno >= line and not (
        isinstance(node.test, ast.Constant) and not node.test.value)
