#include "attack.h"

int main(void) {
    size_t size = 1 << 20;
    char *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    tried("mlock 1 MiB", mlock(pages, size));
    tried("mlockall", mlockall(MCL_CURRENT | MCL_FUTURE));
    tried("MAP_LOCKED",
          mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED, -1, 0)
                  == MAP_FAILED ? -1 : 0);
}
