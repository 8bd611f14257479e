#include "attack.h"

int main(void) {
    signal(SIGXCPU, SIG_IGN);
    struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
    if (!setrlimit(RLIMIT_CPU, &more)) escaped("no limit of CPU time any more");
    for (volatile unsigned long i = 0;; i++) {}
}
