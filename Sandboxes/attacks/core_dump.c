#include "attack.h"

int main(void) {
    struct rlimit more = {RLIM_INFINITY, RLIM_INFINITY};
    if (!setrlimit(RLIMIT_CORE, &more)) escaped("core files are allowed again");
    abort();
}
