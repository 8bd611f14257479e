#include "attack.h"

struct attributes {
    uint64_t set, clear, propagation, userns;
};

int main(void) {
    const char *places[] = {"/", "/usr", "/proc", "/work", "/dev/null"};
    // Read-only, nosuid, nodev and noexec: all to be taken off.
    struct attributes open = {.clear = 0xf};
    for (int i = 0; i < 5; i++) {
        long answer = syscall(SYS_mount_setattr, AT_FDCWD, places[i], 0x8000, &open, sizeof open);
        tried(places[i], answer);
    }
}
