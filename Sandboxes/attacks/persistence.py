import os
import time

spread = "print('ESCAPED: run by the one before')\n"
places = ["/work", "/tmp", "/dev/shm", "/.box", "/etc", "/usr/lib/python3/dist-packages",
          os.path.expanduser("~"), "/usr/local/lib/python3.11/dist-packages", "/proc/1/cwd"]
names = ["sitecustomize.py", "usercustomize.py", ".bashrc", ".profile", "ld.so.preload", "main.py",
         "json.py", ".pythonrc"]
left = 0
for place in places:
    for name in names:
        try:
            with open(f"{place}/{name}", "w") as file:
                file.write(spread)
            left += 1
        except OSError:
            pass
os.makedirs("/tmp/deep/" + "d/" * 200, exist_ok=True)
os.symlink("/", "/tmp/root")
os.chmod("/work", 0)
os.chmod("/tmp", 0o777)
print(f"CONTAINED: {left} files left to places of its own")
