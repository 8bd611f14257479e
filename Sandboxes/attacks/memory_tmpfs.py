import time

try:
    with open("/tmp/escape-memory", "wb", buffering=0) as file:
        for _ in range(512):
            file.write(bytes(1 << 20))
except OSError:
    pass
time.sleep(60)
print("ESCAPED: files in memory were not counted")
