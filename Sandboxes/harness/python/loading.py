# Loads the source as a module of its own, the way a test would import it.


class _Site:
    """Starts without `site`; the first import of something outside the standard library adds it."""

    def find_spec(self, name, path=None, target=None):
        if path is not None or name in sys.stdlib_module_names or name == "org":
            # (`copy` looks for `org`, a part of Jython.)
            return None
        sys.meta_path.remove(self)
        import site
        before = list(sys.path)
        site.main()
        if sys.path == before:
            return None
        from importlib.machinery import PathFinder
        return PathFinder.find_spec(name, None, target)


def _standard_names():
    # What `site` would have given programs.
    import builtins

    def leave(code=None):
        raise SystemExit(code)

    builtins.exit = builtins.quit = leave
    sys.meta_path.append(_Site())


def _load(prelude, path):
    module = type(sys)("solution")
    module.__file__ = path
    sys.modules["solution"] = module
    sys.argv = [path]
    sys.path.insert(0, posix.getcwd())
    if prelude:
        exec(compile(prelude, "<prelude>", "exec", dont_inherit=True), module.__dict__)
    with open(path, "rb") as file:
        source = file.read()
    exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)
    return module.__dict__


def _flush():
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        pass
