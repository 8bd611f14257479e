#include "attack.h"
#include <sys/sem.h>
#include <sys/shm.h>

int main(void) {
    key_t key = (key_t)host_number("HOST_SHM");
    tried("the host's segment by its key", shmget(key, 0, 0));
    for (int id = 0; id < 512; id++) {
        struct shmid_ds info;
        if (shmctl(id, SHM_STAT, &info) >= 0) escaped("a segment of somebody else");
    }
    void *pages = shmat((int)host_number("HOST_SHM_ID"), NULL, 0);
    if (pages == (void *)-1) contained("the host's segment by its number");
    else escaped("the host's segment by its number");
}
