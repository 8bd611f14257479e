// Watching over boxes from outside: nothing here runs in one.
#define _GNU_SOURCE
#include "box_supervise.h"
#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

int cbox_pidfd(pid_t pid) {
    int descriptor = (int)syscall(SYS_pidfd_open, pid, 0u);
    return descriptor < 0 ? -errno : descriptor;
}

static int64_t now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int cbox_wait_hangup(int socket, int milliseconds) {
    // No events asked for: only the hang-up is told, whatever there may be to read.
    struct pollfd event = {.fd = socket, .events = 0};
    int64_t end = now_ms() + milliseconds;
    for (;;) {
        int64_t left = end - now_ms();
        int ready = poll(&event, 1, left > 0 ? (int)left : 0);
        if (ready >= 0) return ready;
        if (errno != EINTR) return -errno;
    }
}

int64_t cbox_raise_descriptors(uint64_t needed) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit)) return -errno;
    if (limit.rlim_cur < needed && limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = needed < limit.rlim_max ? needed : limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &limit)) return -errno;
    }
    return limit.rlim_cur > INT64_MAX ? INT64_MAX : (int64_t)limit.rlim_cur;
}

int cbox_claim(const char *name) {
    // An abstract address goes with its last holder, however that ends.
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t length = strlen(name);
    if (length + 1 > sizeof address.sun_path) return -ENAMETOOLONG;
    memcpy(address.sun_path + 1, name, length);
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -errno;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
    if (bind(descriptor, (struct sockaddr *)&address, size)) {
        int error = errno;
        close(descriptor);
        return -error;
    }
    return descriptor;
}
