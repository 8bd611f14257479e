#include "attack.h"

// Memory files are in no quota: only what counts memory can see them.
int main(void) {
    static char piece[1 << 20];
    long limit = host_number("LIMIT_MEMORY_BYTES"), written = 0;
    memset(piece, 1, sizeof piece);
    signal(SIGXFSZ, SIG_IGN);
    while (written < 3 * limit) {
        int memory = memfd_create("hoard", 0);
        if (memory < 0) break;
        ssize_t got;
        for (int i = 0; i < 32; i++) {
            got = write(memory, piece, sizeof piece);
            if (got > 0) written += got;
        }
    }
    sleep(60);
}
