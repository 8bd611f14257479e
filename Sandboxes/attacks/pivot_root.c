#include "attack.h"
#include <sys/mount.h>

int main(void) {
    TRY(umount2, "/proc", MNT_DETACH);
    TRY(umount2, "/usr", MNT_DETACH);
    TRY(umount2, "/", MNT_DETACH);
    TRY(pivot_root, ".", ".");
    TRY(pivot_root, "/tmp", "/tmp");
    struct stat info;
    if (stat("/etc/shadow", &info)) contained("the host's root stays away");
    else escaped("the host's root is back");
}
