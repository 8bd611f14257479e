#include "attack.h"
#include <pthread.h>

static void *burn(void *unused) {
    (void)unused;
    for (volatile unsigned long i = 0;; i++) {}
}

int main(void) {
    pthread_t thread;
    for (int i = 0; i < 8; i++) pthread_create(&thread, NULL, burn, NULL);
    sleep(60);
}
