import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in (0, 1, 2):
            os.close(number)
        end = time.time() + 30
        while time.time() < end:
            for place in ("/work", "/tmp", "/dev/shm"):
                with open(place + "/daemon-was-here", "w") as file:
                    file.write("still")
            time.sleep(0.01)
    os._exit(0)
os.wait()
print("CONTAINED: a daemon is under way", flush=True)
