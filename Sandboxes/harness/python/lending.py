# What the examiner lends of the tests' own objects, and what it believes of the candidate's.

PLAIN_NAMES = ["__%s__" % name for name in (
    "name qualname module doc class dict len iter next call enter exit wrapped"
    " annotations").split()]
FUNCTION, METHOD, BUILT_IN = type(lambda: 0), type(Lines("", 0).next), type(len)
FIELDS = (property, type(Proxy.__dict__["_assay_number"]))


class Lending:
    """The examiner's rules for the bridge."""

    def __init__(self, candidate):
        self.candidate = candidate
        # Where methods of the candidate's come from: the class, the name, whether it was made.
        self.methods = {}
        # Whose question it is that is to be written next.
        self.asked = ("object", False)
        self.believing = Believing(candidate)

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
            if do in ("set", "delete"):
                if name[:1] != "_" and self.is_data(target, name):
                    return
            elif do in ("special", "instance", "subclass") or name[:1] != "_":
                return
        elif do == "special" and name == "__call__":
            return
        elif do == "special" and (kind in ITERATORS or kind.__module__ == "itertools"):
            if name in ("__next__", "__iter__", "__length_hint__"):
                return
        elif do == "get" and name in ("__name__", "__qualname__"):
            return
        elif do == "get" and name in ("__doc__", "__module__"):
            if type(getattr(target, name, None)) in (str, type(None)):
                return
        raise AttributeError("'%s' object of the tests: '%s' is not to be had"
                             % (kind.__name__, name))

    @staticmethod
    def is_data(target, name):
        """Whether an attribute may be set: what the tests' classes do is not for the source."""
        if isinstance(target, type):
            return False
        for kind in type(target).__mro__:
            if name in kind.__dict__:
                found = kind.__dict__[name]
                return type(found) in FIELDS or not (
                    callable(found) or hasattr(type(found), "__get__"))
        return True

    def watch(self, proxy, do, name, arguments):
        """What is asked of the candidate's objects; they are no judges of what the tests expect."""
        kind = type(proxy).__name__
        number = object.__getattribute__(proxy, "_assay_number")
        made = object.__getattribute__(proxy, "_assay_made")
        owner, method, holder = kind, name, proxy
        if do == "special" and name == "__call__" and number in self.methods:
            owner, method, made, holder = self.methods[number]
        self.asked = (owner, made)
        if do == "copy":
            self.lack("the tests use %s on a `%s` of the source's" % (name, kind))
        if name in ("__exit__", "__aexit__") and do == "special" and arguments and isinstance(
                arguments[0], type) and issubclass(arguments[0], AssertionError):
            # No context manager of the source's hides that a test has failed.
            return UNASKED
        plain = [value for value in arguments if not isinstance_exactly(value, Proxy)]
        judges = do == "special" and name in COMPARISONS + ARITHMETIC and plain
        hears = None
        if judges and not made:
            # Its class could say that it equals anything.
            if name != "__contains__":
                self.candidate.disbelieve(kind)
            hears = self.believing.held(kind, number, plain[0])
        elif do == "get" and not made:
            if name[:2] == "__" and name not in PLAIN_NAMES:
                self.candidate.disbelieve(kind)
            if name in JUDGING_METHODS:
                self.judge(kind, name)
            hears = lambda value: self.believing.see(number, name)
        elif method != name and plain and not made:
            hears = self.called(owner, method, holder, plain)
        elif do in ("instance", "subclass") or judges or name in COMPARISONS:
            self.decide("%s.%s" % (kind, name))
        return lambda value: self.note(proxy, value, do, name, made, hears)

    def called(self, owner, method, holder, plain):
        """A method of an object that was merely returned is given what may be expected of it."""
        number = None
        if holder is not None:
            number = object.__getattribute__(holder, "_assay_number")
        self.believing.tell(number, method, plain)
        if self.candidate.text.drops(method):
            return None
        if method not in CHANGING and not self.candidate.text.wants(method):
            self.judge(owner, method)
            return None
        return lambda value: self.believing.decides(method, holder, value, plain) and self.judge(
            owner, method)

    def note(self, proxy, value, do, name, made, hears):
        if hears is not None:
            hears(value)
        if not isinstance_exactly(value, Proxy):
            return
        if do == "get":
            self.methods[object.__getattribute__(value, "_assay_number")] = (
                type(proxy).__name__, name, made, proxy)
        elif do == "special" and made and type(value).__name__ in self.candidate.text.read().loaded:
            # What methods and operators make of a class that the tests name.
            object.__setattr__(value, "_assay_made", True)

    def adopt(self, value, kind, name):
        """An object in a field of data: to call it is to call a method."""
        if isinstance_exactly(value, Proxy):
            self.methods[object.__getattribute__(value, "_assay_number")] = (
                kind, name, False, None)

    def judge(self, kind, name):
        """A method of an object that was merely returned is asked about the tests' values."""
        text = self.candidate.text
        if text.drops(name) or name in ("send", "throw"):
            return
        if not text.expects_objects():
            # Plain data has such a method, too, and the source chose otherwise.
            self.candidate.disbelieve(kind)
        self.decide("%s.%s" % (kind, name))

    def decide(self, what):
        if what not in self.candidate.decided:
            self.candidate.decided.append(what)

    def lack(self, reason):
        """What objects cannot do from afar: one process, if the tests do want an object here."""
        kind, made = self.asked
        if made or self.candidate.text.expects_objects():
            self.candidate.fall_back(reason)
        self.candidate.disbelieve(kind)


