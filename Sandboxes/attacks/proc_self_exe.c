#include "attack.h"

// What is started in a box must not be open to change by what it starts.
int main(void) {
    char path[64];
    usleep(50000);  // until whoever started this has given up its own rights
    for (int pid = 0; pid < 64; pid++) {
        snprintf(path, sizeof path, "/proc/%d/exe", pid);
        if (pid == getpid()) continue;
        int file = open(path, O_RDONLY);
        if (file >= 0) escaped(path);
        else if (pid == 1) contained(path);
    }
    if (open("/proc/self/exe", O_WRONLY) >= 0) escaped("a running program opened for writing");
    else contained("/proc/self/exe for writing");
    char own[256];
    ssize_t count = readlink("/proc/self/exe", own, sizeof own - 1);
    if (count <= 0 || strncmp(own, "/work/", 6)) escaped("/proc/self/exe leads out of /work");
    else contained("/proc/self/exe");
}
