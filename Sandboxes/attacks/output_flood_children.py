import os

for _ in range(8):
    if os.fork() == 0:
        os.setsid()
        break
while True:
    os.write(1, b"z\n" * 2048)
