import os

LIMIT = int(os.environ["LIMIT_DISK_BYTES"])
written = 0
piece = bytes(1 << 18)
for place in ("/work", "/tmp", "/dev/shm", "/var/tmp", "/run", "/dev", "/"):
    try:
        with open(place + "/escape-fill", "wb", buffering=0) as file:
            while written <= 2 * LIMIT:
                written += file.write(piece)
    except OSError as error:
        print(f"CONTAINED: {place}: {error.strerror} at {written} bytes")
if written > LIMIT:
    print(f"ESCAPED: {written} bytes in all, {LIMIT} allowed")
