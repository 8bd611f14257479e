#include "attack.h"
#include <linux/capability.h>

int main(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct all[2] = {{~0u, ~0u, ~0u}, {~0u, ~0u, ~0u}}, held[2] = {{0}};
    TRY(capset, &header, all);
    tried("PR_CAP_AMBIENT_RAISE", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SYS_ADMIN, 0, 0));
    tried("PR_SET_SECUREBITS", prctl(PR_SET_SECUREBITS, 0, 0, 0, 0));
    tried("PR_SET_KEEPCAPS", prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0));
    tried("PR_SET_MM", prctl(PR_SET_MM, PR_SET_MM_ARG_START, 0x1000, 0, 0));
    tried("PR_SET_PTRACER", prctl(PR_SET_PTRACER, -1l, 0, 0, 0));
    tried("PR_SET_CHILD_SUBREAPER", prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
    syscall(SYS_capget, &header, held);
    if (held[0].effective | held[0].permitted | held[0].inheritable) escaped("a capability");
    for (int i = 0; i <= 63; i++)
        if (prctl(PR_CAPBSET_READ, i, 0, 0, 0) > 0) escaped("a capability in the bounding set");
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) escaped("no_new_privs is off");
    tried("PR_SET_NO_NEW_PRIVS to 0", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
}
