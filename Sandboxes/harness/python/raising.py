# Exceptions as they cross: their lineage, message and plain fields.


def _raised(error, path, depth=0):
    kind = type(error)
    try:
        message = str(error)
    except BaseException:
        message = ""
    if type(message) is not str:
        message = ""
    lineages = [[base.__module__, base.__qualname__] for base in kind.__mro__]
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
    tree = {"types": lineages, "message": encode_text(message[:65536]), "args": arguments,
            "line": line, "fields": _fields(error)}
    cause = error.__cause__
    if isinstance(cause, BaseException) and depth < 5:
        tree["cause"] = _raised(cause, path, depth + 1)
    return tree


def _fields(error):
    """What an exception carries beside its arguments, as far as that is plain data."""
    fields = {}
    try:
        for name, value in list(vars(error).items())[:32]:
            if type(name) is str and not name.startswith("_"):
                fields[name] = Encoder().encode(value)
    except BaseException:
        pass
    return fields
