import time

held = []
try:
    while len(held) < 4096:
        held.append(b"x" * (1 << 20))
except MemoryError:
    pass
time.sleep(60)
print("ESCAPED: kept what it had")
