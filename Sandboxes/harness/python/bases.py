# What a value of the source's own class holds of a built-in type, and what is had item by item.

def plain_kind(value):
    """The built-in type that a value is, or is a known standard extension of."""
    kind = type(value)
    if kind in (list, dict, set, tuple, frozenset):
        return kind
    collections = sys.modules.get("collections")
    if collections is not None:
        if kind in (collections.OrderedDict, collections.defaultdict, collections.Counter):
            return dict
        if kind.__bases__ == (tuple,) and hasattr(kind, "_fields"):
            return tuple
    return kind


ORDINARY = frozenset(["__%s__" % name for name in (
    "module qualname doc dict weakref slots init new eq ne lt le gt ge hash repr str annotations"
    " firstlineno static_attributes orig_bases parameters init_subclass").split()])
BASES = (
    (int, int.__int__), (float, float.__float__), (str, str.__str__),
    (list, lambda value: list.__getitem__(value, slice(None))), (dict, dict.copy),
    (tuple, lambda value: tuple.__getitem__(value, slice(None))),
    (set, lambda value: set().union(value)), (frozenset, lambda value: frozenset().union(value)))


def plain_base(value):
    """What a value of a subclass that adds nothing holds of the built-in type.

    Its own comparisons do not cross; a subclass with more than those stays an object.
    """
    lineage = type(value).__mro__
    for base, convert in BASES:
        if base in lineage:
            own = lineage[:lineage.index(base)]
            added = [name for kind in own for name in kind.__dict__ if name not in ORDINARY]
            if added or getattr(value, "__dict__", None):
                return None
            return convert(value)
    return None


LIKE_BUILT_IN = ("UserList", "UserDict", "UserString")


def base_kind(value):
    """The built-in type that an object's class extends, or "" if it is one around such a value."""
    kind = type(value)
    for base, _ in BASES:
        if base in kind.__mro__:
            return base.__name__
    return "" if user_kind(kind) or kind is MAPPING_PROXY else None


def user_kind(kind):
    return any([base.__module__ == "collections" and base.__name__ in LIKE_BUILT_IN
                for base in kind.__mro__])


def base_value(value, name):
    """That value, for an operator of this name; `None` if the class has such a one of its own."""
    kind = type(value)
    if kind is MAPPING_PROXY:
        return dict(value)
    owner = next((base for base in kind.__mro__ if name in base.__dict__), object)
    compares = name in COMPARISONS[:-1]
    if user_kind(kind):
        data = value.data
        own = owner.__module__ not in ("collections", "collections.abc")
        if own and not compares or type(data) not in (list, dict, str):
            return None
        return data if type(data) is str else data.copy()
    if name == "__getitem__" and hasattr(kind, "__missing__"):
        return None
    for base, convert in BASES:
        if base in kind.__mro__:
            return convert(value) if compares or owner in base.__mro__ else None
    return None


def enumerated(value):
    """The number or text that a member of an enumeration is; `None` for all else."""
    enum = sys.modules.get("enum")
    if enum is not None and enum.Enum in type(value).__mro__:
        for base, convert in BASES[:3]:
            if base in type(value).__mro__:
                return convert(value)
    return None


MAPPING_PROXY = type(type.__dict__)
LAZY = {kind: "iterator" for kind in (
    map, filter, zip, enumerate, reversed, type(item for item in ()), type(iter(())),
    type(iter([])), type(iter({})), type(iter(set())), type(iter("")), type(iter(range(0))),
    type(reversed([])))}
ITERATORS = frozenset(LAZY)
LAZY.update({type({}.keys()): "dict_keys", type({}.values()): "dict_values",
             type({}.items()): "dict_items"})
MAX_LAZY = 100_000


def encode_lazy(value, name):
    """An iterator's items, as far as there is an end to them; the other side gets an iterator."""
    encoder = Encoder()
    fields = []
    for number, item in enumerate(value):
        if number == MAX_LAZY:
            raise CannotCross("an iterator of more than %d items" % MAX_LAZY, by_type=False)
        fields.append([number, encoder.encode(item)])
        encoder = Encoder()
    return {"$record": {"type": name, "fields": fields}}


def decode_lazy(name, items):
    if name == "iterator":
        return iter(items)
    if name == "dict_keys":
        return dict.fromkeys(items).keys()
    if name == "dict_values":
        return dict(enumerate(items)).values()
    if name == "dict_items":
        return dict(items).items()
    raise Malformed("an unknown record")
