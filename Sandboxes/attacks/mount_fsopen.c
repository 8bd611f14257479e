#include "attack.h"

#define CONFIGURE_SIZE 1
#define CONFIGURE_CREATE 6

int main(void) {
    const char *kinds[] = {"tmpfs", "proc", "cgroup2", "overlay", "sysfs", "devpts"};
    for (int i = 0; i < 6; i++) {
        int context = (int)syscall(SYS_fsopen, kinds[i], 0);
        if (context < 0) {
            contained(kinds[i]);
            continue;
        }
        syscall(SYS_fsconfig, context, CONFIGURE_CREATE, NULL, NULL, 0);
        int mounted = (int)syscall(SYS_fsmount, context, 0, 0);
        if (mounted < 0) contained(kinds[i]);
        else tried(kinds[i], syscall(SYS_move_mount, mounted, "", AT_FDCWD, "/tmp", 4));
    }
    TRY(fspick, AT_FDCWD, "/", 0);
}
