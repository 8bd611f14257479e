import os

host_pid = os.environ["HOST_PID"]
canary = os.environ["HOST_CANARY"]
for pid in ("1", str(os.getppid()), host_pid, "self", "thread-self"):
    for way in ("root", "cwd", "fd/0", "fd/3", "fd/4", "map_files", "environ", "maps"):
        path = f"/proc/{pid}/{way}"
        own = pid in ("self", "thread-self")
        try:
            if way in ("root", "cwd"):
                os.stat(path + "/../../../../.." + canary)
                print(f"ESCAPED: the canary by {path}")
            elif not own:
                os.listdir(path) if way == "map_files" else open(path, "rb").read(1)
                print(f"ESCAPED: {path} could be read")
        except OSError as error:
            print(f"CONTAINED: {path}: {error.strerror}")
