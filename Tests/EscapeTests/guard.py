#!/usr/bin/python3
"""Runs a program where an escape does no harm: guard.py SECONDS HOME PROGRAM WORD...

HOME appears as /mnt, PROGRAM is a path below it. The guard has its own user, mount, pid, network,
ipc and uts namespaces, 2 GiB of memory, 400 processes, and ends after SECONDS. Root only.
"""
import ctypes
import fcntl
import os
import signal
import socket
import struct
import sys
import time

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = (
    0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)
BIND, RECURSIVE, PRIVATE = 4096, 16384, 1 << 18
# Inside, these users are 0 and up; on the host nobody has them.
FIRST, COUNT = 1_000_000_000, 2_100_000_000
libc = ctypes.CDLL(None, use_errno=True)


def check(answer, what):
    if answer != 0:
        raise OSError(ctypes.get_errno(), what)


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


class Groups:
    """Control groups of version 1 that those in the guard may divide further."""

    def __init__(self):
        self.paths = []
        for controller, file, limit in (
                ("memory", "memory.limit_in_bytes", 2 << 30), ("pids", "pids.max", 400),
                ("cpuacct", None, None)):
            base = f"/sys/fs/cgroup/{controller}"
            if not os.path.exists(base + "/cgroup.procs"):
                sys.exit(f"guard.py: no control group for {controller}")
            path = f"{base}/assay-guard-{os.getpid()}"
            os.mkdir(path)
            self.paths.append(path)
            if file:
                write(f"{path}/{file}", str(limit))
            os.chown(path, FIRST, FIRST)
            os.chown(path + "/cgroup.procs", FIRST, FIRST)

    def join(self):
        for path in self.paths:
            write(path + "/cgroup.procs", "0")

    def remove(self):
        for path in self.paths:
            for _ in range(200):
                try:
                    for name in os.listdir(path):
                        if os.path.isdir(f"{path}/{name}"):
                            os.rmdir(f"{path}/{name}")
                    os.rmdir(path)
                    break
                except OSError:
                    time.sleep(0.02)


def mount(source, target, kind=None, flags=0, options=None):
    def text(word):
        return word.encode() if word else None
    check(libc.mount(text(source), text(target), text(kind), flags, text(options)), target)


def raise_loopback():
    with socket.socket() as control:
        request = struct.pack("16sh14x", b"lo", 0x41)  # IFF_UP, IFF_RUNNING
        fcntl.ioctl(control, 0x8914, request)


def inside(home, words):
    """As the first process of the guard."""
    mount(None, "/", flags=RECURSIVE | PRIVATE)
    mount(home, "/mnt", flags=BIND)
    for place in ("/tmp", "/var/tmp", "/dev/shm"):
        mount("tmpfs", place, "tmpfs", options="mode=1777,size=512m")
    # What the real ones keep to root stands here for everybody to read, and is a C source.
    with open("/tmp/shadow", "w") as file:
        file.write("int secret_of_the_host;\n")
    for name in ("/etc/shadow", "/etc/gshadow"):
        if os.path.exists(name):
            mount("/tmp/shadow", name, flags=BIND)
    mount("proc", "/proc", "proc")
    write("/proc/sys/kernel/ns_last_pid", "5000")  # not the numbers of boxes
    raise_loopback()
    os.chdir("/tmp")
    child = os.fork()
    if child == 0:
        os.execve("/mnt/" + words[0], words, {
            "PATH": "/usr/bin:/bin", "HOME": "/tmp", "ASSAY_HOME": "/mnt", "ASSAY_GUARD": "1"})
    while True:
        pid, status = os.wait()
        if pid == child:
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def enter(groups, home, words, ready, mapped):
    groups.join()
    check(libc.unshare(NEWUSER), "unshare")
    os.write(ready, b"x")
    os.read(mapped, 1)
    os.setgroups([])
    os.setresgid(0, 0, 0)
    os.setresuid(0, 0, 0)
    check(libc.unshare(NEWNS | NEWPID | NEWNET | NEWIPC | NEWUTS), "unshare")
    libc.prctl(1, signal.SIGKILL, 0, 0, 0)
    first = os.fork()
    if first == 0:
        libc.prctl(1, signal.SIGKILL, 0, 0, 0)
        inside(home, words)
    _, status = os.waitpid(first, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def guarded(seconds, home, words):
    """The exit status of the program; 137 if it was killed or took too long."""
    groups = Groups()
    try:
        ready, told = os.pipe(), os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                enter(groups, home, words, ready[1], told[0])
            except OSError as error:
                print(f"guard.py: {error}", file=sys.stderr)
            os._exit(125)
        os.close(ready[1])
        os.read(ready[0], 1)
        for name in ("uid_map", "gid_map"):
            write(f"/proc/{pid}/{name}", f"0 {FIRST} {COUNT}\n")
        os.write(told[1], b"x")
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                return os.waitstatus_to_exitcode(status) & 0xFF
            time.sleep(0.02)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return 137
    finally:
        for end in (*ready, *told):
            try:
                os.close(end)
            except OSError:
                pass
        groups.remove()


if __name__ == "__main__":
    if len(sys.argv) < 4 or os.geteuid() != 0:
        sys.exit(__doc__)
    sys.exit(guarded(float(sys.argv[1]), sys.argv[2], sys.argv[3:]))
