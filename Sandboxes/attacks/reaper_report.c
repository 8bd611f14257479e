#include "attack.h"

// The first process has a pipe on which it tells the exit status: nobody else may write to it.
int main(void) {
    char path[64];
    for (int fd = 0; fd < 256; fd++) {
        snprintf(path, sizeof path, "/proc/1/fd/%d", fd);
        int pipe = open(path, O_WRONLY | O_NONBLOCK);
        if (pipe >= 0) escaped(path);
        else if (fd % 64 == 0) contained(path);
        snprintf(path, sizeof path, "/proc/1/fdinfo/%d", fd);
        if (open(path, O_RDONLY) >= 0) escaped(path);
    }
}
