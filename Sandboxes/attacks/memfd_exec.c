#include "attack.h"

// A program that never was a file is as confined as any other.
int main(int count, char **words) {
    if (count > 1) {
        tried("mount from memory", syscall(SYS_mount, "tmpfs", "/tmp", "tmpfs", 0, NULL));
        TRY(ptrace, 16, 1, 0, 0);
        TRY(unshare, CLONE_NEWUSER);
        if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) escaped("no_new_privs was lost");
        return 0;
    }
    int memory = memfd_create("program", MFD_CLOEXEC), self = open("/work/main", O_RDONLY);
    if (memory < 0) return contained("memfd_create"), 0;
    char bytes[65536];
    for (ssize_t got; (got = read(self, bytes, sizeof bytes)) > 0;) {
        if (write(memory, bytes, (size_t)got) != got) break;
    }
    char *again[] = {words[0], "again", NULL}, *nothing[] = {NULL};
    syscall(SYS_execveat, memory, "", again, nothing, AT_EMPTY_PATH);
    contained("execveat of memory");
}
