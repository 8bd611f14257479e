# What a run sees of its box: the same before an attack and after it, line by line.
import ctypes
import os
import resource
import signal
import socket
import sys

for place in ("/work", "/tmp", "/dev/shm", "/.box"):
    info = os.stat(place)
    print("files", place, sorted(os.listdir(place)), oct(info.st_mode), info.st_uid, info.st_nlink)
    room = os.statvfs(place)
    print("room", place, room.f_blocks * room.f_frsize, room.f_bavail * room.f_frsize, room.f_favail)
print("root", sorted(os.listdir("/")), sorted(os.listdir("/dev")), sorted(os.listdir("/etc")))
print("processes", sorted(int(name) for name in os.listdir("/proc") if name.isdigit()))
print("mine", os.getpid(), os.getppid(), os.getpgid(0), os.getsid(0), os.getcwd())
print("descriptors", sorted(os.listdir("/proc/self/fd")))
for name in sorted(name for name in dir(resource) if name.startswith("RLIMIT_")):
    print("limit", name, *resource.getrlimit(getattr(resource, name)))
libc = ctypes.CDLL(None, use_errno=True)
space = ctypes.create_string_buffer(256)
print("segments", libc.shmctl(0, 14, space), space.raw[:4].hex())
space = ctypes.create_string_buffer(256)
print("semaphores", libc.semctl(0, 0, 19, space), space.raw[28:32].hex())
wanted = ("Name", "Umask", "Uid", "Gid", "Groups", "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb",
          "NoNewPrivs", "Seccomp", "Seccomp_filters", "SigBlk", "SigIgn", "SigCgt", "Threads",
          "TracerPid", "Cpus_allowed_list")
for line in open("/proc/self/status"):
    if line.split(":")[0] in wanted:
        print("status", *line.split())
print("signals", [int(number) for number in signal.pthread_sigmask(signal.SIG_BLOCK, [])])
print("mounts", sorted(open("/proc/self/mounts").read().splitlines()))
print("groups", open("/proc/self/cgroup").read().split())
print("names", socket.gethostname(), os.uname().release)
print("nice", os.getpriority(os.PRIO_PROCESS, 0), os.sched_getscheduler(0))
print("variables", sorted(os.environ))
print("score", open("/proc/self/oom_score_adj").read().strip())
print("box", os.readlink("/proc/self/ns/user"), os.readlink("/proc/self/ns/net"))
sys.stdout.flush()
