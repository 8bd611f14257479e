# The candidate's side: runs the source, then answers calls. It holds no test and no expected value,
# so whatever the source does to this process can only change its answers.

CALLS = 3
ANSWERS = 4


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


def _describe(namespace, name):
    """The lineage of an exception class; of all else, whether the source defines it itself.

    Nothing if there is no such name.
    """
    name = name.partition(".")[0]
    if name not in namespace:
        return None
    value = namespace[name]
    if isinstance(value, type) and issubclass(value, BaseException):
        return lineage(value)
    return getattr(value, "__module__", None) == "solution"


def _uncopied(proxy, do, name, arguments):
    if do == "copy":
        raise TypeError("%s: this object belongs to the tests" % name)


class _Calls:
    """The examiner's requests, and the source's own to the examiner while it works on one."""

    def __init__(self, path):
        from _thread import RLock
        self.path = path
        self.lines = Lines(CALLS, MAX_BYTES * 4)
        self.namespace = {}
        self.lock = RLock()
        self.shared = Shared()
        self.asked = 0
        self.errors = _Errors(self)

    def write(self, frame):
        write_all(ANSWERS, dumps(frame) + b"\n")

    def action(self, frame):
        do = frame.get("do")
        if do is None:
            return lambda arguments, keywords: \
                _resolve(self.namespace, frame["name"])(*arguments, **keywords)
        if do == "make":
            return lambda arguments, keywords: self.make(frame["name"], arguments, keywords)
        if do == "global":
            return lambda arguments, keywords: Lent(_resolve(self.namespace, frame["name"]))
        if do == "describe":
            return lambda arguments, keywords: _describe(self.namespace, frame["name"])
        return lambda arguments, keywords: Encoder.objects.perform(frame, arguments, keywords)

    def make(self, name, arguments, keywords):
        target = _resolve(self.namespace, name)
        value = target(*arguments, **keywords)
        return Lent(value) if isinstance(target, type) else value

    def answer(self, frame):
        answer = work(frame, self.action(frame), self.path, self.shared)
        answer["id"] = frame["id"]
        _flush()
        self.write(answer)

    def request(self, frame, arguments, keywords):
        """Asks the examiner; calls of its tests that come before the answer are answered first."""
        with self.lock, Nested():
            self.asked += 1
            frame["ask"] = number = self.asked
            shared = Shared()
            frame["args"] = Turn(shared, number, 0).write((list(arguments), keywords))
            self.write(frame)
            while True:
                line = self.lines.next()
                if line is None:
                    posix._exit(0)
                reply = loads(line)
                if reply.get("reply") == number:
                    break
                self.answer(reply)
        back = Turn(shared, number, 1)
        back.apply(reply.get("changed", []))
        if "raised" in reply:
            raise self.rebuild(reply["raised"])
        return outcome_of(reply, back, frame)

    def rebuild(self, tree):
        """An exception of the tests' own: the nearest type that is known here."""
        message = Decoder().decode(tree["message"])
        arguments = [message] if tree["args"] is None else Decoder().decode(tree["args"])
        kind = self.errors.class_like(tree["types"])
        error = new_exception(kind, arguments)
        for field, value in tree.get("fields", {}).items():
            error.__dict__[field] = Decoder().decode(value)
        if kind.__str__ is told_text:
            error.__dict__["_text"] = message
        error.__dict__[_NUMBER] = tree.get("error")
        return error


_NUMBER = "_assay_error"


class _Errors:
    """The exceptions of the tests, which come back as themselves."""

    def __init__(self, calls):
        self.calls = calls
        self.like = calls.rebuild

    def crosses(self, error):
        return self.number(error) is not None or type(error).__module__ == "builtins"

    def number(self, error):
        number = vars(error).get(_NUMBER)
        return number if type(number) is int else None

    def is_own(self, kind):
        return False

    def is_likened(self, types):
        return any([entry[:2] == ["builtins", "BaseException"] for entry in types])

    def class_like(self, types):
        return class_of(types, self.known, self.make)

    def known(self, module, name, number):
        if number is not None:
            return Encoder.objects.borrowed.get(number)
        found = self.calls.namespace.get(name) if module == "solution" else getattr(
            sys.modules.get(module), name, None)
        return found if isinstance(found, type) and issubclass(found, BaseException) else None

    def make(self, module, name, number, bases):
        if number is None:
            return bases[0]
        return Encoder.objects.liken(new_class(module, name, bases), number)


def main():
    path = sys.argv[1]
    alone = len(sys.argv) > 2
    if alone:
        # No examiner: calls come on standard input, answers leave on standard output, and what
        # the program prints joins standard error.
        posix.dup2(0, CALLS, inheritable=False)
        posix.dup2(1, ANSWERS, inheritable=False)
        empty = posix.open("/dev/null", posix.O_RDONLY)
        posix.dup2(empty, 0)
        posix.dup2(2, 1)
    _standard_names()
    calls = _Calls(path)
    start = loads(calls.lines.next())
    prelude = Decoder().decode(start["prelude"])
    try:
        calls.namespace = _load(prelude, path)
        answer = {"ready": True, "names": {
            name: found for name, found in [
                (name, _describe(calls.namespace, name)) for name in start.get("names", ())]
            if found is not None}}
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        answer = {"raised": _raised(error, path)}
    answer["id"] = 0
    _flush()
    calls.write(answer)
    if "raised" not in answer:
        if not alone:
            Encoder.objects = Decoder.objects = Bridge(
                calls.request, named=lambda name: _resolve(calls.namespace, name),
                watch=_uncopied, library=_of_library, base=plain_base, errors=calls.errors,
                tell=lambda value: type(value) is type and value.__module__ == "builtins")
        for line in iter(calls.lines.next, None):
            calls.answer(loads(line))
    _flush()
    posix._exit(0)


def _of_library(module, name):
    return getattr(__import__(module, fromlist=[name]), name)


main()
