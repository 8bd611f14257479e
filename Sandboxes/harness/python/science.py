# Values of the libraries' types, as plain data: Python's own, numpy's and pandas'. None of them is
# imported here unless a value needs it.

DTYPE_KINDS = "biufcUSMmO"
MAX_ITEMS = 4_000_000
SCIENCE = ("numpy", "pandas")


def science_type(value):
    """`numpy.ndarray` and the like; `None` for what is none of theirs."""
    kind = type(value)
    library = kind.__module__.partition(".")[0]
    if library not in SCIENCE or library not in sys.modules:
        return None
    module = sys.modules[library]
    for name in ("ndarray", "generic", "matrix", "DataFrame", "Series", "Index", "Timestamp",
                 "Timedelta", "Period", "Interval"):
        base = getattr(module, name, None)
        # Subclasses such as masked arrays mean more than their data.
        if kind is base or name in ("generic", "Index") and base in kind.__mro__:
            return "%s.%s" % (library, name)
    if kind.__name__ in ("NaTType", "NAType"):
        return "pandas." + kind.__name__
    return None


def is_changeable(value):
    if type(value).__name__ == "ndarray" and not value.ndim:
        return False
    return science_type(value) in ("numpy.ndarray", "pandas.DataFrame", "pandas.Series")


def encode_science(name, value, encoder, depth):
    if name == "numpy.ndarray":
        return encode_array(value, encoder, depth)
    if encoder.objects is None and name in ("numpy.matrix", "pandas.Period", "pandas.Interval"):
        raise CannotCross(type_name(value))
    if name == "numpy.matrix":
        array = encode_array(sys.modules["numpy"].asarray(value), encoder, depth)
        return record("pandas.matrix", {"data": array})
    if name == "numpy.generic":
        if encoder.objects is None:
            # Whoever compares without Python has no types of numpy's.
            item = value.item()
            return encoder.tree(float(item) if type(item) is type(value) else item, depth + 1)
        return encode_array(sys.modules["numpy"].asarray(value), encoder, depth)
    if name == "pandas.DataFrame":
        columns = [encode_column(value.iloc[:, n], encoder, depth + 1)
                   for n in range(value.shape[1])]
        parts = {"columns": encode_index(value.columns, encoder, depth + 1),
                 "index": encode_index(value.index, encoder, depth + 1), "data": columns}
    elif name == "pandas.Series":
        parts = {"name": encoder.tree(value.name, depth + 1),
                 "index": encode_index(value.index, encoder, depth + 1),
                 "data": encode_column(value, encoder, depth + 1)}
    elif name == "pandas.Index":
        return encode_index(value, encoder, depth)
    elif name in ("pandas.Timestamp", "pandas.Timedelta"):
        parts = {"text": value.isoformat()}
    elif name == "pandas.Period":
        parts = {"text": str(value), "freq": value.freqstr}
    elif name == "pandas.Interval":
        parts = {"ends": [encoder.tree(end, depth + 1) for end in (value.left, value.right)],
                 "closed": value.closed}
    else:
        parts = {}
    return record(name, parts)


def record(name, parts):
    return {"$record": {"type": name, "fields": [[key, part] for key, part in parts.items()]}}


def encode_array(array, encoder, depth):
    fields = array.dtype.fields
    wide = array.dtype.kind == "f" and array.dtype.itemsize > 8
    if encoder.objects is not None and (wide or fields) and not array.dtype.hasobject:
        kinds = array.dtype.descr if fields else array.dtype.str
        return {"$array": {"dtype": kinds, "shape": list(array.shape), **layout(array),
                           "bytes": base64(array.tobytes())}}
    if array.dtype.kind not in DTYPE_KINDS or array.dtype.fields or array.size > MAX_ITEMS:
        raise CannotCross("numpy.ndarray of %s" % array.dtype)
    flat = array.ravel()
    if array.dtype.kind in "Mm":
        flat = flat.view("i8")
    elif wide:
        flat = flat.astype("f8")
    return {"$array": {
        "dtype": array.dtype.str, "shape": list(array.shape), **layout(array),
        "data": list(map(encode_float, flat.tolist())) if array.dtype.kind == "f" else
        [encoder.tree(item, depth + 1) for item in flat.tolist()]}}


def encode_column(series, encoder, depth):
    """A column's array, with its type's name where that is none of numpy's."""
    numpy = sys.modules["numpy"]
    if isinstance(series.dtype, numpy.dtype):
        return [encode_array(series.to_numpy(), encoder, depth), ""]
    return [encode_array(numpy.asarray(series, dtype=object), encoder, depth), str(series.dtype)]


def encode_index(index, encoder, depth):
    freq = None if encoder.objects is None else getattr(index, "freqstr", None)
    return record("pandas.Index", {
        **({} if freq is None else {"freq": freq}),
        "names": [encoder.tree(name, depth + 1) for name in index.names],
        "levels": index.nlevels,
        "data": encode_column(index, encoder, depth + 1) if index.nlevels == 1 else
        encoder.tree(index.tolist(), depth + 1)})


