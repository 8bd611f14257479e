#include "attack.h"

static volatile long depth;

__attribute__((noinline)) static long deeper(long n) {
    volatile char frame[4096];
    frame[n % 4096] = (char)n;
    depth = n;
    return deeper(n + 1) + frame[0];
}

int main(void) { return (int)deeper(1); }
