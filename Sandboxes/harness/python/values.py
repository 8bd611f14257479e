# Plain data: exact built-in types cross, nothing else does.


class CannotCross(Exception):
    """A value has no encoding; `by_type` is false if it only is too deep or too large."""

    def __init__(self, what, by_type=True):
        Exception.__init__(self, what)
        self.what = what
        self.by_type = by_type


def type_name(value):
    kind = type(value)
    module, name = kind.__module__, kind.__qualname__
    return name if module == "builtins" else "%s.%s" % (module, name)


class _Shared(Exception):
    pass


class Encoder:
    """Encodes one value; sharing and cycles of lists, dicts and sets are kept.

    `handles` maps the id of a container that the peer already has to its number.
    `registered`, if given, collects the containers in the order in which the peer decodes them.
    """

    # What lends objects that are no plain data; without one they cannot cross.
    objects = None

    def __init__(self, handles=None, registered=None):
        self.handles = handles or {}
        self.registered = registered
        self.shared = None
        self.numbers = {}
        self.seen = set()
        self.met = set()
        # An identity means nothing once its owner is gone.
        self.kept = []

    def encode(self, value):
        start = len(self.registered) if self.registered is not None else 0
        try:
            return self.tree(value, 0)
        except _Shared:
            self.shared = set()
            self.seen = set()
            if self.registered is not None:
                del self.registered[start:]
            self.find_shared(value, 0)
            return self.tree(value, 0)

    def find_shared(self, value, depth):
        kind = plain_kind(value)
        if kind in (list, dict, set) or collected(value) is not None:
            if id(value) in self.handles:
                return
            if id(value) in self.seen:
                self.shared.add(id(value))
                return
            self.seen.add(id(value))
        if depth > MAX_DEPTH:
            raise CannotCross("nested deeper than %d" % MAX_DEPTH, by_type=False)
        if kind in (list, tuple) or collected(value) == "deque":
            for item in kind.__iter__(value):
                self.find_shared(item, depth + 1)
        elif kind is dict:
            for key, item in value.items():
                self.find_shared(key, depth + 1)
                self.find_shared(item, depth + 1)
        elif self.objects is not None and is_changeable(value):
            self.find_array(value)

    def find_array(self, value):
        whole = whole_of(value)
        for array in (value,) if whole is None else (value, whole):
            if id(array) in self.handles:
                return
            (self.shared if id(array) in self.seen else self.seen).add(id(array))

    def tree(self, value, depth):
        kind = type(value)
        if kind is int or kind is bool or value is None:
            return value
        if kind is str:
            return encode_text(value)
        if kind is float:
            if value != value and self.objects is not None:
                return self.objects.encode_nan(value)
            return encode_float(value)
        if depth > MAX_DEPTH:
            raise CannotCross("nested deeper than %d" % MAX_DEPTH, by_type=False)
        if kind is list or kind is dict or kind is set:
            return self.container(value, kind, depth)
        if self.objects is not None:
            if collected(value) is not None:
                return self.container(value, None, depth)
            named = named_fields(kind)
            if named is not None:
                items = [self.tree(item, depth + 1) for item in tuple.__iter__(value)]
                return {"$named": named + [items]}
        kind = plain_kind(value)
        if kind is dict:
            return self.container(value, kind, depth)
        if kind is tuple:
            return {"$tuple": [self.tree(item, depth + 1) for item in tuple.__iter__(value)]}
        if kind is frozenset:
            return {"$frozenset": self.sorted_items(value, depth)}
        name = science_type(value)
        if name is not None:
            return self.science(name, value, depth)
        if self.objects is None:
            base = enumerated(value)
            return encode_rare(value) if base is None else self.tree(base, depth)
        return self.rare_or_handle(value, depth)

    def rare_or_handle(self, value, depth):
        # Iterators are asked for one item at a time: they may be endless, or do something.
        if type(value) not in ITERATORS and type(value).__module__ != "itertools":
            try:
                return encode_rare(value)
            except CannotCross as error:
                if not error.by_type:
                    raise
            tree = encode_library(value, self, depth)
            if tree is not None:
                return tree
            base = self.objects.base(value)
            if base is not None:
                self.kept.append(base)
                return self.tree(base, depth)
        handle = self.objects.encode(value)
        if handle is None:
            raise CannotCross(type_name(value))
        return {"$handle": handle}

    def container(self, value, kind, depth):
        known = self.known(id(value))
        if known is not None:
            return known
        if self.registered is not None:
            self.registered.append(value)
        if kind is list:
            body = [self.tree(item, depth + 1) for item in value]
        elif kind is dict:
            body = self.members(value, depth)
        elif kind is None:
            body = {"$of": encode_collected(value, self, depth)}
        else:
            body = {"$set": self.sorted_items(value, depth)}
        return self.defined(id(value), body)

    def known(self, identity):
        """How the peer calls what it has; `None`, once, for what stands in this value."""
        handle = self.handles.get(identity)
        if handle is not None:
            self.met.add(handle)
            return {"$handle": handle}
        if self.shared is None:
            if identity in self.seen:
                raise _Shared()
            self.seen.add(identity)
        elif identity in self.shared:
            number = self.numbers.get(identity)
            if number is not None:
                return {"$ref": number}
            self.numbers[identity] = len(self.numbers)
        return None

    def defined(self, identity, body):
        number = self.numbers.get(identity)
        return body if number is None else {"$def": [number, body]}

    def science(self, name, value, depth):
        if self.objects is None or not is_changeable(value):
            return encode_science(name, value, self, depth)
        known = self.known(id(value))
        if known is not None:
            return known
        whole = whole_of(value)
        seen = self.seen if self.shared is None else self.shared
        body = None
        if whole is not None and (id(whole) in self.handles or id(whole) in seen):
            body = {"$view": [self.tree(whole, depth + 1), *window(value, whole)]}
        if self.registered is not None:
            self.registered.append(value)
        return self.defined(id(value), body or encode_science(name, value, self, depth))

    def members(self, value, depth):
        for key in value:
            if type(key) is not str or key[:1] == "$" or not is_text(key):
                return {"$dict": [[self.tree(key, depth + 1), self.tree(item, depth + 1)]
                                  for key, item in value.items()]}
        return {key: self.tree(item, depth + 1) for key, item in value.items()}

    def sorted_items(self, value, depth):
        items = [self.tree(item, depth + 1) for item in value]
        if not all(map(is_steady, value)):
            items.sort(key=dumps)
        return items


