#include "attack.h"

#define CLONE_TREE 1
#define RECURSIVE 0x8000

int main(void) {
    const char *roots[] = {"/", "/usr", "/proc", "/dev/null"};
    for (int i = 0; i < 4; i++) {
        int tree = (int)syscall(SYS_open_tree, AT_FDCWD, roots[i], CLONE_TREE | RECURSIVE);
        if (tree < 0) contained(roots[i]);
        else tried(roots[i], syscall(SYS_move_mount, tree, "", AT_FDCWD, "/tmp", 4));
    }
    TRY(move_mount, AT_FDCWD, "/usr", AT_FDCWD, "/tmp", 0);
}
