#include "attack.h"

int main(void) {
    static char piece[1 << 16];
    int file = open("huge", O_CREAT | O_WRONLY, 0600);
    for (int i = 0; i < 1 << 20; i++)
        if (write(file, piece, sizeof piece) < 0) return contained("write"), 0;
    escaped("64 GiB in one file");
}
