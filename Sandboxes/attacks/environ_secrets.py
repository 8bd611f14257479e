import os

allowed = {"HOME", "LANG", "PATH", "TMPDIR", "PYTHONDONTWRITEBYTECODE", "LC_CTYPE"}
for name in sorted(os.environ):
    known = name in allowed or name.startswith(("HOST_", "LIMIT_"))
    print(f"{'CONTAINED' if known else 'ESCAPED'}: the variable {name}")
for pid in ("1", str(os.getppid())):
    try:
        print(f"ESCAPED: {open(f'/proc/{pid}/environ', 'rb').read()!r}")
    except OSError as error:
        print(f"CONTAINED: /proc/{pid}/environ: {error.strerror}")
