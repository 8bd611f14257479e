# Objects that cannot cross as data stay where they are: the other side holds a handle and asks.
#
# A request is {"do": ..., "of": handle}; it is answered like a call. Either side may ask while it
# works for the other, so requests nest.

MAX_OBJECTS = 100_000
MAX_NESTING = 100
OPERATORS = ("add sub mul matmul truediv floordiv mod pow and or xor lshift rshift divmod").split()
COMPARISONS = tuple(["__%s__" % name for name in "eq ne lt le gt ge contains".split()])
ARITHMETIC = tuple(["__%s%s__" % (kind, name) for name in OPERATORS for kind in ("", "r", "i")])
SPECIAL = COMPARISONS + ARITHMETIC + tuple(["__%s__" % name for name in (
    "len length_hint iter next reversed getitem setitem delitem call enter exit str repr format"
    " bytes hash bool int float complex index round trunc floor ceil abs neg pos invert"
    " await aiter anext aenter aexit").split()])
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


def lineage(kind):
    return [[str(base.__module__), str(base.__qualname__)] for base in kind.__mro__]


class Proxy:
    """An object of the other side's."""

    __slots__ = ("_assay_bridge", "_assay_number", "_assay_made", "__weakref__")

    def __getattribute__(self, name):
        if name in ("__class__", "_assay_bridge", "_assay_number", "_assay_made"):
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
    before it wants something itself. Functions of the other side are found by `named`, what stands
    in its library by `library`; `remote` is the type of the former, `tell` picks the latter.
    """

    def __init__(self, request, lendable=lambda value: True, permit=lambda *_: None,
                 watch=lambda *_: None, named=None, tell=lambda value: False, library=None,
                 remote=None):
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
        if not self.lendable(value):
            return None
        number = self.numbers.get(id(value))
        if number is None:
            if len(self.lent) >= MAX_OBJECTS:
                raise CannotCross("more than %d objects" % MAX_OBJECTS, by_type=False)
            number = self.numbers[id(value)] = len(self.lent)
            self.lent.append(value)
        kind = type(value)
        handle = {"mine": number, "types": lineage(kind), "can": abilities(kind)}
        if isinstance(value, type):
            handle["class"] = lineage(value)
        return handle

    def name(self, value):
        if type(value) is self.remote:
            return {"named": value.__name__}
        if self.tell(value):
            module, name = value.__module__, value.__qualname__
            found = sys.modules.get(module) if module in sys.stdlib_module_names else None
            if getattr(found, name, None) is value:
                return {"library": [module, name]}
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
        number = expect(body["mine"], int)
        known = self.borrowed.get(number)
        if known is not None:
            return known
        if len(self.borrowed) >= MAX_OBJECTS:
            raise Malformed("more than %d objects" % MAX_OBJECTS)
        proxy = object.__new__(self.kind(body))
        object.__setattr__(proxy, "_assay_bridge", self)
        object.__setattr__(proxy, "_assay_number", number)
        object.__setattr__(proxy, "_assay_made", False)
        self.borrowed[number] = proxy
        return proxy

    def kind(self, body):
        """The local type that stands for the other side's."""
        types = expect(body["types"], list)
        can = [expect(name, str) for name in expect(body["can"], list)]
        names = [expect(expect(entry, list)[1], str)[:100] for entry in types]
        key = repr((types, can, "class" in body))
        if key not in self.kinds:
            members = {name: _special(name) for name in can if name in SPECIAL}
            if "__eq__" in members or "__hash__" not in members:
                members.setdefault("__hash__", lambda self: id(self))
            name = names[0] if names else "object"
            self.kinds[key] = type(name.rpartition(".")[2], (Proxy,), members)
        return self.kinds[key]

    # Asking, and doing what is asked.

    def ask(self, proxy, do, name, arguments, keywords):
        note = self.watch(proxy, do, name, arguments)
        number = object.__getattribute__(proxy, "_assay_number")
        answer = self.request({"do": do, "of": number, "name": name}, arguments, keywords)
        if answer is END:
            raise StopIteration
        if note is not None:
            note(answer)
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
        return getattr(type(target), name)(target, *arguments, **keywords)


class Ended(BaseException):
    """Nothing more can be asked; no code under test or of the tests may go on after it."""


class Lent:
    """A value that is to cross as a handle, plain data or not."""

    def __init__(self, value):
        self.object = value


END = object()
SMALL = (int, str, float, bool, type(None))


def work(frame, action, path):
    """Does what a request asks for: the answer, with what the action changed in its arguments."""
    try:
        return _worked(frame, action, path)
    except CannotCross as error:
        return {"cannot": error.what}
    except Ended:
        raise
    except BaseException as error:
        # An object that fails when it is looked at does so only now.
        return {"raised": _raised(error, path)}


def _worked(frame, action, path):
    containers = []
    arguments, keywords = Decoder(registered=containers).decode(frame["args"])
    before = _snapshot(containers)
    try:
        value = action(arguments, keywords)
    except (CannotCross, Ended):
        raise
    except BaseException as error:
        answer = {"raised": _raised(error, path)}
    else:
        if "observe" in frame:
            value = arguments[frame["observe"]] if frame["observe"] < len(arguments) else None
            return {"value": Encoder().encode(value)}
        if value is END:
            answer = {"end": True}
        elif value is NotImplemented:
            answer = {"absent": True}
        elif type(value) in SMALL and not containers:
            return {"value": Encoder().tree(value, 0)}
        elif Encoder.objects is None:
            # Nobody holds the arguments on the other side: what shares them is written out.
            return {"value": Encoder().encode(value)}
        else:
            handles = {id(container): n for n, container in enumerate(containers)}
            answer = {"value": _lent(value) or Encoder(handles).encode(value)}
    handles = {id(container): n for n, container in enumerate(containers)}
    changed = []
    for number, (old, kind) in enumerate(before):
        container = containers[number]
        if not _unchanged(old, container, kind):
            changed.append([number, Encoder(handles).encode(container.copy())])
    if changed:
        answer["changed"] = changed
    return answer


def _lent(value):
    return {"$handle": Encoder.objects.encode(value)} if type(value) is Lent else None


def _snapshot(containers):
    return [(container.copy() if is_changeable(container) else kind.copy(container), kind)
            for container, kind in [(container, type(container)) for container in containers]]


def _unchanged(before, after, kind):
    if kind not in (list, dict, set):
        return is_same(before, after)
    if len(before) != len(after):
        return False
    if kind is list:
        return all([old is new for old, new in zip(before, after)])
    if kind is dict:
        return all([key is other and old is new for (key, old), (other, new)
                    in zip(before.items(), after.items())])
    return not (before - after)


def apply_changes(answer, containers):
    """Copies what the other side changed in place back into this side's own."""
    changes = [(number, Decoder(containers).decode(tree)) for number, tree
               in expect(answer.get("changed", []), list)]
    for number, content in changes:
        if type(number) is not int or not 0 <= number < len(containers):
            raise Malformed("an unknown argument changed")
        container = containers[number]
        if type(content) is not plain_kind(container):
            raise Malformed("an argument changed its type")
        if is_changeable(container):
            take_over(container, content)
        elif type(content) is list:
            container[:] = content
        else:
            container.clear()
            container.update(content)


def outcome_of(answer, containers):
    """The value of an answer that raised nothing."""
    if answer.get("absent") is True:
        return NotImplemented
    if answer.get("end") is True:
        return END
    return Decoder(containers).decode(answer["value"])


def isinstance_exactly(value, kind):
    """`isinstance` by the type itself; an object's own `__class__` has no say."""
    return kind in type(value).__mro__
