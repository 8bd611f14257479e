// assay-box: holds one prepared box and runs programs in it, one after the other.
//
// Started by assay with a socket as descriptor 3. A first process joins the control groups and
// makes the second in new namespaces; the second is pid 1 of the box, builds its root and serves.
// When assay goes away the socket ends, the box exits, and the kernel ends all that is in it.
#define _GNU_SOURCE
#include "box.h"
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SOCKET 3
#define USER_IN_BOX 1000
#define LAST_CAPABILITY 63

struct setup {
    struct box box;
    struct box_configure configure;
    const struct box_mount *mounts;
    const uint8_t *strings;
    size_t strings_size;
    struct sock_filter *filter;
    int mapped_reader;
    int mapped_writer;
};

static _Noreturn void refuse(int step, int index) {
    struct box_ready ready = {.header = {BOX_VERSION, BOX_READY, 0},
                              .failure = {step, index, errno}};
    cbox_send(SOCKET, &ready, sizeof ready, NULL, 0);
    _exit(1);
}

static void read_configuration(struct setup *setup) {
    static uint8_t message[BOX_MESSAGE_MAX] __attribute__((aligned(16)));
    int descriptors[BOX_DESCRIPTORS_MAX];
    size_t count;
    ssize_t size = cbox_receive(SOCKET, message, sizeof message, descriptors, &count, 1);
    struct box_configure *configure = &setup->configure;
    errno = EBADMSG;
    if (size < (ssize_t)sizeof *configure) refuse(BOX_STEP_MESSAGE, 0);
    memcpy(configure, message, sizeof *configure);
    if (configure->header.version != BOX_VERSION) refuse(BOX_STEP_MESSAGE, 1);
    if (configure->mounts > BOX_MOUNTS_MAX || configure->filter > BOX_FILTER_MAX)
        refuse(BOX_STEP_MESSAGE, 2);
    size_t mounts = configure->mounts * sizeof(struct box_mount), filter = configure->filter * 8u;
    if ((size_t)size < sizeof *configure + mounts + filter) refuse(BOX_STEP_MESSAGE, 3);
    uint8_t *at = message + sizeof *configure;
    setup->mounts = (const struct box_mount *)(const void *)at;
    setup->filter = (struct sock_filter *)(void *)(at + mounts);
    struct box *box = &setup->box;
    box->plan.flags = configure->flags;
    setup->strings = at + mounts + filter;
    setup->strings_size = (size_t)size - sizeof *configure - mounts - filter;
    size_t next = 0;
    for (int i = 0; i < BOX_GROUP_FILES; i++) {
        box->group[i] = -1;
        if (!(configure->group_files & (1u << i))) continue;
        if (next == count) refuse(BOX_STEP_MESSAGE, 4);
        box->group[i] = descriptors[next++];
    }
}

static void join_groups(struct setup *setup) {
    const enum box_group_file joins[] = {BOX_MEMORY_JOIN, BOX_PIDS_JOIN, BOX_CPU_JOIN};
    for (int i = 0; i < 3; i++) {
        int *file = &setup->box.group[joins[i]];
        if (*file < 0) continue;
        if (write(*file, "0", 1) != 1) refuse(BOX_STEP_JOIN_GROUP, i);
        close(*file);
        *file = -1;
    }
    if (!box_has(&setup->box, BOX_MEMORY_LIMIT)) return;
    int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (score < 0) return;
    // An ordinary user cannot exempt the box, but can offer the run first.
    setup->box.plan.set_oom_score = write(score, "-1000", 5) == 5 ? 1 : 2;
    close(score);
}

static void write_map(pid_t pid, const char *name, const char *text) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, name);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    ssize_t length = (ssize_t)strlen(text);
    if (file < 0 || write(file, text, (size_t)length) != length) refuse(BOX_STEP_MAP_USER, 0);
    close(file);
}

static void map_users(const struct setup *setup, pid_t pid) {
    const struct box_configure *configure = &setup->configure;
    uid_t uid = configure->map_self ? geteuid() : configure->host_uid;
    gid_t gid = configure->map_self ? getegid() : configure->host_gid;
    char text[64];
    if (configure->map_self) write_map(pid, "setgroups", "deny");
    snprintf(text, sizeof text, "%d %u 1\n", USER_IN_BOX, uid);
    write_map(pid, "uid_map", text);
    snprintf(text, sizeof text, "%d %u 1\n", USER_IN_BOX, gid);
    write_map(pid, "gid_map", text);
}

