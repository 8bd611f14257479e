import os

command = "|/work/caught %p"
settings = {
    "/proc/sys/kernel/core_pattern": command,
    "/proc/sys/kernel/modprobe": "/work/caught",
    "/proc/sys/kernel/hotplug": "/work/caught",
    "/proc/1/root/proc/sys/kernel/core_pattern": command,
    "/proc/self/root/proc/sys/kernel/core_pattern": command,
    "/sys/kernel/uevent_helper": "/work/caught",
    "/proc/sys/fs/binfmt_misc/register": ":x:M::x::/work/caught:F",
    "/proc/self/coredump_filter": "0x33",
    "/proc/self/oom_score_adj": "900",
    "/proc/self/timerslack_ns": "1",
}
for path, text in settings.items():
    try:
        with open(path, "w") as file:
            file.write(text)
        print(f"ESCAPED: wrote {path}")
    except OSError as error:
        print(f"CONTAINED: {path}: {error.strerror}")
