#include "attack.h"

// Pages that no process has for itself alone.
int main(void) {
    long limit = host_number("LIMIT_MEMORY_BYTES");
    for (int i = 0; i < 3; i++) {
        char *pages = mmap(NULL, (size_t)limit, PROT_READ | PROT_WRITE,
                           MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
        if (pages == MAP_FAILED) break;
        memset(pages, 1, (size_t)limit);
    }
    sleep(60);
}
