import os
import time

# The one that is waited for does nothing; those that burn belong to nobody.
for _ in range(3):
    if os.fork() == 0:
        if os.fork() == 0:
            os.setsid()
            while True:
                pass
        os._exit(0)
    os.wait()
time.sleep(60)
