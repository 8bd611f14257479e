# What an object that a function of the source's returned may say of itself.

# These answer nothing, or the object itself, whatever it holds.
CHANGING = frozenset(
    "add discard remove clear update append insert extend sort reverse appendleft extendleft rotate"
    " difference_update intersection_update symmetric_difference_update".split())
MAX_TOLD = 100_000


class Believing:
    """What the tests told such objects, and what they asked of them."""

    def __init__(self, candidate):
        self.candidate = candidate
        # What each was told by methods that change it, and the attributes that it had.
        self.told = {}
        self.seen = {}
        # In this test, what was asked of whom, and whether it holds what nobody told it.
        self.doubts = []

    def begin(self):
        self.doubts = []

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
    told = {str(item) for item in told}
    return bool(told) and not any([str(item) in told for item in known])


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
