"""Finds what a submission changed about tests and their framework in the process that they share.

Functions of tests are known by what their text compiles to, those of libraries by the files that
they say they come from; everything else is compared with how it was.
"""


def watching(root, texts):
    import ast
    import builtins
    import functools
    import sys
    import sysconfig
    import types

    plain, code_kind, missing = types.FunctionType, types.CodeType, object()
    native = types.BuiltinFunctionType
    wrappers = (classmethod, staticmethod, property)
    own, names, files, found, kept, decorated = set(), set(), {}, [], {}, set()
    common = {"pytest", "mock", "patch", "unittest", "staticmethod", "classmethod", "property",
              "functools", "contextlib"}
    all_text = b"\n".join(texts.values()).decode("utf-8", "replace")
    # Tests that make functions as they run: these cannot be known from the text.
    makes = any(word in all_text for word in ("exec(", "eval(", "hypothesis", "FunctionType"))
    mocks = "mock" in all_text or "patch" in all_text
    folders = tuple(path + "/" for path in {*sysconfig.get_paths().values(), "/usr/lib/python3"}
                    if path and not path.startswith(root))
    left_alone = {"sortTestMethodsUsing"}

    def told(constant):
        if isinstance(constant, code_kind):
            return key(constant)
        if isinstance(constant, frozenset):
            return tuple(sorted(map(repr, constant)))
        return (type(constant), repr(constant))

    def key(code):
        return (code.co_name, code.co_code, tuple(map(told, code.co_consts)), code.co_names,
                code.co_varnames, code.co_freevars, code.co_cellvars, code.co_argcount,
                code.co_kwonlyargcount, code.co_flags)

    def add(code, to):
        to.add(key(code))
        names.add(code.co_name) if to is own else None
        for constant in code.co_consts:
            if isinstance(constant, code_kind):
                add(constant, to)

    def learn(code):
        add(code, own)

    def learn_decorated(tree):
        """The tests that tests themselves give to a decorator which may be the submission's."""
        for node in ast.walk(tree):
            for mark in getattr(node, "decorator_list", []):
                while isinstance(mark, (ast.Call, ast.Attribute)):
                    mark = mark.func if isinstance(mark, ast.Call) else mark.value
                if getattr(mark, "id", "") not in common:
                    decorated.update(inner.name for inner in ast.walk(node)
                                     if hasattr(inner, "decorator_list"))

    for path, text in texts.items():
        try:
            learn(compile(text, path, "exec", dont_inherit=True))
            learn_decorated(ast.parse(text))
        except (SyntaxError, ValueError, RecursionError):
            continue

    def outermost(value):
        for _ in range(8):
            if isinstance(value, functools.partial):
                value = value.func
            elif isinstance(value, property):
                value = value.fget
            elif hasattr(value, "__func__"):
                value = value.__func__
            else:
                break
        return value

    def is_library(code):
        path = code.co_filename
        if not path.startswith(folders):
            return False
        if path not in files:
            files[path] = set()
            try:
                with open(path, "rb") as file:
                    add(compile(file.read(), path, "exec", dont_inherit=True), files[path])
            except (OSError, SyntaxError, ValueError):
                pass
        return key(code) in files[path]

    def is_own(value, with_mocks=True):
        """Whether a function is the tests' own, or a mock where tests make some."""
        if with_mocks and mocks and type(value).__module__ == "unittest.mock":
            return True
        for kind in (value, type(value)):
            if with_mocks and id(kind) in kept and kept[id(kind)][5]:
                return True
        value = outermost(value)
        return type(value) is plain and key(value.__code__) in own

    def is_known(value):
        """Whether a function is the tests' own or a library's."""
        function = outermost(value)
        return type(function) is plain and is_library(function.__code__) or is_own(function)

    def is_test(value, name):
        """Whether this is what a test's text says, or what a library made of it."""
        function = outermost(value)
        if makes or name in decorated:
            return True
        if type(function) is not plain or not is_known(function):
            return False
        code = function.__code__
        # A function has another's code: one that wraps it would hold it.
        return (code.co_name == function.__name__ or bool(code.co_freevars)
                or function.__name__ not in names or is_library(code))

    def say(text):
        if text not in found:
            found.append(text)

    def is_looked_at(value):
        return isinstance(value, (plain, native, type, types.ModuleType, functools.partial, *wrappers))

    def is_ours(value):
        """Whether a name of the tests' module leads to what no submission made."""
        if isinstance(value, types.ModuleType):
            return not (getattr(value, "__file__", None) or root).startswith(root)
        module = sys.modules.get(getattr(value, "__module__", None) or "")
        path = getattr(module, "__file__", None) or "/"
        return not path.startswith(root) or path[len(root) + 1:] in texts

    def remember(owner, about, is_tests=False):
        """Keeps what a module or class holds, with the code of its functions."""
        if id(owner) in kept:
            return
        held = {}
        for name, value in list(vars(owner).items()):
            if name in left_alone or not is_looked_at(value) or is_tests and not is_ours(value):
                continue
            function = outermost(value)
            shape = None
            if type(function) is plain:
                shape = (function, function.__code__, function.__defaults__, function.__kwdefaults__)
            held[name] = (value, shape)
        line = owner.__mro__ if isinstance(owner, type) else None
        kept[id(owner)] = (owner, about, held, frozenset(vars(owner)), line, is_tests)

    def remember_module(module, is_tests=False):
        about = module.__name__
        remember(module, about, is_tests)
        for value in list(vars(module).values()):
            if isinstance(value, type) and getattr(value, "__module__", "") == about:
                remember(value, about + "." + value.__qualname__, is_tests)

    def look():
        """Compares everything that is kept with how it is now."""
        for owner, about, held, before, line, is_tests in list(kept.values()):
            now = vars(owner)
            for name, (value, shape) in held.items():
                new = now.get(name, missing)
                if new is not value and (new is missing or not is_own(new, is_tests)):
                    say("`%s.%s` was replaced" % (about, name))
                elif shape is not None and new is value:
                    function, code, defaults, named = shape
                    if (function.__code__ is not code or function.__defaults__ is not defaults
                            or function.__kwdefaults__ is not named):
                        say("`%s.%s` was changed" % (about, name))
            for name in now.keys() - before:
                if name[:1] == "@" or not callable(now[name]):
                    continue
                hides = (hasattr(builtins, name) if line is None
                         else name.startswith("__") or any(name in vars(kind) for kind in line[1:]))
                if hides and not is_own(now[name], is_tests):
                    say("`%s.%s` was put in" % (about, name))
            if line is not None and owner.__mro__ != line:
                say("`%s` has other base classes" % about)

    def look_at(instance, about, kind=None, but=()):
        """What an object of the tests or the framework holds in place of its class's functions."""
        if kind is not None and type(instance) is not kind:
            say("%s became a `%s`" % (about, type(instance).__name__))
        for name, value in list(getattr(instance, "__dict__", {}).items()):
            is_asked = callable(value) and name not in but
            hidden = getattr(type(instance), name, None) if is_asked else None
            if callable(hidden) and not isinstance(hidden, type) and not is_own(value):
                say("%s has a `%s` of its own" % (about, name))

    # What decides in tests, without what programs have reason to replace.
    deciding = ("abs all any bool bytes callable dict divmod enumerate filter float frozenset "
                "getattr hasattr hash id int isinstance issubclass iter len list map max min next "
                "ord pow range repr reversed round set sorted str sum tuple type zip "
                "AssertionError Exception BaseException ValueError TypeError KeyError").split()
    given = {name: getattr(builtins, name) for name in deciding}

    def look_at_builtins():
        for name, value in given.items():
            new = vars(builtins).get(name)
            if new is not value and not is_own(new):
                say("the built-in `%s` was replaced" % name)

    def relax():
        nonlocal makes
        makes = True

    return types.SimpleNamespace(
        learn=learn, is_own=is_own, is_known=is_known, is_test=is_test, say=say, found=found,
        look=look, remember=remember, remember_module=remember_module, look_at=look_at,
        outermost=outermost, look_at_builtins=look_at_builtins, text=all_text, relax=relax)


