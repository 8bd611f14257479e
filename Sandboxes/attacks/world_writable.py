import os

places = ["/", "/usr", "/usr/bin", "/usr/lib", "/etc", "/bin", "/lib", "/lib64", "/dev", "/proc",
          "/sys", "/usr/lib/python3", "/usr/local/lib", "/etc/alternatives"]
for place in places:
    try:
        with open(place + "/escape-mine", "w") as file:
            file.write("mine")
        print(f"ESCAPED: wrote into {place}")
    except OSError as error:
        print(f"CONTAINED: {place}: {error.strerror}")
for path in ("/usr/bin/python3", "/usr/bin/env", "/etc/passwd", "/etc/group", "/etc/ld.so.cache",
             "/usr/bin", "/"):
    for name, change in {
        "append": lambda: open(path, "ab").write(b"x"),
        "truncate": lambda: os.truncate(path, 0),
        "chmod": lambda: os.chmod(path, 0o777),
        "utime": lambda: os.utime(path, (0, 0)),
        "rename": lambda: os.rename(path, path + ".old"),
        "remove": lambda: os.unlink(path),
        "chown": lambda: os.chown(path, 1000, 1000),
        "link": lambda: os.link(path, "/work/link"),
    }.items():
        try:
            change()
            print(f"ESCAPED: {name} of {path}")
        except OSError as error:
            print(f"CONTAINED: {name} of {path}: {error.strerror}")
