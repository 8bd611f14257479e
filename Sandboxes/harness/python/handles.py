# Objects that cannot cross as data stay where they are: the other side holds a handle and asks.
#
# A request is {"do": ..., "of": handle}; it is answered like a call. Either side may ask while it
# works for the other, so requests nest.

MAX_OBJECTS = 100_000
MAX_NESTING = 500
# So many frames of ours stand between two of the tests' and the source's that call each other.
BETWEEN = 25
MAX_NANS = 1000
OPERATORS = ("add sub mul matmul truediv floordiv mod pow and or xor lshift rshift divmod").split()
COMPARISONS = tuple(["__%s__" % name for name in "eq ne lt le gt ge contains".split()])
ARITHMETIC = tuple(["__%s%s__" % (kind, name) for name in OPERATORS for kind in ("", "r", "i")])
SPECIAL = COMPARISONS + ARITHMETIC + tuple(["__%s__" % name for name in (
    "len length_hint iter next reversed getitem setitem delitem call enter exit str repr format"
    " bytes hash bool int float complex index round trunc floor ceil abs neg pos invert"
    " await aiter anext aenter aexit").split()])
SINGLE = {"Ellipsis": ..., "NotImplemented": NotImplemented}
SINGLE.update((kind.__name__, kind) for kind in (
    abs, all, any, ascii, bin, callable, chr, divmod, hex, len, max, min, oct, ord, repr, round,
    sorted, sum))
# What every object has by itself needs no question.
OWN = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__hash__")


def abilities(kind):
    """The special methods that a type defines, of those that are passed on."""
    found = []
    for name in SPECIAL:
        method = getattr(kind, name, None)
        if method is None or name in OWN and method is getattr(object, name):
            continue
        found.append(name)
    return found


OWNED = ("_assay_bridge", "_assay_number", "_assay_made", "_assay_base", "__copy__",
         "__deepcopy__", "__reduce_ex__")
EXITS = ("__exit__", "__aexit__")
CLASSES = {kind.__name__: kind for kind in (type(lambda: 0), type(item for item in ()))}
BUILT_ON = {kind.__name__: kind for kind, _ in BASES}


class Nested:
    """Work for the other side, whose frames of ours nobody's bound on recursion counts."""

    def __enter__(self):
        sys.setrecursionlimit(min(sys.getrecursionlimit() + BETWEEN, (1 << 31) - 1))

    def __exit__(self, *_):
        sys.setrecursionlimit(sys.getrecursionlimit() - BETWEEN)


class Proxy:
    """An object of the other side's."""

    __slots__ = OWNED[:4] + ("__weakref__",)
    # What a generator or a function calls itself; tests ask for no more than that of these.
    _assay_class = None

    def __getattribute__(self, name):
        if name == "__class__":
            return object.__getattribute__(self, "_assay_class") or type(self)
        if name in OWNED:
            return object.__getattribute__(self, name)
        return _ask(self, "get", name)

    def __setattr__(self, name, value):
        _ask(self, "set", name, (value,))

    def __delattr__(self, name):
        _ask(self, "delete", name)

    def __copy__(self):
        return _ask(self, "copy", "copy.copy")

    def __deepcopy__(self, memo):
        return _ask(self, "copy", "copy.deepcopy")

    def __reduce_ex__(self, version):
        return _ask(self, "copy", "pickling")

    def __instancecheck__(self, value):
        return _ask(self, "instance", "isinstance", (value,))

    def __subclasscheck__(self, kind):
        return _ask(self, "subclass", "issubclass", (kind,))

    def __mro_entries__(self, bases):
        return _ask(self, "copy", "inheriting")


def _ask(proxy, do, name, arguments=(), keywords={}):
    bridge = object.__getattribute__(proxy, "_assay_bridge")
    return bridge.ask(proxy, do, name, arguments, keywords)


def _special(name):
    def method(self, *arguments, **keywords):
        return _ask(self, "special", name, arguments, keywords)
    method.__name__ = name
    return method


