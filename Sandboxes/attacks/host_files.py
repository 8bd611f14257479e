import glob
import os

canary = os.environ["HOST_CANARY"]
paths = [canary, os.path.dirname(canary), "/etc/shadow", "/etc/hostname", "/etc/resolv.conf", "/root",
         "/home", "/var", "/run", "/mnt", "/srv", "/opt", "/boot", "/.dockerenv", "/etc/machine-id",
         "/work/../.." + canary, "/proc/self/cwd/../.." + canary, "/dev/fd/../root" + canary]
for path in paths:
    try:
        names = os.listdir(path) if os.path.isdir(path) else [len(open(path, "rb").read())]
        print(f"ESCAPED: {path}: {names[:3]}" if names else f"CONTAINED: {path} is empty")
    except OSError as error:
        print(f"CONTAINED: {path}: {error.strerror}")
for pattern in ("/tmp/*", "/var/tmp/*", "/work/*", "/dev/shm/*"):
    for path in glob.glob(pattern):
        if path != "/work/main.py":
            print(f"ESCAPED: somebody left {path}")
