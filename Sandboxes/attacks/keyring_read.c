#include "attack.h"

#define DESCRIBE 6
#define LINK 8
#define SEARCH 10
#define READ 11
#define PERSISTENT 22

// The host's own key, by its number, and the numbers near it.
int main(void) {
    char bytes[256];
    long serial = host_number("HOST_KEY");
    for (long key = serial - 200; serial && key < serial + 200; key++) {
        if (syscall(SYS_keyctl, READ, key, bytes, sizeof bytes, 0) >= 0) escaped("a key was read");
        if (syscall(SYS_keyctl, DESCRIBE, key, bytes, sizeof bytes, 0) >= 0)
            escaped("a key was described");
    }
    TRY(keyctl, LINK, serial, -3, 0, 0);
    TRY(keyctl, SEARCH, -4, "user", "host", 0);
    TRY(keyctl, PERSISTENT, 0, -3, 0, 0);
    TRY(keyctl, 1, NULL, 0, 0, 0);
}
