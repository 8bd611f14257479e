import os

for path in (
    "/sys",
    "/sys/kernel/security",
    "/sys/fs/cgroup",
    "/sys/class/net",
    "/proc/sys",
    "/proc/kcore",
    "/proc/kmsg",
    "/proc/sysrq-trigger",
    "/proc/kallsyms",
    "/proc/interrupts",
    "/proc/modules",
    "/proc/keys",
    "/proc/key-users",
    "/proc/net",
    "/proc/bus",
    "/proc/partitions",
    "/proc/loadavg",
    "/proc/scsi",
    "/debug",
    "/boot",
):
    try:
        names = os.listdir(path) if os.path.isdir(path) else [open(path, "rb").read(8)]
        # An empty place of the same name shows nothing.
        print(f"ESCAPED: {path}: {names[:4]}" if names else f"CONTAINED: {path}: empty")
    except OSError as error:
        print(f"CONTAINED: {path}: {error.strerror}")
