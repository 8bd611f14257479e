// What the C attacks share: how an attempt is reported. Included before anything else.
#pragma once
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static inline void contained(const char *what) {
    const char *name = strerrorname_np(errno);
    printf("CONTAINED: %s: %s\n", what, name ? name : "?");
    fflush(stdout);
}

static inline void escaped(const char *what) {
    printf("ESCAPED: %s\n", what);
    fflush(stdout);
}

/// The attempt must have failed: `answer` is that of a system call.
static inline int tried(const char *what, long answer) {
    if (answer < 0) contained(what);
    else escaped(what);
    return answer >= 0;
}

/// Calls by number: the C library may not have them, or may think twice.
#define TRY(call, ...) (errno = 0, tried(#call, syscall(SYS_##call, __VA_ARGS__)))

static inline const char *host(const char *name) {
    const char *value = getenv(name);
    return value ? value : "";
}

static inline long host_number(const char *name) { return atol(host(name)); }
