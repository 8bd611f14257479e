#include "attack.h"

int main(void) {
    char path[64];
    long limit = host_number("LIMIT_INODES"), made = 0;
    const char *places[] = {"/work", "/tmp", "/dev/shm"};
    for (int p = 0; p < 3; p++) {
        for (int i = 0; i < 60000; i++) {
            snprintf(path, sizeof path, "%s/escape-%d", places[p], i);
            int failed = i % 3 ? mkdir(path, 0700) : i % 2 ? symlink("/", path) : mkfifo(path, 0600);
            if (failed) break;
            made++;
        }
        contained(places[p]);
    }
    if (made > limit) escaped("more files than allowed");
}
