# The examiner's side: runs the trusted tests, with the candidate's functions as calls over a pipe.
# Nothing that comes from the candidate is executed or trusted here; its answers are plain data.
CALLS = 3
ANSWERS = 4
UNFOLLOWED = "the answers: the tests change more of the source's data than can be followed"


class Fallback(Ended):
    """The tests need the candidate's objects themselves."""


class Gone(Ended):
    """The candidate does not answer any more."""


class Candidate:
    """The calls to the candidate, and what has become of it."""

    def __init__(self, prelude, entry_point, names, text):
        from _thread import RLock
        self.entry_point = entry_point
        self.lines = Lines(ANSWERS, MAX_BYTES)
        self.lock = RLock()
        self.count = 0
        self.fallback = None
        self.tampered = None
        self.too_much = None
        self.gone = None
        self.load_error = None
        self.loaded = False
        self.raised = None
        self.raised_message = ""
        # An assertion of the tests' that failed where the source could keep quiet about it.
        self.failed = None
        self.cannot = None
        self.last = ()
        self.made = False
        self.relied = []
        # What the source itself decided on that the tests' outcome may hang on.
        self.decided = []
        self.exceptions = {}
        # What is known of the source's names, and those of built-ins that it is to define for the
        # tests.
        self.known = {}
        self.claimed = set()
        self.depth = 0
        self.text = text
        self.lending = Lending(self)
        self.errors = Errors(self)
        self.shared = Shared()
        self.active = []
        first = (entry_point or "").partition(".")[0]
        self.send({"id": 0, "prelude": encode_text(prelude), "names": names + [first]})

    def fall_back(self, reason):
        self.lending.believing.settle()
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
        except TooLarge as error:
            self.too_much = str(error)
        except Malformed as error:
            self.tampered = str(error)
        self.stop("with a malformed answer")

    def serve(self, frame):
        """Does what the candidate asks of an object that the tests gave it."""
        if not self.loaded or type(frame["ask"]) is not int:
            raise Malformed("a request out of place")
        self.depth += 1
        try:
            with Nested():
                reply = work(frame, lambda *arguments: self.perform(frame, *arguments), TESTS)
        finally:
            self.depth -= 1
        if "cannot" in reply:
            # Falling back would let the source choose how it is judged.
            error = TypeError("a `%s` of the tests cannot be had" % reply["cannot"])
            reply = {"raised": _raised(error, TESTS)}
        reply["reply"] = frame["ask"]
        self.send(reply)

    def perform(self, frame, arguments, keywords):
        if self.depth > MAX_NESTING:
            raise RecursionError("the tests and the source call each other too deeply")
        try:
            return Encoder.objects.perform(frame, arguments, keywords)
        except AssertionError as error:
            # The source may catch it; a test that raises one on purpose says `raise`.
            if self.failed is None and error is not self.raised and not self.text.raises(
                    failing_line(error)):
                self.failed = error
            raise

    def understood(self, action):
        """Reads a part of an answer; what does not fit is no exception that tests could catch."""
        try:
            return action()
        except Ended:
            raise
        except BaseException as error:
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
        names = self.understood(lambda: expect(answer.get("names"), dict))
        for name, found in names.items():
            self.understood(lambda: self.learn(name, found))

    def learn(self, name, found):
        if type(found) is list:
            self.exceptions[name] = add_exceptions(self, found)
        elif type(found) is not bool:
            raise Malformed("a bad description")
        self.known[name] = found

    def named(self, name):
        """What stands for a name of the source's in the tests."""
        if not self.loaded:
            return Remote(self, name)
        self.resolve(name)
        return self.exceptions.get(name) or Remote(self, name)

    def resolve(self, name):
        first = name.partition(".")[0]
        if first not in self.known:
            found = self.exchange({"name": first, "do": "describe"}, (), {})
            if found is not None:
                self.understood(lambda: self.learn(first, found))
            elif first not in sys.stdlib_module_names or name == self.entry_point:
                self.raised = NameError("name '%s' is not defined" % first)
                self.raised_message = "NameError: %s" % self.raised
                raise self.raised

    def call(self, name, arguments, keywords, do=None):
        if self.gone:
            self.stop(self.gone)
        if self.entry_point not in (None, name) and name not in self.relied:
            self.relied.append(name)
        self.load()
        frame = {"name": name} if do is None else {"name": name, "do": do}
        return self.exchange(frame, arguments, keywords)

    def exchange(self, frame, arguments, keywords):
        # Tests may call from threads; a call within a call is the same thread's.
        with self.lock:
            if self.gone:
                self.stop(self.gone)
            self.last = ()
            self.count += 1
            frame["id"] = self.count
            self.active.append([self.count])
            try:
                return self.exchanged(frame, arguments, keywords)
            finally:
                self.active.pop()

    def exchanged(self, frame, arguments, keywords):
        self.write(frame, (list(arguments), keywords))
        del arguments, keywords
        answer = self.receive(frame["id"])
        if "cannot" in answer:
            self.shared.clear()
            self.refuse(frame["name"], self.understood(
                lambda: clip(expect(answer["cannot"], str), 200)))
        back = Turn(self.shared, frame["id"], 1)
        self.understood(lambda: back.apply(answer.get("changed", []), self.may_change))
        if "raised" in answer:
            self.raised = self.understood(lambda: self.rebuild(answer["raised"]))
            raise self.raised
        value = self.understood(lambda: outcome_of(answer, back, frame))
        self.made = answer.get("made") is True
        self.last = () if value is END else (value,)
        return value

    def write(self, frame, arguments):
        name = frame["name"]
        turn = Turn(self.shared, frame["id"], 0)
        try:
            changed = turn.changes()
            if changed:
                frame["changed"] = changed
            forgotten = self.shared.forget_unheld() + self.shared.unwatch(self.is_given)
            if forgotten:
                frame["drop"] = forgotten
            turn.met.clear()
            frame["args"] = turn.write(arguments)
            self.active[-1].append(self.shared.within(turn.met))
        except CannotCross as error:
            if not error.by_type:
                self.stop("because an argument is " + error.what)
            reason = "`%s` is called with a value of type `%s`" % (name, error.what)
            if "of" in frame:
                self.lending.lack(reason)
            self.fall_back(reason)
        self.send(frame)

    def may_change(self, number):
        """Whether the source has a hand on what it changes: its own, or what it was just given.

        What it was given earlier it may still hold in an object that the tests hold.
        """
        return bool(number >> 24 & 1 or self.is_given(number) or Encoder.objects.borrowed)

    def is_given(self, number):
        return any([number >> 25 == given[0] or number in given[-1]
                    for given in self.active if len(given) == 2])

    def refuse(self, name, kind):
        what = "of type `%s`, which is no plain data" % kind
        if kind[:7] == "nested ":
            what = "that is %s: more than can be compared" % kind
        self.cannot = "`%s` returned a value %s" % (name, what)
        self.stop("")

    def disbelieve(self, kind):
        self.cannot = ("an object of type `%s`, which is no plain data, was to judge a value of the"
                       " tests'" % kind)
        self.stop("")

    def rebuild(self, tree):
        error = exception_like(self, tree)
        self.raised_message = told(tree)
        return error


