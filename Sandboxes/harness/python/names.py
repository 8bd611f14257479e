# The names of the tests: their own and the built-ins', then the candidate's, which stand for calls.

TYPING = ("Any Callable Dict FrozenSet Generator Iterable Iterator List Optional Sequence Set"
          " Tuple Type Union").split()
ALIASES = {"np": "numpy", "pd": "pandas"}
MEMBERS = {"Counter": "collections", "OrderedDict": "collections", "defaultdict": "collections",
           "deque": "collections", "Decimal": "decimal", "Fraction": "fractions"}


# (No docstring: what the tests read is the function's own.)
class Remote:

    def __init__(self, candidate, name):
        self.__dict__.update(_candidate=candidate, __name__=name, __qualname__=name, _object=None)

    def __call__(self, *arguments, **keywords):
        candidate, name = self._candidate, self.__name__
        if name[:1].isupper() and candidate.text.makes_objects():
            made = candidate.call(name, arguments, keywords, do="make")
            if isinstance_exactly(made, Proxy) and candidate.made:
                object.__setattr__(made, "_assay_made", True)
            return made
        return candidate.call(name, arguments, keywords)

    def _itself(self):
        if self.__dict__["_object"] is None:
            found = self._candidate.call(self.__name__, (), {}, do="global")
            if isinstance_exactly(found, Proxy):
                object.__setattr__(found, "_assay_made", True)
            self.__dict__["_object"] = found
        return self.__dict__["_object"]

    def __getattr__(self, attribute):
        name = self.__dict__["__name__"]
        candidate = self.__dict__["_candidate"]
        if name in sys.stdlib_module_names and name != candidate.entry_point:
            return getattr(__import__(name), attribute)
        if name[:1].isupper() and attribute[:2] != "__":
            return getattr(self._itself(), attribute)
        return candidate.fall_back("the tests use `%s` of `%s`" % (attribute, name))

    def __setattr__(self, attribute, value):
        self._candidate.fall_back("the tests set `%s` of `%s`" % (attribute, self.__name__))

    def __instancecheck__(self, value):
        if type(value) in NAMED.values():
            # A named tuple crosses as data, and with it the name of its type.
            self._candidate.lending.decide("%s.__class__" % self.__name__)
            return type(value).__name__ == self.__name__
        return isinstance_exactly(value, Proxy) and isinstance(value, self._itself())

    def __subclasscheck__(self, kind):
        if type(kind) is Remote:
            kind = kind._itself()
        return isinstance_exactly(kind, Proxy) and issubclass(kind, self._itself())

    def __hash__(self):
        return id(self)


def _as_value(self, *_):
    return self._candidate.fall_back("the tests use `%s` as a value" % self.__name__)


for _name in ("eq ne lt le gt ge add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv"
              " mod rmod pow rpow and rand or ror neg len iter contains getitem int float index"
              " bool enter mro_entries").split():
    setattr(Remote, "__%s__" % _name, _as_value)


Remote.__doc__ = property(lambda self: getattr(self._itself(), "__doc__"))


class Names(dict):
    """The tests' globals: what they and the prelude define, the built-ins, then the candidate's."""

    def __missing__(self, name):
        candidate = self.candidate
        if name == candidate.entry_point or name in candidate.claimed:
            return candidate.named(name)
        if name in self.built_in or name[:2] == "__":
            raise KeyError(name)
        if name in ALIASES:
            return __import__(ALIASES[name])
        if name in TYPING or name in MEMBERS:
            return getattr(__import__(MEMBERS.get(name, "typing")), name)
        return candidate.named(name)


def claimable(codes, built_in):
    """Of the names that tests look up, those that are not the candidate's at first sight."""
    known = set(built_in).union(TYPING, MEMBERS, ALIASES)
    return known, [name for name in names_in(codes) if name in known]


def as_module(candidate):
    """`solution`, for tests that import what they call."""
    module = type(sys)("solution")

    def find(name):
        if name[:2] == "__":
            raise AttributeError(name)
        return candidate.named(name)

    module.__getattr__ = find
    sys.modules["solution"] = module
