# The candidate's side: runs the source, then answers calls. It holds no test and no expected value,
# so whatever the source does to this process can only change its answers.

CALLS = 3
ANSWERS = 4
SMALL = (int, str, float, bool, type(None))


def _resolve(namespace, name):
    first, _, rest = name.partition(".")
    try:
        target = namespace[first]
    except KeyError:
        raise NameError("name '%s' is not defined" % first) from None
    if rest:
        if isinstance(target, type):
            target = target()
        target = getattr(target, rest)
    return target


def _snapshot(containers):
    return [(kind.copy(container), kind) for container, kind in
            [(container, type(container)) for container in containers]]


def _unchanged(before, after, kind):
    if len(before) != len(after):
        return False
    if kind is list:
        return all([old is new for old, new in zip(before, after)])
    if kind is dict:
        return all([key is other and old is new for (key, old), (other, new)
                    in zip(before.items(), after.items())])
    return not (before - after)


def _answer(namespace, call, path):
    containers = []
    decoder = Decoder(registered=containers)
    arguments, keywords = decoder.decode(call["args"])
    before = _snapshot(containers)
    try:
        value = _resolve(namespace, call["name"])(*arguments, **keywords)
    except BaseException as error:
        answer = {"raised": _raised(error, path)}
    else:
        if "observe" in call:
            value = arguments[call["observe"]] if call["observe"] < len(arguments) else None
            return {"value": Encoder().encode(value)}
        if type(value) in SMALL and not containers:
            return {"value": Encoder().tree(value, 0)}
        handles = {id(container): n for n, container in enumerate(containers)}
        answer = {"value": Encoder(handles).encode(value)}
    handles = {id(container): n for n, container in enumerate(containers)}
    changed = []
    for number, (old, kind) in enumerate(before):
        container = containers[number]
        if not _unchanged(old, container, kind):
            changed.append([number, Encoder(handles).encode(kind.copy(container))])
    if changed:
        answer["changed"] = changed
    return answer


def main():
    path = sys.argv[1]
    if len(sys.argv) > 2:
        # No examiner: calls come on standard input, answers leave on standard output, and what
        # the program prints joins standard error.
        posix.dup2(0, CALLS, inheritable=False)
        posix.dup2(1, ANSWERS, inheritable=False)
        empty = posix.open("/dev/null", posix.O_RDONLY)
        posix.dup2(empty, 0)
        posix.dup2(2, 1)
    _standard_names()
    lines = Lines(CALLS, MAX_BYTES * 4)
    start = loads(lines.next())
    prelude = Decoder().decode(start["prelude"])
    try:
        namespace = _load(prelude, path)
        answer = {"ready": True}
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        answer = {"raised": _raised(error, path)}
    while True:
        _flush()
        answer["id"] = start["id"]
        write_all(ANSWERS, dumps(answer) + b"\n")
        if "raised" in answer and start["id"] == 0:
            break
        line = lines.next()
        if line is None:
            break
        start = loads(line)
        try:
            answer = _answer(namespace, start, path)
        except CannotCross as error:
            answer = {"cannot": error.what}
        except BaseException as error:
            # A generator that fails does so only now, while its items are read.
            answer = {"raised": _raised(error, path)}
    _flush()
    posix._exit(0)


main()
