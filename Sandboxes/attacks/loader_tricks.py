import os
import subprocess

# Of the programs that would become root on the host, none does here.
found = 0
for name in sorted(os.listdir("/usr/bin")):
    path = "/usr/bin/" + name
    try:
        mode = os.stat(path).st_mode
    except OSError:
        continue
    if mode & 0o6000 == 0:
        continue
    found += 1
    for trick in ("LD_PRELOAD=/work/main.py", "LD_AUDIT=/work/main.py", "GCONV_PATH=/work",
                  "LOCPATH=/work", "LD_LIBRARY_PATH=/work", "NLSPATH=/work/%N"):
        variable, value = trick.split("=", 1)
        with subprocess.Popen([path], env={variable: value}, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
            try:
                status = open(f"/proc/{child.pid}/status").read()
                ids = [line.split()[1:] for line in status.splitlines() if line[:4] in ("Uid:", "Gid:")]
                if any(number != "1000" for row in ids for number in row):
                    print(f"ESCAPED: {path} runs as {ids}")
            except OSError:
                pass
            child.kill()
if os.statvfs("/usr").f_flag & os.ST_NOSUID == 0:
    print("ESCAPED: setuid programs of /usr count")
print(f"CONTAINED: {found} setuid programs ran as the box's own user")