# Exceptions of the candidate's.

# To raise these is to tell whoever runs the tests something.
TELLING = ("unittest", "doctest", "bdb", "pdb", "concurrent", "asyncio")


def known_exception(module, name):
    """The library's exception of this name, if it is one that a test may meet."""
    if module.partition(".")[0] not in sys.stdlib_module_names:
        return None
    kind = getattr(sys.modules.get(module), name, None)
    if not isinstance(kind, type) or not issubclass(kind, BaseException):
        return None
    if issubclass(kind, (StopIteration, StopAsyncIteration, GeneratorExit)):
        # `map` and `zip` in the tests would end early, without a word.
        return RuntimeError
    for base in kind.__mro__:
        if base.__module__.partition(".")[0] in TELLING:
            return None
    return kind


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


def exception_like(candidate, tree):
    """An exception of the nearest type that the tests can name; never the candidate's own."""
    expect(tree, dict)
    message = expect(Decoder().decode(tree.get("message")), str)
    types = expect(tree.get("types"), list)
    arguments = None
    if tree.get("args") is not None:
        arguments = expect(Decoder().decode(tree["args"]), list)
    known = add_exceptions(candidate, types)
    error = new_exception(known, arguments if arguments is not None else [message])
    for field, value in expect(tree.get("fields", {}), dict).items():
        if field[:1] != "_":
            error.__dict__[field] = Decoder().decode(value)
            candidate.lending.adopt(error.__dict__[field], known.__name__, field)
    if known.__str__ is told_text:
        error.__dict__["_text"] = message
    if "cause" in tree:
        error.__cause__ = exception_like(candidate, tree["cause"])
    return error


def new_exception(kind, arguments):
    if kind.__module__ == "builtins":
        try:
            error = kind(*arguments)
            if type(error) is kind:
                return error
        except Exception:
            pass
    try:
        error = kind.__new__(kind)
    except TypeError:
        # Such as ExceptionGroup, which cannot be made empty.
        error = Exception.__new__(Exception)
    error.args = tuple(arguments)
    return error


def told(tree):
    """What an exception says of itself, for people."""
    first = expect(expect(tree["types"][0], list)[1], str) if tree["types"] else "Exception"
    message = expect(Decoder().decode(tree["message"]), str)
    text = "%s: %s" % (first, message) if message else first
    if type(tree.get("line")) is int:
        text += " (line %d of the source)" % tree["line"]
    return text
