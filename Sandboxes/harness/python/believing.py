# What an object that a function of the source's returned may say of itself.

# These answer nothing, or the object itself, whatever it holds.
CHANGING = frozenset(
    "add discard remove clear update append insert extend sort reverse appendleft extendleft rotate"
    " difference_update intersection_update symmetric_difference_update".split())
MAX_TOLD = 100_000
# These ask for nothing that plain data would tell, or for one item of many.
UNLOOKED = COMPARISONS + ARITHMETIC + EXITS + tuple(["__%s__" % name for name in (
    "call enter aenter await setitem delitem hash length_hint aiter anext").split()])
SHOWING = ("__len__", "__iter__", "__getitem__", "__reversed__")
BASE_TYPES = tuple([base for base, _ in BASES])
CHANGERS = tuple(["__i%s__" % name for name in OPERATORS])
# These cannot change.
LASTING = (int, float, str, tuple, frozenset)


class Believing:
    """What the tests told such objects, and what they asked of them."""

    def __init__(self, candidate):
        self.candidate = candidate
        # What each was told by methods that change it, and the attributes that it had.
        self.told = {}
        self.seen = {}
        # In this test, what was asked of whom, and whether it holds what nobody told it.
        self.doubts = []
        # What the source could have told in two ways.
        self.shown = []
        # What each showed of itself before, when, and which iterators are at their end.
        self.looked = {}
        # The built-in values that they are, by operator, and as they were written out at last.
        self.bases = {}
        self.written = {}
        self.ended = set()

    def begin(self):
        self.doubts = []
        self.shown = []

    def known(self, proxy, do, name, arguments, judges):
        """What needs no word of the object's."""
        if do == "get":
            base = BUILT_ON.get(object.__getattribute__(proxy, "_assay_base"))
            if base in LASTING and name[:2] != "__" and hasattr(base, name):
                return self.by_base(proxy, name, None)
        if do != "special":
            return None
        found = None
        if judges or name in SHOWING or name == "__hash__":
            found = self.by_base(proxy, name, arguments)
        return found or self.look(proxy, name)

    def by_base(self, proxy, name, arguments):
        """What an operator says of the built-in value that an object extends, told as data."""
        if object.__getattribute__(proxy, "_assay_base") is None or name in SHOWING and \
                self.candidate.text.expects_objects() or name in CHANGERS:
            return None
        number = object.__getattribute__(proxy, "_assay_number")
        base = self.bases.get((number, name))
        if base is None:
            base = self.candidate.exchange({"do": "base", "of": number, "name": name}, (), {})
            kind = plain_kind(base)
            if kind not in BASE_TYPES:
                return None
            text = written(base)
            if self.written.setdefault(number, text) != text:
                self.shown.append("%s.%s" % (type(proxy).__name__, name))
            self.written[number] = text
            if kind in LASTING:
                self.bases[number, name] = base
        if arguments is None:
            return Instead(getattr(base, name))
        method = getattr(type(base), name, None)
        return Instead(NotImplemented if method is None else method(base, *arguments))

    def look(self, proxy, name):
        """An object shows what it holds: once is as good as data, twice may be two stories."""
        number = object.__getattribute__(proxy, "_assay_number")
        if name == "__iter__" and type(proxy)._assay_class is CLASSES["generator"]:
            return Instead(proxy)
        if name == "__next__":
            if number in self.ended:
                return Instead(END)
        elif name not in UNLOOKED and not self.candidate.text.expects_objects():
            count = self.candidate.count
            before = self.looked.get(number)
            self.looked[number] = (name, count)
            self.ended.discard(number)
            # `list` asks how much there will be.
            if name == "__getitem__" or before is not None and not (
                    name == "__len__" and before == ("__iter__", count - 1)):
                self.shown.append("%s.%s" % (type(proxy).__name__, name))
        return None

    def end(self, proxy):
        self.ended.add(object.__getattribute__(proxy, "_assay_number"))

    def tell(self, number, method, plain):
        if method not in CHANGING or number is None:
            return
        told = self.told.setdefault(number, set())
        for value in plain:
            if len(told) < MAX_TOLD:
                told.add(written(value))
                if plain_kind(value) in (list, tuple, set, frozenset, dict):
                    told.update([written(item) for item in list(value)[:MAX_TOLD]])

    def see(self, number, name):
        """An attribute was there."""
        self.seen.setdefault(number, set()).add(name)

    def held(self, kind, number, value):
        """Hears what the object answers to `value in object`."""
        told = number in self.told and written(value) in self.told[number]
        return lambda answer: self.doubts.append(
            (kind, number, answer is not False and not told))

    def settle(self):
        """Ends the test if plain data could have stood where an object was asked what it holds.

        Of such an object that alone is believed which a set would say, too, that was told as much.
        """
        for kind, number, unheard in self.doubts:
            if (unheard or number not in self.told) and not any(
                    map(self.candidate.text.wants, self.seen.get(number, ()))):
                self.candidate.disbelieve(kind)
            self.candidate.lending.decide("%s.__contains__" % kind)
        for what in self.shown:
            self.candidate.lending.decide(what)

    def decides(self, method, proxy, value, plain):
        """Whether what a method answers might be no more than a word about what it was given."""
        if value is proxy is not None or value is None and method in CHANGING:
            return False
        return not (self.candidate.text.wants(method) and is_news(value, plain))


def written(value):
    """What stands for a value among others; nothing that the source defines is asked."""
    try:
        return dumps(Encoder().encode(value))
    except CannotCross:
        return None


def is_news(value, given):
    """Whether an answer is data that is neither a mere yes or no nor what was asked about."""
    told, known = [], []
    if not (_scalars([value], told) and _scalars(given, known)):
        return False
    told = _any_digits(lambda: {str(item) for item in told})
    return bool(told) and not _any_digits(lambda: any([str(item) in told for item in known]))


def _scalars(values, found):
    """Adds the numbers and texts in plain data but such as 0 and 1; false if it holds others."""
    left = list(values)
    while left and len(found) < 1000:
        value = left.pop()
        kind = plain_kind(value)
        if kind in (list, tuple, set, frozenset):
            left.extend(value)
        elif kind is dict:
            left.extend([*value, *value.values()])
        elif kind in (int, float, str):
            if value not in (0, 1, -1, "") and value == value:
                found.append(value)
        elif kind not in (bool, type(None)):
            return False
    return not left
