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
        if name in EXITS and do == "special" and arguments and isinstance(
                arguments[0], type) and issubclass(arguments[0], (AssertionError, Ended)):
            # No context manager of the source's hides that a test has failed.
            return UNASKED
        if name in EXITS and do == "special" and len(arguments) == 3 and arguments[1] is not None:
            return lambda answer: self.exited(kind, arguments, answer)
        plain = [value for value in arguments if not isinstance_exactly(value, Proxy)]
        judges = do == "special" and name in COMPARISONS + ARITHMETIC and plain
        hears = None
        if not made:
            found = self.believing.known(proxy, do, name, arguments, judges)
            if found is not None:
                return found
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

    def exited(self, kind, arguments, answer):
        """A context manager of the source's may keep an exception from the tests."""
        if not isinstance_exactly(answer, Proxy) and not answer:
            return
        if self.candidate.text.hides(lines_of(arguments[2])):
            self.candidate.cannot = (
                "an object of type `%s` kept quiet about `%s`, where the tests were still to assert"
                " something" % (kind, type(arguments[1]).__name__))
            self.candidate.stop("")
        self.decide("%s.__exit__" % kind)

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
        if value is END:
            self.believing.end(proxy)
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
MAX_ERRORS = 64
TELLING = ("unittest", "doctest", "bdb", "pdb", "concurrent", "asyncio")


def lines_of(trace):
    """The lines of the tests on an exception's way, the statement that it has come to first."""
    lines = []
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == TESTS:
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    return lines


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


def add_exceptions(candidate, types):
    """The class for an exception's lineage; what the source defines of it gets classes here."""
    def known(module, name, number):
        if number is not None:
            return candidate.errors.own_class(number)
        found = known_exception(module, name)
        return candidate.exceptions.get(name) if not found and module == "solution" else found

    def make(module, name, number, bases):
        kind = new_class(module, name, bases)
        if module == "solution" and len(candidate.exceptions) < 1000:
            candidate.exceptions[name] = kind
        return kind

    return class_of(types, known, make)


class Errors:
    """Which exceptions cross as data, and which of the tests' own come back."""

    def __init__(self, candidate):
        self.candidate = candidate
        self.given = {}
        self.numbers = {}
        self.count = 0

    def crosses(self, error):
        return not isinstance(error, Ended)

    def is_own(self, kind):
        """Whether the tests define a class of exceptions, not the examiner."""
        return Lending.of_tests(kind) and globals().get(kind.__name__) is not kind

    def own_class(self, number):
        lent = Encoder.objects.lent
        kind = lent[number] if 0 <= number < len(lent) else None
        if not isinstance(kind, type) or not issubclass(kind, BaseException):
            raise Malformed("an unknown class")
        return kind

    def number(self, error):
        number = self.numbers.get(id(error))
        if number is None:
            number = self.count = self.count + 1
            self.given[number] = error
            self.numbers[id(error)] = number
            if len(self.given) > MAX_ERRORS:
                del self.numbers[id(self.given.pop(next(iter(self.given))))]
        return number

    def like(self, tree):
        return exception_like(self.candidate, tree)

    def is_likened(self, types):
        return False


def exception_like(candidate, tree):
    """An exception of the nearest type that the tests can name; never the candidate's own."""
    expect(tree, dict)
    given = candidate.errors.given.get(tree.get("error"))
    if given is not None:
        return given
    message = expect(Decoder().decode(tree.get("message")), str)
    types = expect(tree.get("types"), list)
    arguments = None
    if tree.get("args") is not None:
        arguments = expect(Decoder().decode(tree["args"]), list)
    known = add_exceptions(candidate, types)
    error = new_exception(known, arguments if arguments is not None else [message],
                          candidate.errors.is_own(known))
    for field, value in expect(tree.get("fields", {}), dict).items():
        if field[:1] != "_":
            error.__dict__[field] = Decoder().decode(value)
            candidate.lending.adopt(error.__dict__[field], known.__name__, field)
    if known.__str__ is told_text:
        error.__dict__["_text"] = message
    if "cause" in tree:
        error.__cause__ = exception_like(candidate, tree["cause"])
    return error


def told(tree):
    """What an exception says of itself, for people."""
    first = expect(expect(tree["types"][0], list)[1], str) if tree["types"] else "Exception"
    message = expect(Decoder().decode(tree["message"]), str)
    text = "%s: %s" % (first, message) if message else first
    if type(tree.get("line")) is int:
        text += " (line %d of the source)" % tree["line"]
    return text
