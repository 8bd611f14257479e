import os
import signal

# A crash that looks like a kill of ours must still be told from one.
held = b"x" * (8 << 20)
os.kill(os.getpid(), signal.SIGKILL)
