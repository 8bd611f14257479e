import os
import signal
import time

for _ in range(4):
    if os.fork() == 0:
        os.setsid()
        for number in range(1, 32):
            if number not in (signal.SIGKILL, signal.SIGSTOP):
                signal.signal(number, signal.SIG_IGN)
        time.sleep(60)
        print("ESCAPED: a child outlived the run", flush=True)
        os._exit(0)
print("CONTAINED: four children hold the pipes", flush=True)
