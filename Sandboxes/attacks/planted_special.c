#include "attack.h"
#include <sys/sysmacros.h>
#include <sys/un.h>

// Whoever opens the wrong one of these waits for ever, or opens a device.
int main(void) {
    mkfifo("fifo", 0666);
    if (mknod("device", S_IFCHR | 0666, makedev(1, 5)) < 0) contained("a device");
    else escaped("a device");
    int pair[2];
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "socket"};
    if (!socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
        bind(pair[0], (struct sockaddr *)&address, sizeof address);
    mkdir("directory", 0777);
    int secret = open("unreadable", O_CREAT | O_WRONLY, 0);
    (void)!write(secret, "mine", 4);
    contained("planted");
}
