import os

canary = os.environ["HOST_CANARY"]
os.symlink(canary, "result")
os.symlink("/etc/passwd", "passwd")
os.symlink("/proc/self/environ", "environ")
os.symlink("/", "rooted")
os.symlink(".", "circle")
os.symlink("loop", "loop")
with open("honest", "w") as file:
    file.write("honest")
print("CONTAINED: links are planted")
