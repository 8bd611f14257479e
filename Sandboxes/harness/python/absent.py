"""Stands for a submission where tests are only to be found, or shown to look at what they get."""


def stubs(mode, names):
    """Finds modules of these names; `mode` says what whatever they are asked for does."""
    import importlib.abc
    import importlib.machinery
    import types

    class Absent:
        """Stands for whatever tests import where there is no submission; no use of it succeeds."""

        def __init__(self, *values, **named):
            raise NotImplementedError("there is no submission")

        def __init_subclass__(cls, **named):
            pass

    def absent(*values, **named):
        raise NotImplementedError("there is no submission")

    value = {"nothing": None, "other": 8191}.get(mode)

    def giving(*values, **named):
        return value

    class GivingKind(type):
        def __getattr__(cls, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return giving

    class Giving(Exception, metaclass=GivingKind):
        """Stands for a class; whatever its methods are called with, they give the value."""

        def __init__(self, *values, **named):
            Exception.__init__(self)

        def __init_subclass__(cls, **named):
            pass

        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return giving

    kind, function = (Absent, absent) if mode == "absent" else (Giving, giving)

    class AbsentModule(types.ModuleType):
        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            made = type(kind)(name, (kind,), {}) if name[:1].isupper() else function
            setattr(self, name, made)
            return made

    class Stubs(importlib.abc.MetaPathFinder, importlib.abc.Loader):
        def find_spec(self, name, path=None, target=None):
            if name.split(".")[0] in names:
                return importlib.machinery.ModuleSpec(name, self, is_package=True)
            return None

        def create_module(self, spec):
            module = AbsentModule(spec.name)
            module.__path__ = []
            return module

        def exec_module(self, module):
            pass

    return Stubs()
