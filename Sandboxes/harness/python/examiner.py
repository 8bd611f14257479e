# The examiner's side: runs the trusted tests, with the candidate's functions as calls over a pipe.
# Nothing that comes from the candidate is executed or trusted here; its answers are plain data.

CALLS = 3
ANSWERS = 4
TYPING = ("Any Callable Dict FrozenSet Generator Iterable Iterator List Optional Sequence Set"
          " Tuple Type Union").split()
ALIASES = {"np": "numpy", "pd": "pandas"}
MEMBERS = {"Counter": "collections", "OrderedDict": "collections", "defaultdict": "collections",
           "deque": "collections", "Decimal": "decimal", "Fraction": "fractions"}


class Fallback(Ended):
    """The tests need the candidate's objects themselves."""


class Gone(Ended):
    """The candidate does not answer any more."""


class Candidate:
    """The calls to the candidate, and what has become of it."""

    def __init__(self, prelude, entry_point):
        self.entry_point = entry_point
        self.lines = Lines(ANSWERS, MAX_BYTES)
        self.count = 0
        self.fallback = None
        self.tampered = None
        self.gone = None
        self.load_error = None
        self.loaded = False
        self.raised = None
        self.raised_message = ""
        self.cannot = None
        self.last = ()
        self.relied = []
        # What the source itself decided on that the tests' outcome may hang on.
        self.decided = []
        self.exceptions = {}
        self.depth = 0
        self.lending = Lending(self)
        self.watched = []
        self.sources = []
        self.uses_objects = None
        self.send({"id": 0, "prelude": encode_text(prelude)})

    def objects_are_used(self):
        """Whether the tests look at attributes of anything but modules."""
        if self.uses_objects is None:
            self.uses_objects = any([uses_objects(source) for source in self.sources])
        return self.uses_objects

    def fall_back(self, reason):
        if self.fallback is None:
            self.fallback = reason
        raise Fallback(reason)

    def stop(self, reason):
        self.gone = self.gone or reason
        raise Gone(reason)

    def send(self, frame):
        try:
            write_all(CALLS, dumps(frame) + b"\n")
        except OSError:
            self.gone = "during the call"

    def receive(self, number):
        try:
            while True:
                line = self.lines.next()
                if line is None:
                    self.stop("while it was loaded" if not self.loaded else "during a call")
                answer = loads(line)
                if type(answer) is not dict or self.lines.pending:
                    raise Malformed("not one answer to one call")
                if "ask" not in answer:
                    break
                self.serve(answer)
            if answer.get("id") != number:
                raise Malformed("an answer to another call")
            return answer
        except Malformed as error:
            self.tampered = str(error)
            self.stop("with a malformed answer")

    def serve(self, frame):
        """Does what the candidate asks of an object that the tests gave it."""
        if not self.loaded or type(frame["ask"]) is not int or self.depth >= MAX_NESTING:
            raise Malformed("a request out of place")
        self.depth += 1
        bridge = Encoder.objects
        reply = work(frame, lambda *arguments: bridge.perform(frame, *arguments), TESTS)
        self.depth -= 1
        if "cannot" in reply:
            # Falling back would let the source choose how it is judged.
            error = TypeError("a `%s` of the tests cannot be had" % reply["cannot"])
            reply = {"raised": _raised(error, TESTS)}
        reply["reply"] = frame["ask"]
        self.send(reply)

    def understood(self, action):
        """Reads a part of an answer; what does not fit is no exception that tests could catch."""
        try:
            return action()
        except (Malformed, ArithmeticError, AttributeError, LookupError, MemoryError,
                RecursionError, TypeError, ValueError) as error:
            self.tampered = str(error) or type(error).__name__
            self.stop("with a malformed answer")

    def load(self):
        if self.loaded:
            return
        answer = self.receive(0)
        if "raised" in answer:
            self.understood(lambda: self.rebuild(answer["raised"]))
            self.load_error = self.raised_message
            self.stop("while it was loaded")
        self.loaded = True

    def call(self, name, arguments, keywords, do=None):
        if self.gone:
            self.stop(self.gone)
        if self.entry_point not in (None, name) and name not in self.relied:
            self.relied.append(name)
        self.load()
        frame = {"name": name} if do is None else {"name": name, "do": do}
        return self.exchange(frame, arguments, keywords)

    def exchange(self, frame, arguments, keywords):
        if self.gone:
            self.stop(self.gone)
        self.check_watched()
        containers = []
        name = frame["name"]
        try:
            frame["args"] = Encoder(registered=containers).encode((list(arguments), keywords))
        except CannotCross as error:
            if error.by_type:
                self.fall_back("`%s` is called with a value of type `%s`" % (name, error.what))
            self.stop("because an argument is " + error.what)
        self.count += 1
        number = frame["id"] = self.count
        self.last = ()
        self.send(frame)
        answer = self.receive(number)
        self.understood(lambda: apply_changes(answer, containers))
        if "cannot" in answer:
            self.refuse(name, self.understood(lambda: clip(expect(answer["cannot"], str), 200)))
        if "raised" in answer:
            self.raised = self.understood(lambda: self.rebuild(answer["raised"]))
            raise self.raised
        value = self.understood(lambda: outcome_of(answer, containers))
        self.last = (value,)
        return value

    def refuse(self, name, kind):
        self.cannot = "`%s` returned a value of type `%s`, which is no plain data" % (name, kind)
        self.stop("")

    def disbelieve(self, kind):
        self.cannot = ("an object of type `%s`, which is no plain data, was to judge a value of the"
                       " tests'" % kind)
        self.stop("")

    def check_watched(self):
        """Data that was read from an object is a copy: the tests must not mean to change it."""
        for container, text, what in self.watched:
            if self.lending.text(container) != text:
                self.fall_back("the tests change `%s` of an object of the source's" % what)

    def rebuild(self, tree):
        """An exception of the nearest type that the tests can name; never the candidate's own."""
        expect(tree, dict)
        message = expect(Decoder().decode(tree.get("message")), str)
        types = expect(tree.get("types"), list)
        arguments = None
        if tree.get("args") is not None:
            arguments = expect(Decoder().decode(tree["args"]), list)
        first = expect(expect(types[0], list)[1], str) if types else "Exception"
        known = add_exceptions(self, types)
        try:
            error = known.__new__(known)
        except TypeError:
            # Such as ExceptionGroup, which cannot be made empty.
            error = Exception.__new__(Exception)
        error.args = tuple(arguments if arguments is not None else [message])
        for field, value in expect(tree.get("fields", {}), dict).items():
            if field[:1] != "_":
                error.__dict__[field] = Decoder().decode(value)
        if known.__str__ is told_text:
            error.__dict__["_text"] = message
        self.raised_message = "%s: %s" % (first, message) if message else first
        if type(tree.get("line")) is int:
            self.raised_message += " (line %d of the source)" % tree["line"]
        return error


