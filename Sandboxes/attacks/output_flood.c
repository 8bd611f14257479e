#include "attack.h"

int main(void) {
    static char piece[1 << 16];
    memset(piece, 'x', sizeof piece);
    for (long written = 0; written < 10l << 30;) {
        ssize_t got = write(1, piece, sizeof piece);
        if (got > 0) written += got;
    }
}
