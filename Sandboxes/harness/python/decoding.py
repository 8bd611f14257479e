# Values that have crossed, rebuilt.


class Decoder:
    """Rebuilds one value as exact built-in types; anything unexpected is `Malformed`."""

    objects = None

    def __init__(self, handles=None, registered=None):
        self.handles = handles or {}
        self.registered = registered
        self.definitions = {}

    def decode(self, tree):
        try:
            return self.value(tree, 0, None)
        except (TypeError, ValueError, KeyError, ArithmeticError, LookupError,
                AttributeError, RecursionError) as error:
            raise Malformed(type(error).__name__) from None

    def register(self, container, number):
        if number is not None:
            if type(number) is not int or number in self.definitions:
                raise Malformed("a bad definition")
            self.definitions[number] = container
        if self.registered is not None:
            self.registered.append(container)

    def value(self, tree, depth, number):
        kind = type(tree)
        if depth > 2 * MAX_DEPTH:
            raise Malformed("nested too deep")
        if kind is list:
            items = []
            self.register(items, number)
            items.extend([self.value(item, depth + 1, None) for item in tree])
            return items
        if kind is not dict:
            return tree
        if len(tree) == 1:
            tag, body = next(iter(tree.items()))
            if tag[:1] == "$":
                return self.tagged(tag, body, depth, number)
        members = {}
        self.register(members, number)
        self.fill(members, tree, depth)
        return members

    def fill(self, members, tree, depth):
        if len(tree) == 1 and "$dict" in tree:
            for key, item in expect(tree["$dict"], list):
                members[self.value(key, depth + 1, None)] = self.value(item, depth + 1, None)
            return
        for key, item in tree.items():
            if key[:1] == "$":
                raise Malformed("an unexpected tag")
            members[key] = self.value(item, depth + 1, None)

    def tagged(self, tag, body, depth, number):
        if tag == "$tuple":
            return tuple([self.value(item, depth + 1, None) for item in expect(body, list)])
        if tag in ("$set", "$frozenset"):
            found = [self.value(item, depth + 1, None) for item in expect(body, list)]
            if tag == "$frozenset":
                return frozenset(found)
            items = set_of(found)
            self.register(items, number)
            return items
        if tag == "$dict":
            members = {}
            self.register(members, number)
            self.fill(members, {tag: body}, depth)
            return members
        if tag == "$of" and self.objects is not None:
            return decode_collected(expect(body, list), self, depth, number)
        if tag in ("$named", "$slice", "$library") and self.objects is not None:
            return decode_library(tag, expect(body, list), self, depth)
        if tag == "$def":
            inner, tree = expect(body, list)
            return self.value(tree, depth + 1, inner)
        if tag == "$ref":
            return self.definitions[expect(body, int)]
        if tag == "$nan" and self.objects is not None:
            return self.objects.decode_nan(body)
        if tag == "$handle" and type(body) is dict and self.objects is not None:
            return self.objects.decode(body)
        if tag == "$handle":
            if expect(body, int) not in self.handles:
                raise Malformed("an unknown handle")
            return self.handles[body]
        if tag == "$array" or tag == "$record" and str(body.get("type"))[:7] == "pandas.":
            return self.science(tag, body, depth, number)
        if tag == "$view" and self.objects is not None:
            whole, *window = expect(body, list)
            array = view_of(self.value(whole, depth + 1, None), *window)
            self.register(array, number)
            return array
        return decode_rare(tag, body)

    def science(self, tag, body, depth, number):
        place = None
        if self.registered is not None:
            place = len(self.registered)
            self.registered.append(None)
        if tag == "$array":
            value = decode_array(body, self, depth)
        else:
            value = decode_science(body["type"], expect(body["fields"], list), self, depth)
        if place is not None:
            if is_changeable(value):
                self.registered[place] = value
            else:
                del self.registered[place]
        if number is not None:
            if type(number) is not int or number in self.definitions:
                raise Malformed("a bad definition")
            self.definitions[number] = value
        return value


def expect(value, kind):
    if type(value) is not kind:
        raise Malformed("a %s should stand here" % kind.__name__)
    return value


def decode_float(tree):
    if type(tree) is dict and len(tree) == 1 and tree.get("$float") in ("nan", "inf", "-inf"):
        return float(tree["$float"])
    return float(expect(tree, float))


def decode_rare(tag, body):
    if tag == "$float":
        return decode_float({tag: body})
    if tag == "$str":
        return a2b_base64(expect(body, str)).decode("utf-8", "surrogatepass")
    if tag == "$bytes":
        return a2b_base64(expect(body, str))
    if tag == "$complex":
        real, imaginary = expect(body, list)
        return complex(decode_float(real), decode_float(imaginary))
    if tag == "$range":
        start, stop, step = [expect(item, int) for item in expect(body, list)]
        return range(start, stop, step)
    if tag == "$decimal":
        from decimal import Decimal
        return Decimal(expect(body, str))
    if tag == "$fraction":
        from fractions import Fraction
        return Fraction(*_any_digits(
            lambda: [int(expect(item, str)) for item in expect(body, list)]))
    if tag == "$datetime":
        import datetime
        text = expect(body, str)
        kind = datetime.datetime if "T" in text else datetime.date
        return kind.fromisoformat(text)
    if tag == "$record":
        items = [Decoder().decode(item) for _, item in expect(body["fields"], list)]
        return decode_lazy(body["type"], items)
    raise Malformed("an unknown tag")
