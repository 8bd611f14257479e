import os
import signal
import time

for _ in range(8):
    if os.fork() == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(60)
        os._exit(0)
print("going to sleep", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
time.sleep(60)
print("ESCAPED: past the limit of time", flush=True)
