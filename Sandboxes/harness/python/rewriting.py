# Tests whose comparisons ask the judge first: their syntax tree is changed before it is compiled.


class Rewriting:
    """A method named after a kind of node gives what stands in its place."""

    # The name under which tests find whom to ask; no name of a program has a blank.
    asked = None

    def __init__(self):
        import _ast
        self.ast = _ast

    def compiled(self, source):
        # The flag asks for the tree.
        tree = self.rewritten(compile(source, TESTS, "exec", 0x400, dont_inherit=True))
        # A sum of a thousand terms is as deep; the compiler takes a text thrice as deep as a tree.
        bound = sys.getrecursionlimit()
        sys.setrecursionlimit(3 * bound)
        try:
            return compile(tree, TESTS, "exec", dont_inherit=True)
        finally:
            sys.setrecursionlimit(bound)

    def rewritten(self, tree):
        held = [tree]
        places = [(held, 0)]
        # Grows as it is read: what a node holds comes after it, and is changed before it.
        for holder, key in places:
            node = holder[key]
            if isinstance(node, list):
                places.extend([(node, index) for index in range(len(node))])
            elif isinstance(node, self.ast.AST):
                fields = vars(node)
                places.extend([(fields, name) for name in node._fields if name in fields])
        for holder, key in reversed(places):
            change = getattr(self, type(holder[key]).__name__, None)
            if change is not None:
                holder[key] = change(holder[key])
        return held[0]

    def asking(self, node, kind, operands):
        """A call in a node's place: whom to ask, a word, the node's operands."""
        asked = self.placed(self.ast.Name(self.asked, self.ast.Load()), node)
        kind = self.placed(self.ast.Constant(kind), node)
        return self.placed(self.ast.Call(asked, [kind, *operands], []), node)

    def asks_of_pair(self, node, methods):
        """`self.assertEqual(a, b)` and its like compare out of sight, so the pair is asked of."""
        pair = node.args[:2]
        if isinstance(node.func, self.ast.Attribute) and methods(node.func.attr) and \
                len(pair) == 2 and not any([isinstance(a, self.ast.Starred) for a in pair]):
            both = self.asking(node, "both", pair)
            node.args[:2] = [self.placed(self.ast.Starred(both, self.ast.Load()), node)]

    @staticmethod
    def placed(made, node):
        made.lineno, made.col_offset = node.lineno, node.col_offset
        made.end_lineno, made.end_col_offset = node.end_lineno, node.end_col_offset
        return made