def decode_array(body, decoder, depth):
    expect(body, dict)
    import numpy
    if "bytes" in body:
        # Longer floats than Python's, and records.
        kinds = body["dtype"]
        kinds = [tuple(kind) for kind in kinds] if type(kinds) is list else expect(kinds, str)
        array = numpy.frombuffer(a2b_base64(expect(body["bytes"], str)), dtype=kinds)
        return laid_out(array.copy(), expect(body["shape"], list), body)
    dtype, shape = expect(body["dtype"], str), expect(body["shape"], list)
    items = [decoder.value(item, depth + 1, None) for item in expect(body["data"], list)]
    kind = dtype.lstrip("<>|=")[:1]
    count = 1
    for size in shape:
        if expect(size, int) < 0:
            raise Malformed("a negative size")
        count *= size
    if not kind or kind not in DTYPE_KINDS or count != len(items) or len(dtype) > 16:
        raise Malformed("a bad array")
    if kind in "US":
        # How wide the texts are is for their own length to say.
        dtype = kind
    if kind == "O":
        array = numpy.empty(len(items), dtype=object)
        array[:] = items
    elif kind in "Mm":
        array = numpy.array(items, dtype="i8").view(dtype).copy()
    else:
        array = numpy.array(items, dtype=dtype)
    return laid_out(array, shape, body)


def decode_science(name, fields, decoder, depth):
    parts = {expect(key, str): part for key, part in fields}
    if name == "pandas.matrix":
        import numpy
        return numpy.matrix(decode_array(expect(parts["data"], dict)["$array"], decoder, depth))
    import pandas
    if name == "pandas.Period":
        return pandas.Period(expect(parts["text"], str)[:64], expect(parts["freq"], str)[:16])
    if name == "pandas.Interval":
        left, right = [decoder.value(end, depth + 1, None) for end in expect(parts["ends"], list)]
        return pandas.Interval(left, right, expect(parts["closed"], str))
    if name in ("pandas.Timestamp", "pandas.Timedelta"):
        return getattr(pandas, name[7:])(expect(parts["text"], str)[:64])
    if name in ("pandas.NaTType", "pandas.NAType"):
        return pandas.NaT if name.endswith("TType") else pandas.NA
    if name == "pandas.Index":
        return decode_index(parts, decoder, depth)
    index = decode_nested(parts["index"], decoder, depth)
    if name == "pandas.Series":
        return pandas.Series(decode_column(parts["data"], decoder, depth), index=index,
                             name=decoder.value(parts["name"], depth + 1, None))
    if name != "pandas.DataFrame":
        raise Malformed("an unknown record")
    columns = [decode_column(column, decoder, depth) for column in expect(parts["data"], list)]
    frame = pandas.DataFrame({n: pandas.Series(column, index=index)
                              for n, column in enumerate(columns)}, index=index)
    frame.columns = decode_nested(parts["columns"], decoder, depth)
    return frame


def decode_nested(tree, decoder, depth):
    inner = expect(expect(tree, dict)["$record"], dict)
    if inner["type"] != "pandas.Index":
        raise Malformed("an index should stand here")
    return decode_index({key: part for key, part in expect(inner["fields"], list)}, decoder, depth)


def decode_index(parts, decoder, depth):
    import pandas
    names = [decoder.value(name, depth + 1, None) for name in expect(parts["names"], list)]
    if expect(parts["levels"], int) == 1:
        index = pandas.Index(decode_column(parts["data"], decoder, depth), name=names[0])
        if parts.get("freq") is not None and type(index) is pandas.DatetimeIndex:
            index.freq = expect(parts["freq"], str)[:16]
        return index
    tuples = expect(decoder.value(parts["data"], depth + 1, None), list)
    return pandas.MultiIndex.from_tuples(tuples, names=names)


def decode_column(pair, decoder, depth):
    import pandas
    tree, extension = expect(pair, list)
    values = decode_array(expect(tree, dict)["$array"], decoder, depth)
    if expect(extension, str):
        return pandas.Series(values).astype(extension[:64]).array
    return values


def is_same(before, after):
    """Whether a changeable value still is what its copy was."""
    if type(before).__name__ == "ndarray":
        if before.shape != after.shape or before.dtype != after.dtype:
            return False
        if before.dtype.kind == "O":
            return all([old is new for old, new in zip(before.ravel(), after.ravel())])
        return before.tobytes() == after.tobytes()
    return before.equals(after) and (
        type(before).__name__ != "DataFrame" or before.columns.equals(after.columns))


def take_over(value, content):
    """Makes a changeable value what the other side made of it."""
    if type(value).__name__ == "ndarray":
        if value.shape != content.shape or value.dtype != content.dtype:
            raise Malformed("an array changed its shape")
        value[...] = content
    else:
        type(value).__init__(value, content)