def known_exception(module, name):
    if module.partition(".")[0] not in sys.stdlib_module_names or module == "unittest.case":
        return None
    if name in ("StopIteration", "StopAsyncIteration"):
        # `map` and `zip` in the tests would end early, without a word.
        return RuntimeError
    kind = getattr(sys.modules.get(module), name, None)
    return kind if isinstance(kind, type) and issubclass(kind, BaseException) else None


class Remote:
    """A function or class of the candidate's, by its name."""

    def __init__(self, candidate, name):
        self.__dict__.update(_candidate=candidate, __name__=name, __qualname__=name, _object=None)

    def __call__(self, *arguments, **keywords):
        candidate, name = self._candidate, self.__name__
        if name[:1].isupper() and candidate.objects_are_used():
            made = candidate.call(name, arguments, keywords, do="make")
            if isinstance_exactly(made, Proxy):
                object.__setattr__(made, "_assay_made", True)
            return made
        return candidate.call(name, arguments, keywords)

    def _itself(self):
        if self.__dict__["_object"] is None:
            found = self._candidate.call(self.__name__, (), {}, do="global")
            if not isinstance_exactly(found, Proxy):
                self._candidate.fall_back("the tests use `%s` as a value" % self.__name__)
            object.__setattr__(found, "_assay_made", True)
            self.__dict__["_object"] = found
        return self.__dict__["_object"]

    def __getattr__(self, attribute):
        name = self.__dict__["__name__"]
        candidate = self.__dict__["_candidate"]
        if name in sys.stdlib_module_names and name != candidate.entry_point:
            return getattr(__import__(name), attribute)
        if name[:1].isupper() and attribute[:2] != "__":
            return getattr(self._itself(), attribute)
        return candidate.fall_back("the tests use `%s` of `%s`" % (attribute, name))

    def __setattr__(self, attribute, value):
        self._candidate.fall_back("the tests set `%s` of `%s`" % (attribute, self.__name__))

    def __instancecheck__(self, value):
        return isinstance_exactly(value, Proxy) and isinstance(value, self._itself())

    def __subclasscheck__(self, kind):
        return isinstance_exactly(kind, Proxy) and issubclass(kind, self._itself())

    def __hash__(self):
        return id(self)


def _as_value(self, *_):
    return self._candidate.fall_back("the tests use `%s` as a value" % self.__name__)


for _name in ("eq ne lt le gt ge add radd sub rsub mul rmul truediv rtruediv floordiv rfloordiv"
              " mod rmod pow rpow and rand or ror neg len iter contains getitem int float index"
              " bool enter mro_entries").split():
    setattr(Remote, "__%s__" % _name, _as_value)