def of_library(value):
    return type(value) in (type, FUNCTION, BUILT_IN)


def built_in_type(module, name):
    import builtins
    if name in SINGLE:
        return SINGLE[name]
    kind = getattr(builtins, name, None)
    if module != "builtins" or type(kind) is not type:
        raise Malformed("an unknown type")
    return kind


def run_test(candidate, action, source):
    candidate.raised = candidate.cannot = candidate.failed = None
    candidate.last = ()
    candidate.lending.believing.begin()
    caught = None
    try:
        action()
        candidate.lending.believing.settle()
    except (Fallback, Gone):
        pass
    except BaseException as error:
        caught = error
    if candidate.fallback:
        return Outcome("judge_error")
    if candidate.cannot:
        return Outcome("wrong_answer", candidate.cannot)
    if candidate.too_much:
        return Outcome("output_limit_exceeded", "the answers: " + candidate.too_much)
    if candidate.tampered:
        return Outcome("tampered", "the answers are malformed: " + candidate.tampered)
    if candidate.load_error is not None:
        return Outcome("runtime_error", candidate.load_error)
    if candidate.gone:
        return Outcome("gone", candidate.gone)
    if caught is None or caught is candidate.raised:
        caught = candidate.failed or caught
        candidate.raised = None if caught is candidate.failed else candidate.raised
    if caught is None and candidate.shared.changed_unwatched():
        return Outcome("output_limit_exceeded", UNFOLLOWED)
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
    try:
        tests = compile_tests(plan)
        built_in = frozenset(dir(builtins))
        known, names = claimable([code for code, _ in tests], built_in)
    except BaseException as error:
        finish(report, plan, fault=unprepared(error))
    text = Text([source for _, source in tests])
    candidate = Candidate(prelude, plan["entry_point"], names, text)
    rules = candidate.lending
    Encoder.objects = Decoder.objects = Bridge(
        candidate.exchange, rules.lendable, rules.permit, rules.watch, rules.adopt, remote=Remote,
        tell=of_library, library=built_in_type, errors=candidate.errors)
    names = Names({"__name__": "__main__", "__builtins__": builtins})
    names.built_in = built_in
    names.candidate = candidate
    names[_SAME] = Same(candidate)
    as_module(candidate)
    try:
        for source in text.sources:
            shared = shared_state(source)
            if shared is not None:
                finish(report, plan, fallback="the tests and the source share `%s`" % shared)
            if "unittest" in source:
                install_unittest(names)
        if prelude:
            exec(compile(prelude, "<prelude>", "exec", dont_inherit=True), names)
            names.pop(plan["entry_point"], None)
    except BaseException as error:
        finish(report, plan, fault=unprepared(error))
    entry_point = plan["entry_point"] if plan["asserts"] is None else None

    def examine(code):
        candidate.load()
        if plan["entry_point"] is None:
            candidate.claimed = text.claims(
                {name for name, found in candidate.known.items() if found is True}, known)
        exec(code, names)
        if entry_point is not None:
            check = dict.__getitem__(names, "check")
            candidate.resolve(entry_point)
            check(Remote(candidate, entry_point))

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
