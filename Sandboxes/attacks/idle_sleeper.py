import os
import time

for _ in range(3):
    if os.fork() == 0:
        break
while True:
    time.sleep(0.2)
