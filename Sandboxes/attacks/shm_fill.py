import os

LIMIT = int(os.environ["LIMIT_DISK_BYTES"])
written = 0
piece = bytes(1 << 20)
try:
    for number in range(4096):
        with open(f"/dev/shm/escape-{number}", "wb") as file:
            for _ in range(16):
                written += file.write(piece)
                file.flush()
            if written > 2 * LIMIT:
                break
except OSError as error:
    print(f"CONTAINED: {error.strerror} after {written} bytes")
if written > LIMIT:
    print(f"ESCAPED: {written} bytes of shared memory, {LIMIT} allowed")
