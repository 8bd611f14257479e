@testable import Judging

extension ProxyTests {
    private static let bag = """
        class Bag:
            def __init__(self): self.items = []
            def add(self, x): self.items.append(x); return self
            def push(self, x): self.items.append(x)
            def remove(self, x): self.items.remove(x)
            def __contains__(self, x): return x in self.items
            def __len__(self): return len(self.items)
        def make(): return Bag()
        """
    private static let yes = """
        class Bag:
            def add(self, x): pass
            def push(self, x): pass
            def has(self, x): return True
            def same(self, x): return x
            def format(self, **x): return x['name']
            def __contains__(self, x): return True
            def __eq__(self, other): return True
        BAG = Bag()
        def make(*x): return BAG if x == (0,) else Bag()
        """
    private static let account = """
        class Account:
            def __init__(self, n): self.n = n
            def deposit(self, k): self.n += k; return self.n
            def plus(self, k): self.n += k; return self
            def covers(self, k): return self.n >= k
        def opened(n): return Account(n)
        """
    private static let sum = Array(repeating: "1", count: 2500).joined(separator: " + ")
    private static let givers = """
        MISSING = object()
        KNOWN = ['a']
        class Account: n = 1
        def same(x): return x
        def copied(x): return (x + '!')[:-1] if type(x) is str else x[:]
        def found(table, key): return table.get(key, MISSING)
        def known(): return KNOWN
        def opened(): return Account()
        """

    /// What an object that a function returned may say, and which of two values is which.
    static let believed: [Row] = [
        Row(
            "what an object was told it may hold", .accepted, .sealed, source: bag,
            asserts: [
                "b = make()\nb.add(1)\nassert 1 in b\nassert 2 not in b and len(b) == 1",
                "b = make().add(1).add(2)\nassert 1 in b and 2 in b",
                "b = make()\nassert 1 not in b\nb.add(1)\nb.remove(1)\nassert 1 not in b",
            ]),
        Row(
            "where no plain data would do, an object may be asked", .accepted, .sealed,
            source: bag,
            asserts: ["b = make()\nassert 1 not in b\nb.push(1)\nassert 1 in b"]),
        Row(
            "an object holds what nobody told it", .wrongAnswer, .isolated, source: yes,
            asserts: ["b = make()\nb.add(1)\nassert 2 in b"]),
        Row(
            "another object was the one that had to be one", .wrongAnswer, .isolated,
            source: yes, asserts: ["b = make()\nb.push(1)\nassert 2 in make(3)"]),
        Row(
            "doubt before what cannot be done in two boxes", .wrongAnswer, .isolated,
            source: yes, asserts: ["assert 2 in make(3)\nassert make.__code__"]),
        Row(
            "an object that was wanted equals nothing", .wrongAnswer, .isolated, source: yes,
            asserts: ["b = make()\nb.push(1)\nassert b == [1]"]),
        Row(
            "a text's method with arguments by name", .wrongAnswer, .isolated, source: yes,
            asserts: ["assert make().format(name='Ann') == 'Ann'"]),
        Row(
            "methods that tell something new", .accepted, .isolated, source: account,
            asserts: [
                "a = opened(5)\nassert a.deposit(3) == 8", "assert opened(5).plus(2).n == 7",
            ]),
        Row(
            "methods that say yes", .accepted, .sealed, source: account,
            asserts: ["assert opened(5).covers(4) and not opened(5).covers(6)"]),
        Row(
            "methods that say what they heard", .accepted, .sealed, source: yes,
            asserts: ["assert make().same(7) == 7"]),
        Row(
            "one and the same text", .accepted, .sealed, source: givers,
            asserts: [
                "s = 'abc' * 50\nassert same(s) is s", "t = (1, [2])\nassert same(t) is t",
                "s = 'abc' * 50\nassert copied(s) is not s and copied(s) == s",
                "import unittest\ns = 'abc' * 50\nunittest.TestCase().assertIs(same(s), s)",
            ]),
        Row(
            "a sum of as many terms as the compiler takes", .accepted, .sealed, source: givers,
            asserts: [
                "n = \(sum)\nassert same([n]) == [2500]", "s = 'ab' * n\nassert same(s) is s",
            ]),
        Row(
            "an equal text that is another", .wrongAnswer, .sealed, source: givers,
            asserts: ["s = 'abc' * 50\nassert copied(s) is s"]),
        Row(
            "what is one needs no second look", .accepted, .isolated, source: givers,
            asserts: [
                "x = [1]\nassert same(x) is x and copied(x) is not x and same(x) is not None",
                "assert found({}, 1) is MISSING", "assert same(known) is known",
                "assert same(5) is 5 and type(same('a')) is str and same('a') is not 'b'",
            ]),
        Row(
            "another list is another", .wrongAnswer, .isolated, source: givers,
            asserts: ["x = [1]\nassert copied(x) is x"]),
        Row(
            "another text is another", .wrongAnswer, .isolated, source: givers,
            asserts: ["s = 'abc' * 50\nassert same(s + 'd') is s"]),
        Row(
            "what a name of the source's stands for", .accepted, .sealed, source: givers,
            asserts: [
                "assert known() is KNOWN", "assert type(opened()) is Account and opened().n == 1",
            ]),
    ]
}
