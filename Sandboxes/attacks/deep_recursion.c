#include "attack.h"

static volatile long depth;

__attribute__((noinline)) static long deeper(long n) {
    volatile char frame[4096];
    frame[n % 4096] = (char)n;
    depth = n;
    return deeper(n + 1) + frame[0];
}

int main(void) {
    // The stack that is there grows with the limit.
    struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_STACK, &more);
    return (int)deeper(1);
}
