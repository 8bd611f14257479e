#include "attack.h"

int main(void) {
    long pids[] = {1, getppid(), host_number("HOST_PID")};
    for (int p = 0; p < 3; p++) {
        int process = (int)syscall(SYS_pidfd_open, pids[p], 0);
        if (process < 0) {
            contained("pidfd_open");
            continue;
        }
        for (int fd = 0; fd < 64; fd++) {
            int stolen = (int)syscall(SYS_pidfd_getfd, process, fd, 0);
            if (stolen >= 0) escaped("a descriptor of another process");
        }
        contained("pidfd_getfd");
    }
}
