import os

for name in sorted(os.listdir("/proc")):
    if not name.isdigit() or int(name) == os.getpid():
        continue
    for mode in ("rb", "r+b"):
        try:
            open(f"/proc/{name}/mem", mode).close()
            print(f"ESCAPED: /proc/{name}/mem opened as {mode}")
        except OSError as error:
            print(f"CONTAINED: /proc/{name}/mem: {error.strerror}")
try:
    open("/proc/self/mem", "r+b").close()
    print("ESCAPED: its own memory by /proc/self/mem, past all protections")
except OSError as error:
    print(f"CONTAINED: /proc/self/mem: {error.strerror}")
