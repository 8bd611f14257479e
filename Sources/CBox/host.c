#define _GNU_SOURCE
#include "box_host.h"
#include "box_child.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

int cbox_socketpair(int ends[2]) {
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends)) return -errno;
    return 0;
}

int cbox_pipe(int ends[2], int nonblocking_reader) {
    if (pipe2(ends, O_CLOEXEC)) return -errno;
    if (nonblocking_reader && fcntl(ends[0], F_SETFL, O_NONBLOCK)) return -errno;
    return 0;
}

int cbox_sealed_memory(const void *bytes, size_t count) {
    int memory = memfd_create("assay", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (memory < 0) return -errno;
    for (size_t done = 0; done < count;) {
        ssize_t written = write(memory, (const char *)bytes + done, count - done);
        if (written < 0) {
            int error = errno;
            close(memory);
            return -error;
        }
        done += (size_t)written;
    }
    int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    if (fcntl(memory, F_ADD_SEALS, seals) || lseek(memory, 0, SEEK_SET) < 0) {
        int error = errno;
        close(memory);
        return -error;
    }
    return memory;
}

static int spawn_with(const char *path, char *const arguments[], int socket, pid_t *pid) {
    static char *const nothing[] = {NULL};
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int error = posix_spawnattr_init(&attributes);
    if (error) return -error;
    error = posix_spawn_file_actions_init(&actions);
    if (error) return -error;
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    if (socket >= 0) {
        error = posix_spawn_file_actions_adddup2(&actions, socket, 3);
        if (!error) error = posix_spawn_file_actions_addclosefrom_np(&actions, 4);
    }
    if (!error) error = posix_spawn(pid, path, &actions, &attributes, arguments, nothing);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return -error;
}

int cbox_spawn(const char *path, int socket, pid_t *pid) {
    char *const arguments[] = {(char *)"assay-box", NULL};
    return spawn_with(path, arguments, socket, pid);
}

int cbox_spawn_plainly(const char *path, char *const arguments[]) {
    pid_t pid;
    int error = spawn_with(path, arguments, -1, &pid);
    if (error) return error;
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) return -errno;
    return status;
}

ssize_t cbox_send(int socket, const void *bytes, size_t count, const int *descriptors,
                  size_t descriptor_count) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int) * BOX_DESCRIPTORS_MAX)];
    } control;
    if (descriptor_count > BOX_DESCRIPTORS_MAX) return -EMSGSIZE;
    struct iovec part = {(void *)bytes, count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (descriptor_count) {
        memset(&control, 0, sizeof control);
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptor_count);
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof(int) * descriptor_count);
        memcpy(CMSG_DATA(&control.header), descriptors, sizeof(int) * descriptor_count);
    }
    ssize_t sent;
    do sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent < 0 ? -errno : sent;
}

ssize_t cbox_receive(int socket, void *bytes, size_t count, int *descriptors,
                     size_t *descriptor_count, int wait) {
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int) * BOX_DESCRIPTORS_MAX)];
    } control;
    struct iovec part = {bytes, count};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    *descriptor_count = 0;
    ssize_t received;
    do received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
    while (received < 0 && errno == EINTR);
    if (received < 0) return -errno;
    for (struct cmsghdr *at = CMSG_FIRSTHDR(&message); at; at = CMSG_NXTHDR(&message, at)) {
        if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_RIGHTS) continue;
        size_t carried = (at->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        memcpy(descriptors + *descriptor_count, CMSG_DATA(at), carried * sizeof(int));
        *descriptor_count += carried;
    }
    if (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) {
        for (size_t i = 0; i < *descriptor_count; i++) close(descriptors[i]);
        *descriptor_count = 0;
        return -EMSGSIZE;
    }
    return received;
}

int cbox_wait_readable(int descriptor, int milliseconds) {
    struct pollfd event = {.fd = descriptor, .events = POLLIN};
    int ready;
    do ready = poll(&event, 1, milliseconds);
    while (ready < 0 && errno == EINTR);
    return ready < 0 ? -errno : ready;
}

int cbox_kill(int pidfd, int signal) {
    return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0u) ? -errno : 0;
}

int cbox_eventfd(void) {
    int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return event < 0 ? -errno : event;
}

int cbox_signal_event(int event) { return eventfd_write(event, 1) ? -errno : 0; }

int cbox_epoll(void) {
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    return epoll < 0 ? -errno : epoll;
}

int cbox_epoll_add(int epoll, int descriptor, uint64_t token) {
    struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = token}};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) ? -errno : 0;
}

int cbox_epoll_remove(int epoll, int descriptor) {
    return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL) ? -errno : 0;
}

int cbox_epoll_wait(int epoll, struct cbox_event *events, int capacity, int milliseconds) {
    struct epoll_event ready[64];
    int count = epoll_wait(epoll, ready, capacity < 64 ? capacity : 64, milliseconds);
    if (count < 0) return errno == EINTR ? 0 : -errno;
    for (int i = 0; i < count; i++)
        events[i] = (struct cbox_event){ready[i].data.u64, ready[i].events};
    return count;
}

uint64_t cbox_now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

int cbox_landlock_abi(void) {
    int abi = box_landlock_abi();
    return abi < 0 ? -errno : abi;
}

int cbox_open_beneath(int directory, const char *path, uint64_t secret) {
    struct open_how how = {
        .flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV};
#ifdef BOX_LAYER_CHECK
    extern int box_follows_links;
    if (box_follows_links) return box_open(secret, directory, path, O_RDONLY | O_NONBLOCK);
#endif
    int file = (int)syscall(SYS_openat2, directory, path, &how, sizeof how, 0L, secret);
    return file < 0 ? -errno : file;
}

int cbox_is_marked(const char *path, const char *attribute) {
    char value = 0;
    return getxattr(path, attribute, &value, 1) == 1 && value == '1';
}

int cbox_affinity(void *mask, size_t size) {
    // The call itself, unlike its wrapper, takes a mask of any size.
    memset(mask, 0, size);
    return syscall(SYS_sched_getaffinity, 0, size, mask) < 0 ? -errno : 0;
}
