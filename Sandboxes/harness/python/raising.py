# Exceptions as they cross: their lineage, message and plain fields.

MAX_LINEAGE = 64


def lineage(kind):
    """Modules and names of a class and its bases; an exception class of the tests' has a number."""
    found = []
    for base in kind.__mro__:
        entry = [str(base.__module__), str(base.__qualname__)]
        if Encoder.objects is not None and BaseException in base.__mro__:
            number = Encoder.objects.class_number(base)
            entry += [] if number is None else [number]
        found.append(entry)
    return found


def class_of(types, known, make):
    """The class with such a lineage: its bases are those of which no other is a subclass."""
    if len(expect(types, list)) > MAX_LINEAGE:
        raise Malformed("an exception with too many bases")
    line = []
    for entry in reversed(types):
        module, name = [expect(word, str) for word in expect(entry, list)[:2]]
        if (module, name) == ("builtins", "object"):
            continue
        number = expect(entry[2], int) if len(entry) > 2 else None
        kind = known(module, name, number)
        if kind is None:
            bases = []
            for base in line:
                if not any([base in other.__mro__ for other in bases]):
                    bases.append(base)
            kind = make(module, name, number, tuple(bases) or (Exception,))
        line.insert(0, kind)
    return line[0] if line else Exception


def new_class(module, name, bases):
    members = {"__str__": told_text, "__module__": module[:100]}
    try:
        return type(clip_name(name), bases, members)
    except TypeError:
        # Bases whose objects look different within.
        return type(clip_name(name), bases[:1], members)


def clip_name(name):
    return name.rpartition(".")[2][:100]


def told_text(self):
    return self.__dict__.get("_text", Exception.__str__(self))


def new_exception(kind, arguments, whole=False):
    if whole or kind.__module__ == "builtins":
        try:
            error = kind(*arguments)
            if type(error) is kind:
                return error
        except Exception:
            pass
    try:
        error = kind.__new__(kind)
    except Exception:
        # Such as ExceptionGroup, which cannot be made empty.
        error = Exception.__new__(Exception)
    error.args = tuple(arguments)
    return error


def _raised(error, path, depth=0):
    kind = type(error)
    try:
        message = str(error)
    except BaseException:
        message = ""
    if type(message) is not str:
        message = ""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    if line is None and isinstance(error, SyntaxError) and type(error.lineno) is int:
        line = error.lineno
    try:
        arguments = Encoder().encode(list(error.args))
    except CannotCross:
        arguments = None
    tree = {"types": lineage(kind), "message": encode_text(message[:65536]), "args": arguments,
            "line": line, "fields": _fields(error)}
    number = None if Encoder.objects is None else Encoder.objects.error_number(error)
    if number is not None:
        tree["error"] = number
    cause = error.__cause__
    if isinstance(cause, BaseException) and depth < 5:
        tree["cause"] = _raised(cause, path, depth + 1)
    return tree


def _fields(error):
    """What an exception and its classes carry beside its arguments, as far as that is data."""
    fields, left = {}, []
    try:
        for kind in reversed(type(error).__mro__):
            if kind.__module__ not in sys.stdlib_module_names:
                left += [(name, value) for name, value in vars(kind).items()
                         if not callable(value) and not hasattr(type(value), "__get__")]
        for name, value in (left + list(vars(error).items()))[:64]:
            if type(name) is str and not name.startswith("_"):
                try:
                    fields[name] = Encoder().encode(value)
                except CannotCross:
                    pass
    except BaseException:
        pass
    return fields
