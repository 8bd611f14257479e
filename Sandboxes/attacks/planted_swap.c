#include "attack.h"

// A child goes on swapping file and link while the parent ends: the reader must not race it.
int main(void) {
    int file = open("honest", O_CREAT | O_WRONLY, 0666);
    (void)!write(file, "honest", 6);
    symlink(host("HOST_CANARY"), "link");
    symlink("/etc/passwd", "other");
    link("honest", "result");
    if (fork() == 0) {
        setsid();
        for (;;) {
            syscall(SYS_renameat2, AT_FDCWD, "result", AT_FDCWD, "link", 2);
            syscall(SYS_renameat2, AT_FDCWD, "result", AT_FDCWD, "other", 2);
        }
    }
    usleep(30000);
    contained("swapping");
}