static void become_user(const struct setup *setup) {
    if (!setup->configure.map_self && setgroups(0, NULL)) refuse(BOX_STEP_MAP_USER, 1);
    if (setresgid(USER_IN_BOX, USER_IN_BOX, USER_IN_BOX)) refuse(BOX_STEP_MAP_USER, 2);
    if (setresuid(USER_IN_BOX, USER_IN_BOX, USER_IN_BOX)) refuse(BOX_STEP_MAP_USER, 3);
    // Changing user cleared both.
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

/// A keeper that died before its end would be told is told by its pipe.
static void check_keeper(const struct setup *setup) {
    struct pollfd keeper = {.fd = setup->mapped_reader};
    if (poll(&keeper, 1, 0) != 0) _exit(1);
    close(setup->mapped_reader);
}

/// Waits for the end of the box, and ends it when assay is gone: a box that was stopped, or that
/// hangs, does not see the end of its socket.
static void keep(pid_t box, pid_t assay) {
    struct pollfd watched[2] = {{.fd = (int)syscall(SYS_pidfd_open, box, 0u), .events = POLLIN},
                                {.fd = (int)syscall(SYS_pidfd_open, assay, 0u), .events = POLLIN}};
    if (getppid() == assay && watched[0].fd >= 0)
        while (poll(watched, 2, -1) < 0 && errno == EINTR) {}
    if (!watched[0].revents && (watched[1].revents || getppid() != assay)) kill(box, SIGKILL);
    int status;
    while (waitpid(box, &status, 0) < 0 && errno == EINTR) {}
}

static void note_writable(struct setup *setup) {
    struct box_plan *plan = &setup->box.plan;
    const uint8_t *at = setup->strings;
    for (uint32_t i = 0; i < setup->configure.mounts; i++) {
        const struct box_mount *mount = &setup->mounts[i];
        const char *target = (const char *)at + mount->source_bytes;
        at += mount->source_bytes + mount->target_bytes;
        if (mount->kind != BOX_TMPFS) continue;
        if (!strcmp(target, "/tmp") || !strcmp(target, "/work")) continue;
        errno = E2BIG;
        if (plan->writable_count == BOX_WRITABLE_MAX) refuse(BOX_STEP_MOUNT, (int)i);
        plan->writable[plan->writable_count++] = target;
    }
}

static void open_plan(struct box *box) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK)) refuse(BOX_STEP_DESCRIPTOR, 100);
    box->report_reader = ends[0];
    box->plan.report_descriptor = ends[1];
    if (cbox_socketpair(ends)) refuse(BOX_STEP_DESCRIPTOR, 101);
    box->handoff_reader = ends[0];
    box->plan.handoff_descriptor = ends[1];
    box->plan.root_descriptor = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    box->plan.devices_descriptor = open("/dev", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (box->plan.root_descriptor < 0 || box->plan.devices_descriptor < 0)
        refuse(BOX_STEP_DESCRIPTOR, 102);
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    box->processors = processors > 0 ? (unsigned)processors : 1;
}

/// From here on the box, too, may do only what its runs may, and what needs the secret.
static void install_filter(struct setup *setup) {
    struct box *box = &setup->box;
    struct sock_fprog program = {.len = (unsigned short)setup->configure.filter,
                                 .filter = setup->filter};
    uint64_t secret;
    if (getrandom(&secret, sizeof secret, 0) != sizeof secret) refuse(BOX_STEP_SECCOMP, 0);
    box_filter_hide(box, &program, secret);
    box->listener = box_filter_listen(&program);
    if (box->listener >= 0) {
        box->plan.layers |= BOX_HAS_LISTENER;
    } else {
        // The kernel has one listener for a process and its forebears, and another may have it.
        box_filter_silence(&program);
        if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0u, &program))
            refuse(BOX_STEP_SECCOMP, 1);
    }
    explicit_bzero(setup->filter, program.len * sizeof *setup->filter);
    box->plan.secret = secret;
}

#ifdef BOX_LAYER_CHECK
int box_follows_links;

static void keep_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct held[2] = {{0}, {0}};
    if (syscall(SYS_capget, &header, held)) refuse(BOX_STEP_CAPABILITIES, 10);
    for (int i = 0; i < 2; i++) held[i].inheritable = held[i].permitted;
    if (syscall(SYS_capset, &header, held)) refuse(BOX_STEP_CAPABILITIES, 11);
    for (int i = 0; i <= LAST_CAPABILITY; i++) prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0);
}

static void leave_out(const struct box *box) {
    box_root_is_writable = BOX_LEFT_OUT(&box->plan, BOX_OUT_READ_ONLY);
    box_follows_links = BOX_LEFT_OUT(&box->plan, BOX_OUT_COLLECTING);
}
#else
static void keep_capabilities(void) {}
static void leave_out(const struct box *box) { (void)box; }
#endif

