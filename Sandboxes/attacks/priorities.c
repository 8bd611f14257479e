#include "attack.h"

int main(void) {
    struct sched_param first = {.sched_priority = 99};
    tried("SCHED_FIFO", sched_setscheduler(0, SCHED_FIFO, &first));
    tried("SCHED_RR", sched_setscheduler(0, SCHED_RR, &first));
    tried("nice -20", setpriority(PRIO_PROCESS, 0, -20));
    tried("nice of its user", setpriority(PRIO_USER, 0, 19));
    TRY(ioprio_set, 1, 0, 1 << 13);
    uint32_t deadline[14] = {56, 6, 0, 0, 0, 0, 1000000, 0, 2000000, 0, 2000000, 0, 0, 0};
    TRY(sched_setattr, 0, deadline, 0);
}
