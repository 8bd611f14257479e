#include "attack.h"

int main(void) {
    for (int ring = -1; ring >= -5; ring--) {
        long key = syscall(SYS_add_key, "user", "left-behind", "value", 5, ring);
        tried("add_key", key);
    }
    TRY(request_key, "user", "left-behind", NULL, -3);
    TRY(add_key, "keyring", "a-ring", NULL, 0, -3);
    TRY(add_key, "logon", "a:logon", "value", 5, -3);
}
