import os

for path in (
    "/sys/fs/cgroup/cgroup.procs",
    "/sys/fs/cgroup/memory/cgroup.procs",
    "/sys/fs/cgroup/memory/release_agent",
    "/sys/fs/cgroup/pids/cgroup.procs",
    "/proc/1/root/sys/fs/cgroup/cgroup.procs",
):
    try:
        open(path, "w").write("0")
        print(f"ESCAPED: wrote {path}")
    except OSError as error:
        print(f"CONTAINED: {path}: {error.strerror}")
for line in open("/proc/self/cgroup"):
    shown = line.strip().split(":", 2)[2]
    print(f"CONTAINED: group {shown}" if shown == "/" else f"ESCAPED: the host's group {shown}")