# What Python's own library adds to the built-in types. Only two sides that hold objects of each
# other's exchange these: whoever compares without Python has no such types.

COLLECTIONS = ("OrderedDict", "defaultdict", "Counter", "deque")


def collected(value):
    """The name of a changeable container of the library's; `None` for all else."""
    kind = type(value)
    if kind is bytearray:
        return "bytearray"
    name = kind.__name__
    if name not in COLLECTIONS or "collections" not in sys.modules:
        return None
    return name if kind is getattr(sys.modules["collections"], name, None) else None


def encode_collected(value, encoder, depth):
    name = collected(value)
    if name == "bytearray":
        return [name, None, base64(value)]
    if name == "deque":
        return [name, value.maxlen, [encoder.tree(item, depth + 1) for item in value]]
    factory = None
    if name == "defaultdict":
        factory = encoder.tree(value.default_factory, depth + 1)
    return [name, factory, encoder.members(value, depth)]


def decode_collected(body, decoder, depth, number):
    name, extra, tree = body
    if name == "bytearray":
        value = bytearray(a2b_base64(expect(tree, str)))
        decoder.register(value, number)
        return value
    import collections
    if name == "deque":
        value = collections.deque(maxlen=extra)
        decoder.register(value, number)
        value.extend([decoder.value(item, depth + 1, None) for item in expect(tree, list)])
        return value
    if name == "defaultdict":
        value = collections.defaultdict(decoder.value(extra, depth + 1, None))
    elif name in COLLECTIONS:
        value = getattr(collections, name)()
    else:
        raise Malformed("an unknown container")
    decoder.register(value, number)
    decoder.fill(value, expect(tree, dict), depth)
    return value


def named_fields(kind):
    """The name and the fields of a named tuple's type; `None` for all else."""
    fields = kind.__dict__.get("_fields")
    if kind.__bases__ != (tuple,) or type(fields) is not tuple or not all(
            [type(field) is str for field in fields]):
        return None
    return [kind.__name__, list(fields)]


def encode_library(value, encoder, depth):
    kind = type(value)
    if kind is slice:
        return {"$slice": [encoder.tree(part, depth + 1)
                           for part in (value.start, value.stop, value.step)]}
    module = kind.__module__
    if module not in sys.stdlib_module_names or kind is not getattr(
            sys.modules.get(module), kind.__name__, None):
        return None
    name = kind.__name__
    if module == "datetime" and name == "timedelta":
        return {"$library": [name, [value.days, value.seconds, value.microseconds]]}
    if module == "datetime" and name == "time" and value.tzinfo is None:
        return {"$library": [name, value.isoformat()]}
    if module == "uuid" and name == "UUID":
        return {"$library": [name, str(value)]}
    if "enum" in sys.modules and sys.modules["enum"].Enum in kind.__mro__:
        return encode_member(value, name, module)
    return None


# Where the library's enumerations are that functions return; both sides can have them.
ENUMERATIONS = ("calendar", "http", "inspect", "plistlib", "pstats", "re", "signal", "socket",
                "ssl", "uuid")


def encode_member(value, name, module):
    if module not in ENUMERATIONS:
        return None
    if value.name in type(value).__members__:
        return {"$library": [name, [module, value.name]]}
    # Some flags of many have no name of their own.
    return {"$library": [name, [module, value.value]]} if type(value.value) is int else None


def decode_member(name, module, member):
    if expect(module, str) not in ENUMERATIONS:
        raise Malformed("an unknown enumeration")
    kind = getattr(__import__(module), expect(name, str), None)
    if type(kind) is not type(sys.modules["enum"].Enum):
        raise Malformed("an unknown enumeration")
    return kind(member) if type(member) is int else kind[expect(member, str)]


NAMED = {}


def decode_library(tag, body, decoder, depth):
    if tag == "$slice":
        return slice(*[decoder.value(part, depth + 1, None) for part in body[:3]])
    if tag == "$named":
        name, fields, items = body
        key = repr((name, fields))
        if key not in NAMED:
            import collections
            if len(NAMED) > 1000:
                raise Malformed("too many types")
            NAMED[key] = collections.namedtuple(expect(name, str), expect(fields, list))
        values = [decoder.value(item, depth + 1, None) for item in expect(items, list)]
        for field, value in zip(fields, values):
            decoder.objects.adopt(value, name, field)
        return NAMED[key](*values)
    name, content = body
    if name == "timedelta":
        import datetime
        return datetime.timedelta(*[expect(part, int) for part in expect(content, list)[:3]])
    if name == "time":
        import datetime
        return datetime.time.fromisoformat(expect(content, str))
    if name == "UUID":
        import uuid
        return uuid.UUID(expect(content, str))
    module, member = expect(content, list)
    return decode_member(name, module, member)
