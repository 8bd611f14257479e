# Tests that share a process with the source: an operator between a value of the source's own class
# and one of the tests' is not left to that class, unless the tests name it. Best effort, like all
# that shares a process.

_COMPARED = {"Eq": "eq", "NotEq": "ne", "Lt": "lt", "LtE": "le", "Gt": "gt", "GtE": "ge",
             "In": "in", "NotIn": "not in"}
_COMPUTED = {"Add": "add", "Sub": "sub", "Mult": "mul", "MatMult": "matmul", "Div": "truediv",
             "Mod": "mod", "Pow": "pow", "LShift": "lshift", "RShift": "rshift", "BitOr": "or_",
             "BitXor": "xor", "BitAnd": "and_", "FloorDiv": "floordiv"}
_ASKED = ["__%s__" % name.rstrip("_") for name in (
    "eq", "ne", "lt", "le", "gt", "ge", "contains", *_COMPUTED.values())]
_ASKED += ["__r%s" % name[2:] for name in _ASKED[7:]]
_GUARD = "assay guard"
# Libraries, where no program in a box can write.
_LIBRARIES = ("/usr/lib/", "/usr/local/lib/")
# What in them equals what it is not, and the word by which tests ask for that.
_OBLIGING = (("/unittest/", "mock"), ("/numpy/ma/", "ma"), ("/numpy/testing/", "testing"),
             ("/_pytest/", "pytest"), ("/test/", "support"))
# Methods of the built-in containers that compare what they are given with what they hold.
_HOLDING = {
    list: ("index", "count", "remove"), tuple: ("index", "count"),
    dict: ("get", "pop", "setdefault"),
    set: tuple("remove discard isdisjoint issubset issuperset union intersection difference"
               " symmetric_difference".split())}
_HOLDING[frozenset] = _HOLDING[set]
_HELD = frozenset(name for names in _HOLDING.values() for name in names)
# After which an operator says whether two values are equal.
_EQUAL = ("eq", "ne", "in", "not in", "both")
_DOUBTED = 10
# The flag of a class that a program made.
_HEAP = 1 << 9
_SIMPLE = (int, str, float, bool, bytes, type(None))


class Distrusted(AssertionError):
    """A class of the source's own would have judged itself."""


class _Guarding(Rewriting):
    """Puts a call of the guard where tests compare or compute; finds what they name and import."""

    asked = _GUARD

    def __init__(self):
        super().__init__()
        # All their words; names that they look up, and those that they give a value themselves.
        self.words = set()
        self.looked_up = set()
        self.bound = set()
        # By the name of the module that the source is, what they ask it for.
        self.modules = {"solution"}
        self.members = []
        self.imports = set()

    def names(self):
        """The names that stand for something of the source's."""
        return self.looked_up - self.bound | {
            name for module, name in self.members if module in self.modules}

    def Name(self, node):
        self.words.add(node.id)
        (self.looked_up if isinstance(node.ctx, self.ast.Load) else self.bound).add(node.id)
        return node

    def arg(self, node):
        self.bound.add(node.arg)
        return node

    def FunctionDef(self, node):
        self.bound.add(node.name)
        return node

    AsyncFunctionDef = ClassDef = FunctionDef

    def Attribute(self, node):
        self.words.add(node.attr)
        if isinstance(node.value, self.ast.Name):
            self.members.append((node.value.id, node.attr))
        return node

    def Import(self, node):
        for alias in node.names:
            kept = self.modules if alias.name == "solution" else self.bound
            kept.add(alias.asname or alias.name.partition(".")[0])
            self.imports.add(alias.name)
        return node

    def ImportFrom(self, node):
        if node.module == "solution":
            self.members.extend([("solution", alias.name) for alias in node.names])
            return node
        self.bound.update([alias.asname or alias.name for alias in node.names])
        if node.module and not node.level:
            self.imports.add(node.module)
        return node

    def Compare(self, node):
        kinds = [_COMPARED.get(type(op).__name__) for op in node.ops]
        if kinds == [None]:
            return node
        if len(kinds) == 1:
            return self.asking(node, kinds[0], [node.left, node.comparators[0]])
        node.left = self.asking(node, "one", [node.left])
        node.comparators = [self.asking(node, "one", [item]) for item in node.comparators]
        return node

    def BinOp(self, node):
        text = isinstance(node.left, self.ast.JoinedStr) or (
            isinstance(node.left, self.ast.Constant) and type(node.left.value) in (str, bytes))
        kind = _COMPUTED[type(node.op).__name__]
        return node if text and kind == "mod" else self.asking(
            node, kind, [node.left, node.right])

    def Call(self, node):
        called = node.func
        self.asks_of_pair(node, lambda name: name.startswith("assert"))
        if isinstance(called, self.ast.Attribute) and called.attr in _HELD and node.args:
            node.func = self.asking(node, "method", [called])
        return node