def is_steady(item):
    """Whether every process hashes it alike; text is hashed anew in each."""
    if type(item) is tuple:
        return all(map(is_steady, item))
    return type(item) in (int, float, bool)


def set_of(items):
    """A set in the order of `items` if one of the two ways to make it leads there."""
    made = set(items)
    if all(map(is_steady, items)) and list(made) != items:
        # As the compiler makes one of constants.
        other = set()
        other.update(frozenset(items))
        if list(other) == items:
            return other
    return made


def is_text(value):
    try:
        return value.isascii() or bool(value.encode("utf-8"))
    except UnicodeEncodeError:
        return False


def encode_text(value):
    if is_text(value):
        return value
    return {"$str": base64(value.encode("utf-8", "surrogatepass"))}


def base64(value):
    return b2a_base64(value, newline=False).decode("ascii")


def encode_float(value):
    if value - value == 0.0:
        return value
    return {"$float": "nan" if value != value else "inf" if value > 0 else "-inf"}


def encode_rare(value):
    kind = type(value)
    if kind is bytes:
        return {"$bytes": base64(value)}
    if kind is complex:
        return {"$complex": [encode_float(part) for part in (value.real, value.imag)]}
    if kind is range:
        return {"$range": [value.start, value.stop, value.step]}
    module = sys.modules.get(kind.__module__)
    if kind.__module__ == "decimal" and kind is getattr(module, "Decimal", None):
        return {"$decimal": str(value)}
    if kind.__module__ == "fractions" and kind is getattr(module, "Fraction", None):
        return {"$fraction": _any_digits(lambda: [str(value.numerator), str(value.denominator)])}
    if kind.__module__ == "datetime" and (kind is module.date or kind is module.datetime
                                          and type(value.tzinfo) in (type(None), module.timezone)):
        return {"$datetime": value.isoformat()}
    if kind in LAZY or kind.__module__ == "itertools" and kind is getattr(module, kind.__name__, 0):
        return encode_lazy(value, LAZY.get(kind, "iterator"))
    raise CannotCross(type_name(value))
