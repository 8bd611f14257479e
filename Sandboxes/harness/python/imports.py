# Imports of what does not come with Python itself.


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
