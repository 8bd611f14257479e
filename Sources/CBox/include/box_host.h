// System calls that Swift's Glibc module does not offer.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct cbox_event {
    uint64_t token;
    uint32_t events;
};

enum cbox_events { CBOX_READABLE = 1, CBOX_HANGUP = 16 };

/// Each returns -errno on failure.
int cbox_socketpair(int ends[2]);
int cbox_pipe(int ends[2], int nonblocking_reader);
int cbox_sealed_memory(const void *bytes, size_t count);
int cbox_spawn(const char *path, int socket, pid_t *pid);
ssize_t cbox_send(int socket, const void *bytes, size_t count, const int *descriptors,
                  size_t descriptor_count);
ssize_t cbox_receive(int socket, void *bytes, size_t count, int *descriptors,
                     size_t *descriptor_count, int wait);
/// 1 when readable (or closed), 0 after the time, in milliseconds.
int cbox_wait_readable(int descriptor, int milliseconds);
int cbox_kill(int pidfd, int signal);
int cbox_eventfd(void);
int cbox_signal_event(int eventfd);
int cbox_epoll(void);
int cbox_epoll_add(int epoll, int descriptor, uint64_t token);
int cbox_epoll_remove(int epoll, int descriptor);
int cbox_epoll_wait(int epoll, struct cbox_event *events, int capacity, int milliseconds);
/// Nanoseconds of the monotonic clock.
uint64_t cbox_now(void);
/// Plain posix_spawn and waitpid, as the yardstick of the benchmark; the wait status or -errno.
int cbox_spawn_plainly(const char *path, char *const arguments[]);
int cbox_landlock_abi(void);
/// The processors that the caller may use, as bits; 0 or a negative errno.
int cbox_affinity(void *mask, size_t size);
/// The last argument is for the filter of the box.
int cbox_open_beneath(int directory, const char *path, uint64_t secret);
/// 1 if the file has this extended attribute, with the value "1".
int cbox_is_marked(const char *path, const char *attribute);
