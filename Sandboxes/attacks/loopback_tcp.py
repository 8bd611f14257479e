import os
import socket

port = int(os.environ["HOST_PORT"])
tried = [
    (socket.AF_INET, "127.0.0.1", port),
    (socket.AF_INET, "0.0.0.0", port),
    (socket.AF_INET, "127.255.255.254", port),
    (socket.AF_INET, "169.254.169.254", 80),
    (socket.AF_INET, "10.0.0.1", 53),
    (socket.AF_INET, "8.8.8.8", 53),
    (socket.AF_INET6, "::1", port),
    (socket.AF_INET6, "::ffff:127.0.0.1", port),
    (socket.AF_INET6, "fe80::1", 80),
]
for family, address, number in tried:
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            with socket.socket(family, kind) as client:
                client.settimeout(0.5)
                client.connect((address, number))
                client.send(b"from the box")
            print(f"ESCAPED: sent to {address}")
        except OSError as error:
            print(f"CONTAINED: {address}: {error}")
