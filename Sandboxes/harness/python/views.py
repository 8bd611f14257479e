# Arrays that share memory with others that cross: what is stored in one is in the other, too.

VIEW_KINDS = "biufcSUMm"


def whole_of(value):
    """The array that this one is a part of, if views of it can cross; else `None`."""
    if type(value).__name__ != "ndarray":
        return None
    whole = value.base
    if whole is None or type(whole) is not type(value) or not is_changeable(whole) \
            or not whole.flags.c_contiguous or whole.flags.writeable is not value.flags.writeable:
        return None
    for array in (value, whole):
        if array.dtype.kind not in VIEW_KINDS or array.dtype.fields:
            return None
    return whole


def window(value, whole):
    """Type, shape, steps and beginning, these in bytes, of a part of an array."""
    start = value.__array_interface__["data"][0] - whole.__array_interface__["data"][0]
    return [value.dtype.str, list(value.shape), list(value.strides), start]


def view_of(whole, dtype, shape, strides, start):
    if type(whole).__name__ != "ndarray" or len(expect(dtype, str)) > 16 \
            or dtype.lstrip("<>|=")[:1] not in VIEW_KINDS or whole.dtype.kind not in VIEW_KINDS:
        raise Malformed("a view of no array")
    numbers = [expect(item, int) for item in [*expect(shape, list), *expect(strides, list), start]]
    if any([abs(item) > 1 << 40 for item in numbers]):
        raise Malformed("a bad view")
    # It is numpy that looks whether the part lies within the whole.
    return type(whole)(tuple(shape), dtype, whole, start, tuple(strides))


def layout(array):
    return {} if array.flags.c_contiguous else {"apart": True}


def laid_out(array, shape, body):
    """An array, or the one item of an array without a shape.

    What lies otherwise on the other side is a part here of one that nobody knows: its own parts
    cannot cross as such.
    """
    if not shape:
        return array.reshape(())[()]
    if "apart" in body:
        return array.reshape(shape)
    array.shape = tuple(shape)
    return array
