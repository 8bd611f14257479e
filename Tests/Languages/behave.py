import os
import sys

what, _, rest = sys.stdin.buffer.read().partition(b"\n")
if what == b"echo":
    sys.stdout.write(rest.decode())
elif what == b"exit":
    sys.exit(3)
elif what == b"raise":
    raise ValueError("deliberate")
elif what == b"abort":
    os.abort()
elif what == b"spin":
    while True:
        pass
elif what == b"hog":
    kept = []
    while True:
        kept.append(bytearray(1 << 20))
