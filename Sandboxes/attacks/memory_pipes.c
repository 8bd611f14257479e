#include "attack.h"

// Memory of the kernel's own, filled through pipes.
int main(void) {
    static char piece[1 << 16];
    long held = 0;
    for (;;) {
        int ends[2];
        if (pipe2(ends, O_NONBLOCK)) break;
        fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
        ssize_t got;
        while ((got = write(ends[1], piece, sizeof piece)) > 0) held += got;
    }
    contained("pipes");
    if (held > 40l << 20) escaped("more than 40 MiB in pipes");
}
