import os

for source in (os.environ["HOST_CANARY"], "/etc/passwd", "/usr/bin/env", "/proc/self/environ"):
    try:
        os.link(source, "result")
        print(f"ESCAPED: a hard link to {source}")
    except OSError as error:
        print(f"CONTAINED: {source}: {error.strerror}")
try:
    os.link("/proc/self/fd/0", "input", follow_symlinks=True)
    print("ESCAPED: a hard link to a descriptor")
except OSError as error:
    print(f"CONTAINED: a descriptor: {error.strerror}")
with open("honest", "w") as file:
    file.write("honest")
os.link("honest", "twice")
