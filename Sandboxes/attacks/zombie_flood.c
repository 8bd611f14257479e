#include "attack.h"

// The dead count for as long as nobody has asked for them.
int main(void) {
    long made = 0, limit = host_number("LIMIT_PROCESSES");
    for (; made < 20000; made++) {
        pid_t pid = fork();
        if (pid == 0) _exit(0);
        if (pid < 0) break;
    }
    contained("fork");
    if (made > limit) escaped("more dead than processes are allowed");
}
