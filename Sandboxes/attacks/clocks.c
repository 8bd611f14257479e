#include "attack.h"
#include <sys/time.h>
#include <sys/timex.h>

int main(void) {
    struct timespec epoch = {0, 0};
    struct timeval past = {0, 0};
    struct timex change = {.modes = ADJ_OFFSET, .offset = 1};
    tried("clock_settime", clock_settime(CLOCK_REALTIME, &epoch));
    tried("settimeofday", settimeofday(&past, NULL));
    tried("adjtimex", adjtimex(&change));
    TRY(clock_adjtime, CLOCK_REALTIME, &change);
    tried("a timer that wakes the machine", timer_create(CLOCK_REALTIME_ALARM, NULL, &(timer_t){0}));
}