def guarded_tests(sources):
    """Code objects with their sources, and what their text says."""
    guarding = _Guarding()
    return [(guarding.compiled(source), source) for source in sources], guarding


def library(imports):
    """The standard library's modules among them, as they are before the source runs."""
    found = {}
    for name in imports:
        if name.partition(".")[0] in sys.stdlib_module_names:
            try:
                __import__(name)
            except ImportError:
                continue
            kept = {key: value for key, value in vars(sys.modules[name]).items()
                    if callable(value) and not key.startswith("__")}
            found[name] = (sys.modules[name], kept)
    return found


def replaced(kept, modules):
    """What of the library is no longer what it was, in words."""
    for name, (module, members) in kept.items():
        if modules.get(name) is not module:
            return "the module `%s` was replaced" % name
        current = module.__dict__
        for key, value in members.items():
            if current.get(key) is not value:
                return "`%s.%s` was replaced" % (name, key)
    return None


class Guard:
    """Called with a kind of operator and its operands; does what the operator does."""

    def __init__(self, codes, text):
        import _operator
        import _weakref
        import gc
        self.words = text.words.union(*[name.split(".") for name in text.imports])
        self.weak = (_weakref.ProxyType, _weakref.CallableProxyType)
        self.referents = gc.get_referents
        self.closed = {}
        self.plain = [getattr(object, name) for name in _ASKED if hasattr(object, name)]
        self.operators = {name: getattr(_operator, name) for name in (
            *_COMPUTED.values(), "eq", "ne", "lt", "le", "gt", "ge")}
        self.contains = _operator.contains
        self.names = text.names()
        self.source = {}
        self.known = {}
        self.files = {TESTS: set()}
        for code, _ in codes:
            self.collect(code, self.files[TESTS])
        self.chance = posix.urandom
        self.flags_of = type.__dict__["__flags__"].__get__
        self.line_of = type.__dict__["__mro__"].__get__
        self.members_of = type.__dict__["__dict__"].__get__

    def __call__(self, kind, *operands):
        first, last = operands[0], operands[-1]
        if kind == "method":
            return self.method(first)
        # A container of the source's own may well be asked what it holds.
        inside = kind in ("in", "not in") and self.judge(type(last)) == "foreign"
        if kind in ("in", "not in") and not inside and hasattr(type(last), "__next__"):
            return self.contains(self.looked_at(first, last), first) is (kind == "in")
        one, mine = self.look(first)
        other, yours = (None, []) if inside else self.look(last)
        if (one or other) is not None and not (one is other and len(operands) == 2):
            raise Distrusted(
                "a value of the source's own class `%s`, which the tests do not name, would judge "
                "itself" % (one or other).__name__)
        if bool(mine) is not bool(yours) and kind in _EQUAL:
            self.doubt(mine or yours, last if mine else first)
        if kind == "one":
            return first
        if kind == "both":
            return operands
        if kind in ("in", "not in"):
            return self.contains(last, first) is (kind == "in")
        return self.operators[kind](first, last)

    def looked_at(self, value, items):
        """What an iterator gives, one at a time."""
        for item in items:
            self("both", value, item)
            yield item

    def method(self, bound):
        """A method of a built-in container's: it compares like an operator."""
        holder = getattr(bound, "__self__", None)
        if type(bound) is not type(len) or bound.__name__ not in _HOLDING.get(type(holder), ()):
            return bound

        def call(*values, **named):
            asked = values[:1] if type(holder) in (list, tuple, dict) else values
            self("both", list(holder), list(asked))
            return bound(*values, **named)
        return call

    def look(self, value):
        """The class of a value, or of one in it, whose operators are the source's own.

        Also objects of such classes that the tests name.
        """
        judged, named = {}, []
        for held in self.within(value):
            kind = type(held)
            if kind not in judged:
                judged[kind] = self.judge(kind)
            if judged[kind] == "foreign":
                return kind, named
            if judged[kind] == "named" and len(named) < _DOUBTED:
                named.append(held)
        return None, named

    def within(self, value):
        """A value and all that its operators look at, but numbers and texts."""
        waiting, seen = [value], set()
        while waiting:
            value = waiting.pop()
            kind = type(value)
            if kind in _SIMPLE or id(value) in seen:
                continue
            yield value
            seen.add(id(value))
            line = self.line_of(kind)
            held = [base for base in (list, tuple, set, frozenset) if base in line]
            for base in held:
                waiting.extend(base.__iter__(value))
            if dict in line:
                waiting.extend(dict.keys(value))
                waiting.extend(dict.values(value))
            elif not held and self.opens(kind):
                waiting.extend(self.inside(value, kind))

    def doubt(self, named, plain):
        """Asks objects whose class the tests name whether they equal what is only near."""
        for near in self.near(plain):
            for held in named:
                try:
                    equal = held == near
                except Exception:
                    continue
                if equal is True:
                    raise Distrusted("a value of the source's own class `%s` equals both what it "
                                     "is compared with and what is not that" % type(held).__name__)

    def near(self, plain):
        """Values like some plain data, and like what it holds, that are not the same."""
        found, waiting = [object()], [plain]
        while waiting and len(found) < _DOUBTED:
            value = waiting.pop()
            kind = type(value)
            more = 1 + self.chance(1)[0] % 9
            if kind is bool:
                found.append(not value)
            elif kind in (int, float):
                found.append(value + more)
            elif kind is str:
                found.append(value + "abcdefghij"[more])
            elif kind in (list, tuple):
                found.append(value + kind([more]))
                waiting.extend(value[:_DOUBTED])
            elif kind is dict:
                found.append({**value, more: more})
        return found

    def opens(self, kind):
        """Whether values of a library's type ask what they hold when they are compared."""
        if kind not in self.closed:
            found = [member for member in [self.member(kind, name) for name in _ASKED]
                     if member is not None and not any(member is own for own in self.plain)]
            self.closed[kind] = not found or any(
                not self.genuine(member) or
                getattr(getattr(member, "__code__", None), "co_filename", "") == TESTS
                for member in found)
        return not self.closed[kind]

    def inside(self, value, kind):
        if kind.__module__.partition(".")[0] in ("numpy", "pandas"):
            array = value.to_numpy() if hasattr(value, "to_numpy") else value
            return list(array.ravel()) if getattr(
                getattr(array, "dtype", None), "hasobject", False) else ()
        return [held for held in self.referents(value) if not isinstance(
            held, (type, type(sys), type(library), type(len), type(self.method)))]

    def judge(self, kind):
        """Whether the operators of a class are the source's own, and if the tests name it."""
        if kind in self.known:
            return self.known[kind]
        found = ""
        if kind in self.weak:
            found = "foreign"
        elif not all(self.genuine(self.member(kind, name)) for name in _ASKED):
            named = any(self.source.get(name) is kind for name in self.names)
            found = "named" if named else "foreign"
        # What the interpreter did not bring may be another class by the next comparison.
        if not self.flags_of(kind) & _HEAP:
            self.known[kind] = found
        return found

    def member(self, kind, name):
        for base in self.line_of(kind):
            found = self.members_of(base).get(name)
            if found is not None:
                # C's own, under another name, is not what it seems.
                own = getattr(found, "__name__", name)
                return found if own == name or name == "__r" + own[2:] else name
        return None

    def genuine(self, member):
        """Whether it is the interpreter's, a library's, or the tests' own."""
        if member is None or type(member) in (type(int.__eq__), type(str.join)):
            return True
        if type(member) is not type(library):
            return False
        code = member.__code__
        if any(place in code.co_filename and word not in self.words
               for place, word in _OBLIGING):
            return False
        if code not in self.codes(code.co_filename):
            return False
        cells = [cell.cell_contents for cell in member.__closure__ or ()]
        return all(self.genuine(cell) for cell in cells if type(cell) is type(library))

    def codes(self, path):
        """All code of a library's file; of another file, none."""
        if path not in self.files:
            self.files[path] = set()
            if path.startswith(_LIBRARIES) and ".." not in path:
                try:
                    with open(path, "rb") as file:
                        text = file.read(1 << 22)
                    self.collect(compile(text, path, "exec", dont_inherit=True), self.files[path])
                except (OSError, SyntaxError, ValueError):
                    pass
        return self.files[path]

    def collect(self, code, into):
        into.add(code)
        for constant in code.co_consts:
            if type(constant) is type(code):
                self.collect(constant, into)
