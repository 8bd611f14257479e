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
        identity = id(value)
        handle = self.handles.get(identity)
        if handle is not None:
            self.met.add(handle)
            return {"$handle": handle}
        number = None
        if self.shared is None:
            if identity in self.seen:
                raise _Shared()
            self.seen.add(identity)
        elif identity in self.shared:
            number = self.numbers.get(identity)
            if number is not None:
                return {"$ref": number}
            number = self.numbers[identity] = len(self.numbers)
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
        return body if number is None else {"$def": [number, body]}

    def science(self, name, value, depth):
        if is_changeable(value):
            handle = self.handles.get(id(value))
            if handle is not None:
                self.met.add(handle)
                return {"$handle": handle}
            if self.registered is not None:
                self.registered.append(value)
        return encode_science(name, value, self, depth)

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
        return {"$fraction": [str(value.numerator), str(value.denominator)]}
    if kind.__module__ == "datetime" and (kind is module.date or kind is module.datetime
                                          and type(value.tzinfo) in (type(None), module.timezone)):
        return {"$datetime": value.isoformat()}
    if kind in LAZY or kind.__module__ == "itertools" and kind is getattr(module, kind.__name__, 0):
        return encode_lazy(value, LAZY.get(kind, "iterator"))
    raise CannotCross(type_name(value))


class Decoder:
    """Rebuilds one value as exact built-in types; anything unexpected is `Malformed`."""

    objects = None

    def __init__(self, handles=None, registered=None):
        self.handles = handles or {}
        self.registered = registered
        self.definitions = {}

    def decode(self, tree):
        try:
            return self.value(tree, 0, None)
        except (TypeError, ValueError, KeyError, ArithmeticError, LookupError,
                AttributeError, RecursionError) as error:
            raise Malformed(type(error).__name__) from None

    def register(self, container, number):
        if number is not None:
            if type(number) is not int or number in self.definitions:
                raise Malformed("a bad definition")
            self.definitions[number] = container
        if self.registered is not None:
            self.registered.append(container)

    def value(self, tree, depth, number):
        kind = type(tree)
        if depth > 2 * MAX_DEPTH:
            raise Malformed("nested too deep")
        if kind is list:
            items = []
            self.register(items, number)
            items.extend([self.value(item, depth + 1, None) for item in tree])
            return items
        if kind is not dict:
            return tree
        if len(tree) == 1:
            tag, body = next(iter(tree.items()))
            if tag[:1] == "$":
                return self.tagged(tag, body, depth, number)
        members = {}
        self.register(members, number)
        self.fill(members, tree, depth)
        return members

    def fill(self, members, tree, depth):
        if len(tree) == 1 and "$dict" in tree:
            for key, item in expect(tree["$dict"], list):
                members[self.value(key, depth + 1, None)] = self.value(item, depth + 1, None)
            return
        for key, item in tree.items():
            if key[:1] == "$":
                raise Malformed("an unexpected tag")
            members[key] = self.value(item, depth + 1, None)

    def tagged(self, tag, body, depth, number):
        if tag == "$tuple":
            return tuple([self.value(item, depth + 1, None) for item in expect(body, list)])
        if tag in ("$set", "$frozenset"):
            found = [self.value(item, depth + 1, None) for item in expect(body, list)]
            if tag == "$frozenset":
                return frozenset(found)
            items = set_of(found)
            self.register(items, number)
            return items
        if tag == "$dict":
            members = {}
            self.register(members, number)
            self.fill(members, {tag: body}, depth)
            return members
        if tag == "$of" and self.objects is not None:
            return decode_collected(expect(body, list), self, depth, number)
        if tag in ("$named", "$slice", "$library") and self.objects is not None:
            return decode_library(tag, expect(body, list), self, depth)
        if tag == "$def":
            inner, tree = expect(body, list)
            return self.value(tree, depth + 1, inner)
        if tag == "$ref":
            return self.definitions[expect(body, int)]
        if tag == "$nan" and self.objects is not None:
            return self.objects.decode_nan(body)
        if tag == "$handle" and type(body) is dict and self.objects is not None:
            return self.objects.decode(body)
        if tag == "$handle":
            if expect(body, int) not in self.handles:
                raise Malformed("an unknown handle")
            return self.handles[body]
        if tag == "$array" or tag == "$record" and str(body.get("type"))[:7] == "pandas.":
            return self.science(tag, body, depth)
        return decode_rare(tag, body)

    def science(self, tag, body, depth):
        place = None
        if self.registered is not None:
            place = len(self.registered)
            self.registered.append(None)
        if tag == "$array":
            value = decode_array(body, self, depth)
        else:
            value = decode_science(body["type"], expect(body["fields"], list), self, depth)
        if place is not None:
            if is_changeable(value):
                self.registered[place] = value
            else:
                del self.registered[place]
        return value


def expect(value, kind):
    if type(value) is not kind:
        raise Malformed("a %s should stand here" % kind.__name__)
    return value


def decode_float(tree):
    if type(tree) is dict and len(tree) == 1 and tree.get("$float") in ("nan", "inf", "-inf"):
        return float(tree["$float"])
    return float(expect(tree, float))


def decode_rare(tag, body):
    if tag == "$float":
        return decode_float({tag: body})
    if tag == "$str":
        return a2b_base64(expect(body, str)).decode("utf-8", "surrogatepass")
    if tag == "$bytes":
        return a2b_base64(expect(body, str))
    if tag == "$complex":
        real, imaginary = expect(body, list)
        return complex(decode_float(real), decode_float(imaginary))
    if tag == "$range":
        start, stop, step = [expect(item, int) for item in expect(body, list)]
        return range(start, stop, step)
    if tag == "$decimal":
        from decimal import Decimal
        return Decimal(expect(body, str))
    if tag == "$fraction":
        from fractions import Fraction
        numerator, denominator = [int(expect(item, str)) for item in expect(body, list)]
        return Fraction(numerator, denominator)
    if tag == "$datetime":
        import datetime
        text = expect(body, str)
        kind = datetime.datetime if "T" in text else datetime.date
        return kind.fromisoformat(text)
    if tag == "$record":
        items = [Decoder().decode(item) for _, item in expect(body["fields"], list)]
        return decode_lazy(body["type"], items)
    raise Malformed("an unknown tag")
