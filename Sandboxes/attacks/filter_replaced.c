#include "attack.h"
#include <linux/filter.h>
#include <linux/seccomp.h>

// A later filter cannot widen an earlier one, and here it cannot even be installed.
int main(void) {
    struct sock_filter everything[] = {{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
    struct sock_fprog program = {1, everything};
    TRY(seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
    tried("prctl(PR_SET_SECCOMP)", prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0));
    TRY(seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    TRY(mount, "tmpfs", "/tmp", "tmpfs", 0, NULL);
}
