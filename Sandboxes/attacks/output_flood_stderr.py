import os
import threading


def flood(number):
    piece = b"y" * 65536
    while True:
        os.write(number, piece)


for _ in range(4):
    threading.Thread(target=flood, args=(2,)).start()
