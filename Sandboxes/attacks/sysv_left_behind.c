#include "attack.h"
#include <sys/sem.h>
#include <sys/shm.h>

// What the next run must not find: a segment, semaphores, a queue, named and not.
int main(void) {
    for (int key = 1; key <= 8; key++) {
        int segment = shmget(key, 4096, IPC_CREAT | 0666);
        if (segment >= 0) strcpy(shmat(segment, NULL, 0), "for the next run");
        semget(key, 1, IPC_CREAT | 0666);
        syscall(SYS_msgget, key, IPC_CREAT | 0666);
    }
    int named = open("/dev/shm/escape-named", O_CREAT | O_RDWR, 0666);
    if (named >= 0) (void)!write(named, "for the next run", 16);
    syscall(SYS_mq_open, "escape-queue", O_CREAT | O_RDWR, 0666, NULL);
    contained("left in its own namespace");
}
