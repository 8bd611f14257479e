#include "attack.h"

int main(void) {
    char parameters[128] = {0};
    TRY(io_uring_setup, 8, parameters);
    memset(parameters, 0, sizeof parameters);
    *(uint32_t *)(parameters + 8) = 1u << 1;  // with a thread of the kernel that polls
    TRY(io_uring_setup, 8, parameters);
    TRY(io_uring_enter, 0, 1, 1, 1, NULL, 0);
    TRY(io_uring_register, 0, 0, NULL, 0);
}
