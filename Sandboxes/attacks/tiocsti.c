#include "attack.h"
#include <sys/ioctl.h>
#include <termios.h>

int main(void) {
    char letter = '\n';
    char subcode = 3;
    const char *names[] = {"/dev/tty", "/dev/console", "/dev/tty0", "/dev/ptmx", "/dev/pts/0"};
    for (int i = 0; i < 5; i++) {
        int terminal = open(names[i], O_RDWR);
        if (tried(names[i], terminal)) ioctl(terminal, TIOCSTI, &letter);
    }
    for (int fd = 0; fd < 3; fd++) {
        tried("TIOCSTI", ioctl(fd, TIOCSTI, &letter));
        tried("TIOCLINUX", ioctl(fd, TIOCLINUX, &subcode));
        tried("TIOCSCTTY", ioctl(fd, TIOCSCTTY, 1));
        // A filter may compare 64 bits where the kernel looks at 32.
        tried("TIOCSTI with high bits", syscall(SYS_ioctl, fd, 0x100000000ul | TIOCSTI, &letter));
    }
}
