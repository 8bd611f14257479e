import os
import sys
import time

LIMIT = int(os.environ["LIMIT_PROCESSES"])
children = 0
try:
    while children < 4000:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        children += 1
except OSError as error:
    print(f"CONTAINED: {error.strerror} after {children} children")
if children > LIMIT:
    print(f"ESCAPED: {children} children, {LIMIT} processes allowed")
sys.stdout.flush()
os._exit(0)
