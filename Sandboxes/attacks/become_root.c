#include "attack.h"
#include <grp.h>
#include <sys/fsuid.h>

int main(void) {
    tried("setuid(0)", setuid(0));
    tried("seteuid(0)", seteuid(0));
    tried("setresuid(65534)", setresuid(65534, 65534, 65534));
    tried("setgid(0)", setgid(0));
    tried("setresgid(65534)", setresgid(65534, 65534, 65534));
    gid_t groups[] = {0, 4, 27, 42};
    tried("setgroups", setgroups(4, groups));
    setfsuid(0);
    if (setfsuid((uid_t)-1) == 0) escaped("setfsuid(0)");
    else contained("setfsuid(0)");
}
