#include "attack.h"
#include <linux/perf_event.h>

int main(void) {
    struct perf_event_attr attributes = {
        .type = PERF_TYPE_SOFTWARE, .size = sizeof attributes, .config = PERF_COUNT_SW_CPU_CLOCK};
    TRY(perf_event_open, &attributes, 0, -1, -1, 0);
    attributes.exclude_kernel = attributes.exclude_hv = 1;
    TRY(perf_event_open, &attributes, 0, -1, -1, 0);
    TRY(perf_event_open, &attributes, -1, 0, -1, 0);
}
