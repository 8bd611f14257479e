#include "attack.h"
#include <pthread.h>

static void *forever(void *unused) {
    (void)unused;
    for (;;) pause();
}

int main(void) {
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 16384);
    long made = 0, limit = host_number("LIMIT_PROCESSES");
    pthread_t thread;
    while (made < 20000 && (errno = pthread_create(&thread, &small, forever, NULL)) == 0) made++;
    contained("pthread_create");
    if (made > limit) escaped("more threads than processes are allowed");
    _exit(0);
}
