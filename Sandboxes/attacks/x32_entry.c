#include "attack.h"

// The other numbering of the same machine: a filter that looks at numbers alone lets it pass.
int main(void) {
    long pid = syscall(0x40000000 | SYS_getpid);
    if (pid > 0) escaped("an x32 call was answered");
    else contained("x32");
    syscall(0x40000000 | SYS_ptrace, 0, 0, 0, 0);
}
