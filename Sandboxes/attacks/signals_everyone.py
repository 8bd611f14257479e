import os
import signal

signal.signal(signal.SIGTERM, signal.SIG_IGN)
targets = {"its first process": 1, "the host's runner": int(os.environ["HOST_PID"])}
for name, pid in targets.items():
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGSEGV):
        try:
            os.kill(pid, number)
            # The first process of a namespace hears only what it has asked for.
            print(f"{'CONTAINED' if pid == 1 else 'ESCAPED'}: {name} was sent {number.name}")
        except OSError as error:
            print(f"CONTAINED: {name}: {error.strerror}")
for pid in range(2, 4000):
    if pid != os.getpid():
        try:
            os.kill(pid, 0)
            print(f"ESCAPED: there is a process {pid}")
        except OSError:
            pass
try:
    os.kill(-1, signal.SIGTERM)
    print("CONTAINED: everybody there is: only itself")
except OSError as error:
    print(f"CONTAINED: everybody: {error.strerror}")
