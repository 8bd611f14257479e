import os
import time

for _ in range(16):
    if os.fork() == 0:
        try:
            piece = bytearray(b"x") * (16 << 20)
        except MemoryError:
            pass
        time.sleep(60)
        os._exit(0)
time.sleep(60)
print("ESCAPED: the children together had more than allowed")
