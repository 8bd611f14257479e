#include "attack.h"

int main(int count, char **words) {
    if (count > 1) {
        if (geteuid() != 1000 || getegid() != 1000) escaped("another user");
        else contained("a setuid copy");
        return 0;
    }
    chown("/work/main", 0, 0);
    chmod("/work/main", 06755);
    TRY(setxattr, "/work/main", "security.capability", "\1\0\0\2\377\377\377\377", 8, 0);
    TRY(setxattr, "/work/main", "trusted.name", "value", 5, 0);
    char *again[] = {words[0], "again", NULL}, *nothing[] = {NULL};
    execve("/work/main", again, nothing);
    contained("execve");
}
