#include "attack.h"

// Ends at once, so that what is beyond the limit is found only after its end.
int main(void) {
    long limit = host_number("LIMIT_OUTPUT_BYTES");
    for (long i = 0; i <= limit; i++) putchar('a');
    fflush(stdout);
    _exit(0);
}
