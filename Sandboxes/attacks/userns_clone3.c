#include "attack.h"

struct arguments {
    uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls;
    uint64_t set_tid, set_tid_size, cgroup;
};

static void attempt(const char *what, uint64_t flags) {
    struct arguments arguments = {.flags = flags, .exit_signal = SIGCHLD};
    long pid = syscall(SYS_clone3, &arguments, sizeof arguments);
    if (pid == 0) _exit(0);
    if (pid > 0) waitpid((pid_t)pid, NULL, 0);
    tried(what, pid);
}

int main(void) {
    attempt("clone3 a user namespace", CLONE_NEWUSER);
    attempt("clone3 user, mount and network namespace",
            CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWNET);
    attempt("clone3 a time namespace", CLONE_NEWUSER | 0x80);
    attempt("clone3 into a control group", 0x200000000ull);
}
