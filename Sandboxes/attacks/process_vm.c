#include "attack.h"
#include <sys/uio.h>

int main(void) {
    long pids[] = {1, getppid(), host_number("HOST_PID")};
    char bytes[64];
    struct iovec mine = {bytes, sizeof bytes};
    struct iovec theirs = {(void *)0x400000, sizeof bytes};
    for (int i = 0; i < 3; i++) {
        pid_t pid = (pid_t)pids[i];
        tried("process_vm_readv", process_vm_readv(pid, &mine, 1, &theirs, 1, 0));
        tried("process_vm_writev", process_vm_writev(pid, &mine, 1, &theirs, 1, 0));
    }
    // Not even a child's: what may be asked is decided by the call, not by whose memory it is.
    static char secret[64] = "mine";
    theirs.iov_base = secret;
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    tried("process_vm_readv of a child", process_vm_readv(child, &mine, 1, &theirs, 1, 0));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    TRY(process_madvise, 0, &theirs, 1, MADV_COLD, 0);
    TRY(kcmp, getpid(), 1, 0, 0, 0);
}
