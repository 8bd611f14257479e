import os

paths = [
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sys/kernel/hotplug",
    "/proc/1/root/proc/sys/kernel/core_pattern",
    "/proc/self/root/proc/sys/kernel/core_pattern",
    "/sys/kernel/uevent_helper",
    "/proc/sys/fs/binfmt_misc/register",
    "/proc/self/coredump_filter",
    "/proc/self/oom_score_adj",
    "/proc/self/timerslack_ns",
]
for path in paths:
    try:
        with open(path, "w") as file:
            file.write("|/work/caught %p")
        print(f"ESCAPED: wrote {path}")
    except OSError as error:
        print(f"CONTAINED: {path}: {error.strerror}")
