#include "attack.h"

// Large in size and empty in fact: whoever reads it back by its size runs out of memory.
int main(void) {
    int file = open("result", O_CREAT | O_RDWR, 0666);
    ftruncate(file, 1l << 38);
    contained("a hole of 256 GiB");
}
