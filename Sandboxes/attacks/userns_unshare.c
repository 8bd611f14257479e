#include "attack.h"
#include <sys/mount.h>

int main(void) {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0) {
        contained("unshare user and mount namespace");
    } else {
        escaped("a user namespace of its own");
        if (!mount("tmpfs", "/tmp", "tmpfs", 0, NULL)) escaped("and a mount in it");
    }
    tried("unshare a user namespace", unshare(CLONE_NEWUSER));
}
