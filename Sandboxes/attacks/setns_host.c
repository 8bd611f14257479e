#include "attack.h"

int main(void) {
    const char *kinds[] = {"user", "mnt", "pid", "net", "ipc", "uts", "cgroup"};
    char path[64];
    long pids[] = {1, getppid(), host_number("HOST_PID")};
    for (int p = 0; p < 3; p++) {
        for (int i = 0; i < 7; i++) {
            snprintf(path, sizeof path, "/proc/%ld/ns/%s", pids[p], kinds[i]);
            int namespace = open(path, O_RDONLY | O_CLOEXEC);
            if (namespace < 0) contained(path);
            else tried(path, setns(namespace, 0));
        }
        int process = (int)syscall(SYS_pidfd_open, pids[p], 0);
        if (process < 0) contained("pidfd_open");
        else tried("setns of a pidfd", setns(process, CLONE_NEWNS | CLONE_NEWNET));
    }
}
