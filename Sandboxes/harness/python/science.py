# Arrays of numpy and frames of pandas, as plain data. Neither is imported here unless a value
# needs it.

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
    for name in ("ndarray", "generic", "DataFrame", "Series", "Index", "Timestamp", "Timedelta"):
        base = getattr(module, name, None)
        # Subclasses (masked arrays, matrices) mean more than their data.
        if kind is base or name in ("generic", "Index") and base in kind.__mro__:
            return "%s.%s" % (library, name)
    if kind.__name__ in ("NaTType", "NAType"):
        return "pandas." + kind.__name__
    return None


def is_changeable(value):
    return science_type(value) in ("numpy.ndarray", "pandas.DataFrame", "pandas.Series")


def encode_science(name, value, encoder, depth):
    if name == "numpy.ndarray":
        return encode_array(value, encoder, depth)
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
    else:
        parts = {}
    return record(name, parts)


def record(name, parts):
    return {"$record": {"type": name, "fields": [[key, part] for key, part in parts.items()]}}


def encode_array(array, encoder, depth):
    if array.dtype.kind not in DTYPE_KINDS or array.dtype.fields or array.size > MAX_ITEMS:
        raise CannotCross("numpy.ndarray of %s" % array.dtype)
    flat = array.ravel()
    if array.dtype.kind in "Mm":
        flat = flat.view("i8")
    elif array.dtype.kind == "f" and array.dtype.itemsize > 8:
        flat = flat.astype("f8")
    return {"$array": {
        "dtype": array.dtype.str, "shape": list(array.shape),
        "data": [encoder.tree(item, depth + 1) for item in flat.tolist()]}}


def encode_column(series, encoder, depth):
    """A column's array, with its type's name where that is none of numpy's."""
    numpy = sys.modules["numpy"]
    if isinstance(series.dtype, numpy.dtype):
        return [encode_array(series.to_numpy(), encoder, depth), ""]
    return [encode_array(numpy.asarray(series, dtype=object), encoder, depth), str(series.dtype)]


def encode_index(index, encoder, depth):
    return record("pandas.Index", {
        "names": [encoder.tree(name, depth + 1) for name in index.names],
        "levels": index.nlevels,
        "data": encode_column(index, encoder, depth + 1) if index.nlevels == 1 else
        encoder.tree(index.tolist(), depth + 1)})


def decode_array(body, decoder, depth):
    expect(body, dict)
    import numpy
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
        array = numpy.array(items, dtype="i8").view(dtype)
    else:
        array = numpy.array(items, dtype=dtype)
    return array.reshape(shape) if shape else array.reshape(())[()]


def decode_science(name, fields, decoder, depth):
    parts = {expect(key, str): part for key, part in fields}
    import pandas
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
        return pandas.Index(decode_column(parts["data"], decoder, depth), name=names[0])
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