def scripts(trusted, canary):
    """What is Python among the tests' files, with the judge's own."""
    import os
    texts = {path: text for path, text in trusted.items() if path.endswith(".py")}
    if os.path.exists(canary):
        with open(canary, "rb") as file:
            texts[canary] = file.read()
    return texts


def remember_framework(watch, prefixes):
    import sys
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in prefixes and module is not None:
            watch.remember_module(module)


def remember_tests(watch, root, paths):
    """The modules of the tests, once they have been imported."""
    import sys
    files = {root + "/" + path for path in paths}
    for module in list(sys.modules.values()):
        if getattr(module, "__file__", None) in files:
            watch.remember_module(module, True)


def watch_cases(watch, unittest):
    """Looks at test cases of `unittest`: `given` once they have been made, `look` around each."""
    usual = dict(unittest.TestCase()._type_equality_funcs)
    adds = "addTypeEqualityFunc" in watch.text
    kinds = {}

    def given(test):
        kinds[id(test)] = type(test)
        if not watch.is_test(getattr(test, test._testMethodName, None), test._testMethodName):
            watch.say("`%s` is not what the tests say" % test.id())

    def look(test, has_begun=False):
        name = "the test case `%s`" % test.id()
        # What has begun may keep something of the tests' under the name of what began it.
        watch.look_at(test, name, kinds.get(id(test)), ("run", "id", "debug") if has_begun else ())
        for kind, way in list(getattr(test, "_type_equality_funcs", {}).items()):
            if usual.get(kind) == way or watch.is_own(way):
                continue
            if not adds or kind in usual or getattr(kind, "__module__", "builtins") == "builtins":
                watch.say("%s has another equality of `%s`" % (name, kind))

    return given, look


