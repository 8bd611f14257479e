# What crosses in a frame and its answer, and the containers that both sides hold from then on.

from _operator import is_

# Of so many items the newest of these are looked through in every frame, once so many were.
MAX_WATCHED = 20_000
MAX_LOOKED = 30_000_000
ALWAYS_WATCHED = 16
SMALL = (int, str, float, bool, type(None))


class Shared:
    """The lists, dicts, sets and arrays that both sides hold.

    What one side changes, its next frame tells the other. A container's number is made of that of
    the frame in which it first crossed, so both sides come to the same.
    """

    def __init__(self):
        self.containers = {}
        self.agreed = {}
        self.numbers = {}
        self.unwatched = []
        self.looked = 0

    def add(self, number, container):
        self.containers[number] = container
        self.agreed[number] = container.copy()
        self.numbers[id(container)] = number

    def clear(self):
        """After a frame that could not be written both sides begin anew."""
        for part in (self.containers, self.agreed, self.numbers):
            part.clear()

    def within(self, numbers):
        """Those containers and all that stand in them."""
        found, left = set(), [self.containers[number] for number in numbers]
        while left:
            value = left.pop()
            number = self.numbers.get(id(value))
            if number is not None:
                if number in found:
                    continue
                found.add(number)
            kind = type(value)
            if kind in (list, tuple, set) or collected(value) == "deque":
                left.extend([item for item in value if type(item) not in SMALL])
            elif plain_kind(value) is dict:
                left.extend([item for item in value.values() if type(item) not in SMALL])
        return found

    def forget(self, number):
        container = self.containers.pop(number, None)
        if container is not None:
            del self.numbers[id(container)], self.agreed[number]

    def forget_unheld(self):
        """Forgets what nobody else here holds any more; the numbers."""
        count = sys.getrefcount
        # Those inside of others come after them.
        found = []
        for number in list(self.containers):
            if count(self.containers[number]) <= UNHELD:
                self.forget(number)
                found.append(number)
        return found

    def unwatch(self, is_active):
        """Forgets the oldest of more than can be looked through in every frame; the numbers."""
        items = sum(map(len, self.containers.values())) + len(self.containers)
        found = []
        self.looked += items
        if self.looked <= MAX_LOOKED:
            return found
        for number in list(self.containers)[:-ALWAYS_WATCHED]:
            if items <= MAX_WATCHED:
                break
            if not is_active(number):
                container = self.containers[number]
                items -= len(container) + 1
                self.unwatched.append((container, self.agreed[number]))
                self.forget(number)
                found.append(number)
        return found

    def changed_unwatched(self):
        """Whether anything changed here that the other side cannot hear of any more."""
        try:
            return not all([_unchanged(before, after) for after, before in self.unwatched])
        except Ended:
            return False


UNHELD = (lambda held: sys.getrefcount(held[0]))({0: []})


class Turn:
    """What crosses in one frame, in the order in which the other side reads it."""

    def __init__(self, shared, frame, answers):
        self.shared = shared
        self.next = (frame * 2 + answers) << 24
        # What the other side had already.
        self.met = set()

    def take(self, registered):
        for container in registered:
            self.shared.add(self.next, container)
            self.next += 1

    def write(self, value):
        registered = []
        encoder = Encoder(self.shared.numbers, registered)
        tree = encoder.encode(value)
        self.met |= encoder.met
        self.take(registered)
        return tree

    def read(self, tree):
        registered = []
        value = Decoder(self.shared.containers, registered).decode(tree)
        self.take(registered)
        return value

    def changes(self):
        """What was changed here since both sides agreed."""
        shared = self.shared
        changed = [number for number, container in shared.containers.items()
                   if not _unchanged(shared.agreed[number], container)]
        written = []
        for number in changed:
            now = shared.agreed[number] = shared.containers[number].copy()
            written.append([number, self.write(now.copy())])
        return written

    def apply(self, changes, permitted=lambda number: True):
        """Makes this side's containers what the other side made of them."""
        changes = [(number, self.read(tree)) for number, tree in expect(changes, list)]
        for number, content in changes:
            container = self.shared.containers.get(expect(number, int))
            if type(content) is not type(container):
                raise Malformed("an argument changed its type")
            if permitted(number):
                _replace(container, content)
                self.shared.agreed[number] = container.copy()


def work(frame, action, path, shared=None):
    """Does what a request asks for: the answer, with what the action changed on its way."""
    try:
        return _worked(frame, action, path, shared)
    except CannotCross as error:
        if shared is not None:
            shared.clear()
        return {"cannot": error.what}
    except Ended:
        raise
    except BaseException as error:
        # An object that fails when it is looked at does so only now.
        return {"raised": _raised(error, path)}


def _worked(frame, action, path, shared):
    if Encoder.objects is None:
        # Nobody holds the arguments on the other side: what shares them is written out.
        arguments, keywords = Decoder().decode(frame["args"])
        value = action(arguments, keywords)
        if "observe" in frame:
            value = arguments[frame["observe"]] if frame["observe"] < len(arguments) else None
        return {"value": Encoder().encode(value)}
    number = frame["id"] if "id" in frame else frame["ask"]
    shared = Shared() if shared is None else shared
    turn, back = Turn(shared, number, 0), Turn(shared, number, 1)
    turn.apply(frame.get("changed", []))
    for unheld in frame.get("drop", ()):
        shared.forget(unheld)
    arguments, keywords = turn.read(frame["args"])
    answer = {}
    try:
        value = action(arguments, keywords)
    except (CannotCross, Ended):
        raise
    except BaseException as error:
        answer["raised"] = _raised(error, path)
    changed = back.changes()
    if changed:
        answer["changed"] = changed
    if "raised" in answer:
        return answer
    if value is END:
        answer["end"] = True
    elif value is NotImplemented and may_be_absent(frame):
        answer["absent"] = True
    elif type(value) is Lent:
        answer["made"] = True
        answer["value"] = {"$handle": Encoder.objects.encode(value)}
    elif type(value) in SMALL:
        answer["value"] = Encoder().tree(value, 0)
    else:
        answer["value"] = back.write(value)
    return answer


def may_be_absent(frame):
    return frame.get("do") == "special" and frame["name"] in COMPARISONS + ARITHMETIC + (
        "__length_hint__",)


def _unchanged(before, after):
    kind = type(after)
    if kind is bytearray:
        return before == after
    if kind not in (list, dict, set) and is_changeable(after):
        return is_same(before, after)
    if len(before) != len(after):
        return False
    if kind is set:
        return not (before - after)
    if not all(map(is_, before, after)):
        return False
    return not hasattr(kind, "values") or all(map(is_, before.values(), after.values()))


def _replace(container, content):
    if is_changeable(container):
        take_over(container, content)
    elif type(container) in (list, bytearray):
        container[:] = content
    else:
        container.clear()
        (container.update if hasattr(container, "update") else container.extend)(content)


def outcome_of(answer, turn, frame):
    """The value of an answer that raised nothing."""
    if answer.get("absent") is True and may_be_absent(frame):
        return NotImplemented
    if answer.get("end") is True and frame.get("do") == "special" and frame["name"] == "__next__":
        return END
    return turn.read(answer["value"])
