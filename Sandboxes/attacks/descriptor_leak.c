#include "attack.h"

int main(void) {
    for (int fd = 3; fd < 1 << 16; fd++)
        if (fcntl(fd, F_GETFD) >= 0) escaped("a descriptor beyond the three");
    contained("descriptors 3 to 65535");
    for (int fd = 0; fd < 3; fd++) {
        struct stat info;
        fstat(fd, &info);
        // Input is nothing; both outputs are pipes: none of them a socket or a terminal.
        if (!S_ISFIFO(info.st_mode) && !S_ISCHR(info.st_mode)) escaped("an odd standard stream");
        if (isatty(fd)) escaped("a terminal");
    }
}
