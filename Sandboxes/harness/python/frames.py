"""Frames between an examiner and a candidate: JSON, one a line.

Every guest program starts with this file. It imports only what is built in, because a whole
interpreter is started for every submission.
"""

import posix
import sys
from _json import encode_basestring_ascii, make_encoder, make_scanner
from binascii import a2b_base64, b2a_base64

MAX_DEPTH = 200
MAX_BYTES = 16 << 20


class Malformed(Exception):
    """A frame that no honest peer sends."""


class TooLarge(Malformed):
    """A frame larger than any side reads."""


class _Context:
    strict = True
    object_hook = object_pairs_hook = None
    parse_float = float
    parse_int = int

    @staticmethod
    def parse_constant(name):
        raise Malformed("a bare " + name)


_scan = make_scanner(_Context)


def _unencodable(value):
    raise Malformed("no JSON for " + type(value).__name__)


_chunks = make_encoder(
    None, _unencodable, encode_basestring_ascii, None, ":", ",", False, False, False)
_digit_limit = getattr(sys, "set_int_max_str_digits", None)
_get_digit_limit = getattr(sys, "get_int_max_str_digits", None)


def _any_digits(action):
    # Long integers are plain data too; the program under test keeps its own limit.
    if _digit_limit is None:
        return action()
    before = _get_digit_limit()
    _digit_limit(0)
    try:
        return action()
    finally:
        _digit_limit(before)


def dumps(tree):
    def write():
        return "".join(_chunks(tree, 0)).encode("ascii")
    try:
        return write()
    except ValueError:
        return _any_digits(write)


def loads(line):
    try:
        text = line.decode("utf-8")
        try:
            tree, end = _scan(text, 0)
        except ValueError:
            tree, end = _any_digits(lambda: _scan(text, 0))
    except (ValueError, StopIteration, RecursionError) as error:
        raise Malformed(type(error).__name__) from None
    if end != len(text):
        raise Malformed("text after the frame")
    return tree


def write_all(descriptor, data):
    view = memoryview(data)
    while view:
        view = view[posix.write(descriptor, view):]


class Lines:
    """Reads frames, one a line, from a descriptor."""

    def __init__(self, descriptor, limit):
        self.descriptor = descriptor
        self.limit = limit
        self.pending = b""

    def next(self):
        """The next line without its end; `None` at the end of the stream."""
        parts = []
        size = 0
        data = self.pending
        while True:
            end = data.find(b"\n")
            if end >= 0:
                parts.append(data[:end])
                self.pending = data[end + 1:]
                return b"".join(parts)
            parts.append(data)
            size += len(data)
            if size > self.limit:
                raise TooLarge("a frame is larger than %d bytes" % self.limit)
            data = posix.read(self.descriptor, 1 << 18)
            if not data:
                self.pending = b""
                return None
