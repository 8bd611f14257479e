#include "attack.h"

int main(void) {
    TRY(userfaultfd, 0);
    TRY(userfaultfd, 1);  // for faults of user code alone: no capability is asked for
    tried("/dev/userfaultfd", open("/dev/userfaultfd", O_RDWR));
}
