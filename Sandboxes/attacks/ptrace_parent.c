#include "attack.h"
#include <sys/ptrace.h>

int main(void) {
    long pids[] = {1, getppid(), host_number("HOST_PID")};
    for (int i = 0; i < 3; i++) {
        tried("PTRACE_SEIZE", ptrace(PTRACE_SEIZE, (pid_t)pids[i], NULL, NULL));
        tried("PTRACE_ATTACH", ptrace(PTRACE_ATTACH, (pid_t)pids[i], NULL, NULL));
    }
    // Not even a child of its own: a tracer could skip what a filter sees.
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    tried("PTRACE_SEIZE of a child", ptrace(PTRACE_SEIZE, child, NULL, NULL));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}