static int box_main(void *argument) {
    struct setup *setup = argument;
    struct box *box = &setup->box;
    char byte;
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    close(setup->mapped_writer);
    if (read(setup->mapped_reader, &byte, 1) != 1) _exit(1);
    become_user(setup);
    check_keeper(setup);
    leave_out(box);
    // The host's, held by the box alone, for when it cannot have one of its own.
    int host = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct box_failure failure;
    if (box_build_root(setup->mounts, setup->configure.mounts, setup->strings, setup->strings_size,
                       &box->plan.layers, &failure)) {
        errno = failure.error;
        refuse(failure.step, failure.index);
    }
    box_open_proc(box, host);
    note_writable(setup);
    // Inherited by every run; what a run must still do it does with the effective set.
    if (BOX_LEFT_OUT(&box->plan, BOX_OUT_CAPABILITIES)) keep_capabilities();
    else
        for (int i = 0; i <= LAST_CAPABILITY; i++) prctl(PR_CAPBSET_DROP, i, 0, 0, 0);
    if (!BOX_LEFT_OUT(&box->plan, BOX_OUT_NEW_PRIVILEGES) &&
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        refuse(BOX_STEP_CAPABILITIES, 2);
    int abi = box_landlock_abi();
    box->plan.landlock_abi = abi;
    if (abi >= 1 && !(box->plan.flags & BOX_NO_LANDLOCK)) box->plan.layers |= BOX_HAS_LANDLOCK;
    box->plan.limit_data = !box_has(box, BOX_MEMORY_USAGE);
    box->plan.counted_by_group = box_has(box, BOX_PIDS_LIMIT);
    open_plan(box);
    box_watch_memory(box);
    box_watch_cpu(box);
    int self = (int)syscall(SYS_pidfd_open, getpid(), 0u);
    if (self < 0) refuse(BOX_STEP_DESCRIPTOR, 103);
    install_filter(setup);
    struct box_ready ready = {.header = {BOX_VERSION, BOX_READY, 0},
                              .layers = box->plan.layers,
                              .landlock_abi = abi > 0 ? abi : 0};
    if (cbox_send(SOCKET, &ready, sizeof ready, &self, 1) < 0) _exit(0);
    close(self);
    box_serve(box);
    return 0;
}

int main(void) {
    static char stack[262144] __attribute__((aligned(64)));
    static struct setup setup;
    pid_t assay = getppid();
    // Whoever waits for the end of assay's output must not wait for ours.
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int i = 0; i < 3; i++)
        if (nothing < 0 || dup2(nothing, i) < 0) refuse(BOX_STEP_DESCRIPTOR, 104);
    if (nothing > 2) close(nothing);
    setup.box.socket = SOCKET;
    setsid();
    umask(022);
    fcntl(SOCKET, F_SETFD, FD_CLOEXEC);
    read_configuration(&setup);
    join_groups(&setup);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC)) refuse(BOX_STEP_DESCRIPTOR, 0);
    setup.mapped_reader = ends[0];
    setup.mapped_writer = ends[1];
    int flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC |
                CLONE_NEWUTS | SIGCHLD;
    if (BOX_LEFT_OUT(&setup.box.plan, BOX_OUT_NETWORK)) flags &= ~CLONE_NEWNET;
    if (BOX_LEFT_OUT(&setup.box.plan, BOX_OUT_IPC)) flags &= ~CLONE_NEWIPC;
    setup.box.plan.layers = BOX_HAS_CGROUP_NAMESPACE;
    int all = BOX_LEFT_OUT(&setup.box.plan, BOX_OUT_CGROUP) ? -1 : CLONE_NEWCGROUP;
    errno = EINVAL;
    pid_t pid = all < 0 ? -1 : clone(box_main, stack + sizeof stack, flags | all, &setup);
    if (pid < 0 && errno == EINVAL) {
        setup.box.plan.layers = 0;
        pid = clone(box_main, stack + sizeof stack, flags, &setup);
    }
    if (pid < 0) refuse(BOX_STEP_NAMESPACES, 0);
    map_users(&setup, pid);
    if (write(ends[1], "", 1) != 1) refuse(BOX_STEP_MAP_USER, 4);
    // From here on the box alone holds the socket, so that its end is seen as the socket's end. Of
    // ours there stays the pipe, for the box to see our end.
    unsigned pipe = (unsigned)ends[1];
    syscall(SYS_close_range, 0u, pipe - 1, 0u);
    syscall(SYS_close_range, pipe + 1, ~0u, 0u);
    keep(pid, assay);
    return 0;
}
