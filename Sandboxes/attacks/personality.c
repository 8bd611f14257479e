#include "attack.h"
#include <sys/personality.h>

int main(void) {
    TRY(personality, ADDR_NO_RANDOMIZE);
    TRY(personality, READ_IMPLIES_EXEC);
    TRY(personality, PER_LINUX32);
    TRY(personality, MMAP_PAGE_ZERO);
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (page == MAP_FAILED) contained("the page at 0");
    else escaped("the page at 0");
}