class Bridge:
    """The objects that this side has lent to the other, and those that it has borrowed.

    `request` sends a frame and gives the decoded answer. `lendable` says whether an object of
    this side's may be lent; `permit` is asked before this side does what the other wants, `watch`
    before it wants something itself; `adopt` hears of objects that came as fields of data.
    Functions of the other side are found by `named`, what stands in its library by `library`;
    `remote` is the type of the former, `tell` picks the latter. `base` gives what crosses as data
    of a value whose class is no built-in's. `errors` knows one exception from another.
    """

    def __init__(self, request, lendable=lambda value: True, permit=lambda *_: None,
                 watch=lambda *_: None, adopt=lambda *_: None, named=None,
                 tell=lambda value: False, library=None, remote=None, base=None, errors=None):
        self.base = base or (lambda value: None)
        self.shows_bases = base is not None
        self.errors = errors
        # Exceptions and classes of the other side's that have a likeness here.
        self.likenesses = {}
        # What is no number, by identity and by its number or the module that has it.
        self.nans = {}
        self.nan_keys = {}
        self.adopt = adopt
        self.tell = tell
        self.request = request
        self.remote = remote
        self.named = named
        self.library = library
        self.lendable = lendable
        self.permit = permit
        self.watch = watch
        self.lent = []
        self.numbers = {}
        self.borrowed = {}
        self.kinds = {}

    # What the encoder and the decoder ask for.

    def encode(self, value):
        """The handle of an object, or `None` if it is not to be had."""
        if isinstance_exactly(value, Proxy):
            if object.__getattribute__(value, "_assay_bridge") is not self:
                return None
            return {"yours": object.__getattribute__(value, "_assay_number")}
        if type(value) is Lent:
            value = value.object
        name = self.name(value)
        if name is not None:
            return name
        likeness = self.likenesses.get(id(value))
        if likeness is not None:
            return {"yours": likeness[1]}
        kind = type(value)
        if BaseException in kind.__mro__ and self.errors.crosses(value):
            handle = {"error": _raised(value, "")}
            if "error" not in handle["error"]:
                handle["mine"] = self.lend(value)
            return handle
        if not self.lendable(value):
            return None
        handle = {"mine": self.lend(value), "types": lineage(kind), "can": abilities(kind)}
        if isinstance(value, type):
            handle["class"] = lineage(value)
        base = base_kind(value) if self.shows_bases else None
        if base is not None:
            handle["base"] = base
        return handle

    def encode_nan(self, value):
        """`[nan] == [nan]` asks whether both are one object."""
        for name in ("math", "numpy"):
            if getattr(sys.modules.get(name), "nan", None) is value:
                return {"$nan": name}
        key = self.nan_keys.get(id(value))
        if key is None:
            if self.shows_bases or len(self.nans) >= MAX_NANS:
                return encode_float(value)
            key = len(self.nans)
            self.keep_nan(key, value)
        return {"$nan": key}

    def decode_nan(self, key):
        found = self.nans.get(key)
        if type(key) is str and key in ("math", "numpy"):
            found = getattr(sys.modules.get(key), "nan", found)
        if found is None:
            found = float("nan")
            if self.shows_bases:
                self.keep_nan(key, found)
        return found

    def keep_nan(self, key, value):
        self.nans[key] = value
        self.nan_keys[id(value)] = key

    def lend(self, value):
        number = self.numbers.get(id(value))
        if number is None:
            if len(self.lent) >= MAX_OBJECTS:
                raise CannotCross("more than %d objects" % MAX_OBJECTS, by_type=False)
            number = self.numbers[id(value)] = len(self.lent)
            self.lent.append(value)
        return number

    def class_number(self, kind):
        """The number of an exception class of the tests', which both sides know."""
        likeness = self.likenesses.get(id(kind))
        if likeness is not None:
            return likeness[1]
        return self.lend(kind) if self.errors.is_own(kind) else None

    def error_number(self, error):
        return self.errors.number(error)

    def name(self, value):
        if type(value) is self.remote:
            return {"named": value.__name__}
        if self.tell(value):
            module, name = value.__module__, value.__qualname__
            found = sys.modules.get(module) if module in sys.stdlib_module_names else None
            if getattr(found, name, None) is value:
                return {"library": [module, name]}
        for name, single in SINGLE.items():
            if value is single:
                return {"library": ["builtins", name]}
        return None

    def decode(self, body):
        expect(body, dict)
        if "yours" in body:
            number = expect(body["yours"], int)
            if not 0 <= number < len(self.lent):
                raise Malformed("an unknown handle")
            return self.lent[number]
        if "library" in body:
            return self.library(*[expect(word, str) for word in expect(body["library"], list)])
        if "named" in body and self.named is not None:
            return self.named(expect(body["named"], str))
        if "error" in body and "mine" not in body:
            return self.errors.like(body["error"])
        number = expect(body["mine"], int)
        known = self.borrowed.get(number)
        if known is not None:
            return known
        if len(self.borrowed) >= MAX_OBJECTS:
            raise Malformed("more than %d objects" % MAX_OBJECTS)
        if "error" in body:
            return self.liken(self.errors.like(body["error"]), number)
        if "class" in body and self.errors.is_likened(body["class"]):
            return self.errors.class_like(body["class"])
        proxy = object.__new__(self.kind(body))
        object.__setattr__(proxy, "_assay_bridge", self)
        object.__setattr__(proxy, "_assay_number", number)
        object.__setattr__(proxy, "_assay_made", False)
        object.__setattr__(proxy, "_assay_base", body.get("base"))
        self.borrowed[number] = proxy
        return proxy

    def liken(self, value, number):
        """Remembers what stands here for an exception, or a class of such, of the other side's."""
        self.borrowed[number] = value
        self.likenesses[id(value)] = (value, number)
        return value

    def kind(self, body):
        """The local type that stands for the other side's."""
        types = expect(body["types"], list)
        can = [expect(name, str) for name in expect(body["can"], list)]
        names = [expect(expect(entry, list)[1], str)[:100] for entry in types]
        key = repr((types, can, "class" in body, body.get("base")))
        if key not in self.kinds:
            members = {name: _special(name) for name in can if name in SPECIAL}
            if "__eq__" in members or "__hash__" not in members:
                members.setdefault("__hash__", lambda self: id(self))
            name = names[0] if names else "object"
            if types and types[0][0] == "builtins":
                members["_assay_class"] = CLASSES.get(name)
            if "base" in body:
                members["_assay_class"] = BUILT_ON.get(expect(body["base"], str))
            self.kinds[key] = type(name.rpartition(".")[2], (Proxy,), members)
        return self.kinds[key]

    # Asking, and doing what is asked.

    def ask(self, proxy, do, name, arguments, keywords):
        note = self.watch(proxy, do, name, (*arguments, *keywords.values()))
        if note is UNASKED:
            return None
        if type(note) is Instead:
            if note.value is END:
                raise StopIteration
            return note.value
        if name in EXITS and len(arguments) == 3:
            # The way that an exception took leads through the tests.
            arguments = (None, arguments[1], None)
        number = object.__getattribute__(proxy, "_assay_number")
        answer = self.request({"do": do, "of": number, "name": name}, arguments, keywords)
        if note is not None:
            note(answer)
        if answer is END:
            raise StopIteration
        return answer

    def perform(self, frame, arguments, keywords):
        number = expect(frame.get("of"), int)
        do, name = expect(frame.get("do"), str), expect(frame.get("name"), str)
        if not 0 <= number < len(self.lent):
            raise Malformed("an unknown handle")
        target = self.lent[number]
        self.permit(target, do, name)
        if do == "get":
            return getattr(target, name)
        if do == "set":
            return setattr(target, name, arguments[0])
        if do == "delete":
            return delattr(target, name)
        if do == "base" and self.shows_bases:
            return base_value(target, name)
        if do == "instance":
            return isinstance(arguments[0], target)
        if do == "subclass":
            return issubclass(arguments[0], target)
        if do != "special" or name not in SPECIAL:
            raise Malformed("an unknown request")
        if name == "__call__":
            return target(*arguments, **keywords)
        if name == "__next__":
            return next(target, END)
        if name in EXITS and len(arguments) == 3 and isinstance(arguments[1], BaseException):
            arguments = (type(arguments[1]), arguments[1], arguments[1].__traceback__)
        return getattr(type(target), name)(target, *arguments, **keywords)


class Ended(BaseException):
    """Nothing more can be asked; no code under test or of the tests may go on after it."""


class Lent:
    """A value that is to cross as a handle, plain data or not."""

    def __init__(self, value):
        self.object = value


class Instead:
    """What is had without asking."""

    def __init__(self, value):
        self.value = value


END = object()
# Says that a question is not to be put at all.
UNASKED = object()


def isinstance_exactly(value, kind):
    """`isinstance` by the type itself; an object's own `__class__` has no say."""
    return kind in type(value).__mro__
