# `a is b` in tests: what cannot be changed crosses by value and is another object here.

_SAME = "assay same"
_SINGLE = (type(None), bool, type(...))


def compile_tests(plan):
    """Code objects with their sources; a syntax error in them is not the candidate's fault."""
    sources = plan["asserts"] if plan["asserts"] is not None else [plan["code"]]
    asking = _Asking()
    return [(asking.compiled(source) if _may_ask(source) else compile(
        source, TESTS, "exec", dont_inherit=True), source) for source in sources]


def _may_ask(source):
    words = source.translate({ord(mark): " " for mark in "()[]{}'\"\\"}).split()
    return "is" in words or any([word.endswith(("assertIs", "assertIsNot")) for word in words])


class _Asking(Rewriting):
    """Puts a call of `Same` where tests compare two objects' identities."""

    asked = _SAME

    def Compare(self, node):
        if len(node.ops) == 1:
            kind = {self.ast.Is: "is", self.ast.IsNot: "is not"}.get(type(node.ops[0]))
            operands = [node.left, node.comparators[0]]
            if kind is not None and not any([
                    isinstance(item, self.ast.Constant) and type(item.value) in _SINGLE
                    for item in operands]):
                return self.asking(node, kind, operands)
        return node

    def Call(self, node):
        self.asks_of_pair(node, lambda name: name in ("assertIs", "assertIsNot"))
        return node


class Same:
    """Whether two values would be one object if tests and source shared a process."""

    def __init__(self, candidate):
        self.candidate = candidate

    def __call__(self, kind, one, other):
        same = one is other or self.are_one(one, other)
        if kind == "both":
            return (one, one) if same else (one, other)
        return same is (kind == "is")

    def are_one(self, one, other):
        if type(one) is Remote or type(other) is Remote:
            return self.named(one) is self.named(other)
        kind = type(one)
        if kind is not type(other) or isinstance_exactly(one, Proxy) or isinstance(one, type) \
                or kind is type(sys) or self.candidate.lending.lendable(one):
            return False
        if plain_kind(one) in (list, dict, set) or is_changeable(one) or collected(one):
            # What both sides hold is one object here, too, as long as it is followed.
            if self.candidate.shared.unwatched and len(one) == len(other):
                self.ask(kind)
            return False
        if kind in (str, bytes, int, float, complex):
            if one == other or one != one and other != other:
                self.ask(kind)
            return False
        if kind not in (tuple, frozenset) or len(one) == len(other):
            self.ask(kind)
        return False

    def named(self, value):
        """The object that a name of the source's stands for."""
        if type(value) is Remote:
            return value._itself()
        if isinstance(value, type) and issubclass(value, Proxy):
            self.candidate.fall_back("the tests ask for the type of an object of the source's")
        if not isinstance_exactly(value, Proxy) and value is not None:
            self.ask(type(value))
        return value

    def ask(self, kind):
        self.candidate.fall_back(
            "the tests ask whether two values of type `%s` are one object" % kind.__name__)
