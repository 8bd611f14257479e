# Loads the source as a module of its own, the way a test would import it.


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
