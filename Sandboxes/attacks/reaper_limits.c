#include "attack.h"

// The process that reports how the program ended must not be starved by the program.
int main(void) {
    struct rlimit none = {0, 0};
    for (int resource = 0; resource < RLIM_NLIMITS; resource++) prlimit(1, resource, &none, NULL);
    contained("limits of the first process");
    if (kill(1, 0) && errno == ESRCH) escaped("the first process is gone");
    return 0;
}
