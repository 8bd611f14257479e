import os

LIMIT = int(os.environ["LIMIT_OPEN_FILES"])
held = []
try:
    while len(held) < 100000:
        held.append(os.open("/dev/null", os.O_RDONLY))
except OSError as error:
    print(f"CONTAINED: {error.strerror} after {len(held)}")
if len(held) > LIMIT:
    print(f"ESCAPED: {len(held)} descriptors, {LIMIT} allowed")