def watch_pytest(watch, config, root, paths):
    """Looks at pytest: its hooks, its options and the functions that it takes for tests."""
    import pathlib
    try:
        from _pytest.assertion.rewrite import _rewrite_test
        for path in paths:
            try:
                watch.learn(_rewrite_test(pathlib.Path(root, path), config)[1])
            except (SyntaxError, ValueError):
                continue
    except Exception:
        watch.relax()
    # The configuration's own may be a proxy of it, which keeps what it was asked for.
    hook, callers, impls, items = config.pluginmanager.hook, {}, {}, {}
    off = ("setuponly", "setupplan", "collectonly", "runxfail", "trace", "usepdb")

    def told(function):
        function = watch.outermost(function)
        return function, getattr(function, "__code__", None)

    def look_at_hooks(is_first=False):
        present = set()
        for name, caller in list(vars(hook).items()):
            if not hasattr(caller, "get_hookimpls"):
                continue
            if callers.setdefault(name, caller) is not caller:
                watch.say("the hooks `%s` were replaced" % name)
            for impl in caller.get_hookimpls():
                present.add(id(impl))
                function, code = told(impl.function)
                if id(impl) not in impls:
                    if not is_first and not watch.is_known(impl.function):
                        watch.say("a hook `%s` is neither pytest's nor the tests'" % name)
                    impls[id(impl)] = (impl, name, function, code, is_first)
                elif impls[id(impl)][2] is not function or impls[id(impl)][3] is not code:
                    watch.say("a hook `%s` was changed" % name)
        for name, value in list(vars(config.hook).items()):
            is_caller = hasattr(value, "get_hookimpls")
            if is_caller and value is not callers.get(name, value) or (
                    not is_caller and not name.startswith("_") and not watch.is_known(value)):
                watch.say("the hooks `%s` were replaced" % name)
        for number, (_, name, _, _, first) in impls.items():
            if first and number not in present:
                watch.say("a hook `%s` was taken away" % name)
        for name in off:
            if getattr(config.option, name, None):
                watch.say("pytest's option `%s` was set" % name)
        watch.look_at(config, "pytest's configuration")
        watch.look_at(config.pluginmanager, "pytest's plug-in manager")

    def given(session):
        for item in session.items:
            if hasattr(item, "originalname"):
                function, code = told(item.obj)
                items[id(item)] = (item, type(item), function, code)
                if not watch.is_test(function, item.originalname):
                    watch.say("`%s` is not what the tests say" % item.nodeid)
        look_at_hooks()

    def look(item):
        about = "the test `%s`" % item.nodeid
        if id(item) not in items:
            return
        _, kind, function, code = items[id(item)]
        watch.look_at(item, about, kind)
        now, its_code = told(item.obj)
        if now is not function or its_code is not code:
            watch.say("`%s` was changed" % item.nodeid)
        instance = getattr(item.obj, "__self__", None)
        lines = [vars(base) for base in getattr(item.cls, "__mro__", ())]
        held = next((line[item.originalname] for line in lines if item.originalname in line), None)
        if instance is not None and held is function:
            watch.look_at(instance, about, item.cls)

    look_at_hooks(True)
    return look_at_hooks, given, look