class Names(dict):
    """The tests' globals: what they and the prelude define, the built-ins, then the candidate's."""

    def __missing__(self, name):
        if name == self.candidate.entry_point:
            return Remote(self.candidate, name)
        if name in self.built_in or name[:2] == "__":
            raise KeyError(name)
        if name in ALIASES:
            return __import__(ALIASES[name])
        if name in TYPING or name in MEMBERS:
            return getattr(__import__(MEMBERS.get(name, "typing")), name)
        if name[:1].isupper() and self.candidate.loaded:
            kind = exception_class(self.candidate, name)
            if kind is not None:
                return kind
        return Remote(self.candidate, name)


def of_library(value):
    return type(value) in (type, FUNCTION, BUILT_IN)


def built_in_type(module, name):
    import builtins
    kind = getattr(builtins, name, None)
    if module != "builtins" or type(kind) is not type:
        raise Malformed("an unknown type")
    return kind


def run_test(candidate, action, source):
    candidate.raised = candidate.cannot = None
    candidate.last = ()
    caught = None
    try:
        action()
    except (Fallback, Gone):
        pass
    except BaseException as error:
        caught = error
    if candidate.fallback:
        return Outcome("judge_error")
    if candidate.cannot:
        return Outcome("wrong_answer", candidate.cannot)
    if candidate.tampered:
        return Outcome("tampered", "the answers are malformed: " + candidate.tampered)
    if candidate.load_error is not None:
        return Outcome("runtime_error", candidate.load_error)
    if candidate.gone:
        return Outcome("gone", candidate.gone)
    if caught is None:
        return Outcome("accepted")
    if caught is candidate.raised:
        line = failing_line(caught)
        where = "" if line is None else " at line %d of the tests" % line
        return Outcome("runtime_error", candidate.raised_message + where)
    if isinstance(caught, AssertionError):
        return describe_assertion(caught, source, candidate.last)
    line = failing_line(caught)
    message = "%s: %s" % (type(caught).__name__, describe(caught))
    return Outcome("wrong_answer", "line %s of the tests: %s" % (line, message),
                   actual=show(candidate.last[0]) if candidate.last else "")


def describe(error):
    """What an exception says; an answer in it may be too long for a text."""
    try:
        return str(error)
    except BaseException:
        return ""


def finish(report, plan, **fields):
    fields["key"] = plan["key"]
    write_all(report, dumps(fields) + b"\n")
    posix._exit(0)


def main():
    plan = loads(b"".join(iter(lambda: posix.read(0, 1 << 20), b"")))
    plan["asserts"] = plan["asserts"] and [Decoder().decode(text) for text in plan["asserts"]]
    plan["code"] = Decoder().decode(plan["code"])
    prelude = Decoder().decode(plan["prelude"])
    # What the tests print must not mix with the report.
    report = 9
    posix.dup2(1, report, inheritable=False)
    posix.dup2(2, 1)
    import builtins
    sys.meta_path.append(_Site())
    candidate = Candidate(prelude, plan["entry_point"])
    Encoder.objects = Decoder.objects = Bridge(
        candidate.exchange, candidate.lending.lendable, candidate.lending.permit,
        candidate.lending.watch, remote=Remote, tell=of_library, library=built_in_type)
    names = Names({"__name__": "__main__", "__builtins__": builtins})
    names.built_in = frozenset(dir(builtins))
    names.candidate = candidate
    try:
        tests = compile_tests(plan)
        candidate.sources = [source for _, source in tests]
        if prelude:
            exec(compile(prelude, "<prelude>", "exec", dont_inherit=True), names)
            names.pop(plan["entry_point"], None)
    except BaseException as error:
        line = getattr(error, "lineno", None)
        finish(report, plan, fault="the tests cannot be prepared: %s: %s%s" % (
            type(error).__name__, error, "" if line is None else " (line %s)" % line))
    for source in candidate.sources:
        shared = shared_state(source)
        if shared is not None:
            finish(report, plan, fallback="the tests and the source share `%s`" % shared)
    entry_point = plan["entry_point"] if plan["asserts"] is None else None

    def examine(code):
        candidate.load()
        exec(code, names)
        if entry_point is not None:
            dict.__getitem__(names, "check")(Remote(candidate, entry_point))

    outcomes = []
    for code, source in tests:
        outcome = run_test(candidate, lambda: examine(code), source)
        if entry_point is not None and "check" not in names and outcome.verdict == "wrong_answer":
            finish(report, plan, fault="the tests define no `check`")
        outcomes.append(outcome.tree())
        if candidate.fallback or plan["first_failure"] and outcome.verdict != "accepted":
            break
    finish(report, plan, tests=outcomes, fallback=candidate.fallback, relied=candidate.relied,
           decided=candidate.decided)


main()
