#include "attack.h"

// Files without a name take their room all the same.
int main(void) {
    static char piece[1 << 20];
    long limit = host_number("LIMIT_DISK_BYTES"), written = 0;
    memset(piece, 1, sizeof piece);
    for (int number = 0; number < 60; number++) {
        int file = open("/tmp/escape-gone", O_CREAT | O_EXCL | O_WRONLY, 0600);
        if (file < 0) break;
        unlink("/tmp/escape-gone");
        ssize_t got;
        while ((got = write(file, piece, sizeof piece)) > 0 && written < 2 * limit) written += got;
    }
    if (written > limit) escaped("more than the limit in deleted files");
    else contained("deleted files");
}
