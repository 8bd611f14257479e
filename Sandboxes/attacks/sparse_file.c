#include "attack.h"

int main(void) {
    signal(SIGXFSZ, SIG_IGN);
    int file = open("hole", O_CREAT | O_RDWR, 0600);
    tried("a hole of 1 TiB", ftruncate(file, 1l << 40));
    tried("a hole of 8 EiB", ftruncate(file, INT64_MAX));
    tried("a byte at 1 TiB", pwrite(file, "x", 1, 1l << 40));
    tried("64 GiB at once", fallocate(file, 0, 0, 64l << 30));
    tried("64 GiB, kept in size", fallocate(file, FALLOC_FL_KEEP_SIZE, 0, 64l << 30));
}
