// Everything here runs between clone and exec, or as the reaper that is pid 1 of a run.
//
// The child shares the box's memory (CLONE_VM) unless a reaper is asked for, so nothing here may
// allocate, use stdio or call libseccomp; a test reads this object's symbols. Every failure is
// reported as (step, index, errno) and ends the child.
#define _GNU_SOURCE
#include "box_child.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CLOSE_ON_EXEC 4u
#define FIRST_FREE_DESCRIPTOR 3

/// Landlock rules and structures by number: the headers may be older than the kernel.
#define LANDLOCK_READ                                                                              \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define LANDLOCK_DEVICE                                                                            \
    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
struct landlock_rules {
    uint64_t files;
    uint64_t network;
    uint64_t scoped;
};

static _Noreturn void fail(const struct box_child *child, int step, int index) {
    struct box_report report = {.kind = BOX_REPORT_FAILURE, .failure = {step, index, errno}};
    (void)!write(child->plan->report_descriptor, &report, sizeof report);
    _exit(125);
}

static long guarded(const struct box_child *child, long call, const void *a, const void *b,
                    const void *c, unsigned long d, const void *e) {
    return syscall(call, a, b, c, d, e, child->plan->secret);
}

static int mount_at(const struct box_child *child, const char *source, const char *target,
                    const char *type, unsigned long flags, const void *options) {
    return (int)guarded(child, SYS_mount, source, target, type, flags, options);
}

static int open_at(const struct box_child *child, const char *path, int flags) {
    return box_open(child->plan->secret, AT_FDCWD, path, flags);
}

static void say(char *text, size_t *at, const char *word) {
    while (*word) text[(*at)++] = *word++;
}

static void say_number(char *text, size_t *at, uint64_t number) {
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    while (count) text[(*at)++] = digits[--count];
}

/// The out-of-memory killer must take the run, never the box, which is exempt from it.
static void reset_oom_score(const struct box_child *child) {
    // The box may have no /proc of its own.
    const struct box_plan *plan = child->plan;
    int file = box_open(plan->secret, plan->proc_descriptor, "self/oom_score_adj", O_WRONLY);
    const char *score = child->plan->set_oom_score == 1 ? "0" : "1000";
    if (file < 0 || write(file, score, strlen(score)) < 1)
        fail(child, BOX_STEP_OUT_OF_MEMORY_SCORE, 0);
    close(file);
}

/// One tmpfs for all that a run may write, so that one quota bounds it.
static void mount_work(const struct box_child *child) {
    char options[96];
    size_t at = 0;
    say(options, &at, "mode=0755,size=");
    say_number(options, &at, child->limits->disk_bytes);
    say(options, &at, ",nr_inodes=");
    // Its own directories do not count against the run.
    say_number(options, &at, child->limits->inodes + 4 + child->plan->writable_count);
    options[at] = 0;
    if (BOX_LEFT_OUT(child->plan, BOX_OUT_QUOTA)) options[sizeof "mode=0755" - 1] = 0;
    unsigned long flags = MS_NOSUID | MS_NODEV;
    if (mount_at(child, "tmpfs", BOX_WORK_MOUNT, "tmpfs", flags, options))
        fail(child, BOX_STEP_WORK, 0);
    if (mkdir(BOX_WORK_MOUNT "/work", 0755)) fail(child, BOX_STEP_WORK, 1);
    if (mkdir(BOX_WORK_MOUNT "/tmp", 0755)) fail(child, BOX_STEP_WORK, 2);
    if (mkdir(BOX_WORK_MOUNT "/none", 0755)) fail(child, BOX_STEP_WORK, 24);
    if (mount_at(child, BOX_WORK_MOUNT "/work", "/work", NULL, MS_BIND, NULL))
        fail(child, BOX_STEP_WORK, 3);
    if (mount_at(child, BOX_WORK_MOUNT "/tmp", "/tmp", NULL, MS_BIND, NULL))
        fail(child, BOX_STEP_WORK, 4);
    char extra[] = BOX_WORK_MOUNT "/0";
    for (uint32_t i = 0; i < child->plan->writable_count; i++) {
        extra[sizeof extra - 2] = (char)('0' + i);
        if (mkdir(extra, 0755) ||
            mount_at(child, extra, child->plan->writable[i], NULL, MS_BIND, NULL))
            fail(child, BOX_STEP_WORK, 5 + (int)i);
    }
}

/// Gives the box a way to read files back when every process of the run is gone.
static void hand_over_work(const struct box_child *child) {
    // Not the view that the run has: mounts of read-only files would stand in the way.
    int directory = open_at(child, BOX_WORK_MOUNT "/work", O_PATH | O_DIRECTORY);
    if (directory < 0) fail(child, BOX_STEP_WORK, 20);
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control = {0};
    char byte = 0;
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(&control.header), &directory, sizeof directory);
    if (sendmsg(child->plan->handoff_descriptor, &message, MSG_NOSIGNAL) != 1)
        fail(child, BOX_STEP_WORK, 21);
    close(directory);
}

static void make_parents(const struct box_child *child, const char *path, int index) {
    char parent[4096];
    size_t length = strlen(path);
    if (length >= sizeof parent) {
        errno = ENAMETOOLONG;
        fail(child, BOX_STEP_FILE, index);
    }
    for (size_t i = 0; i < length; i++) {
        if (path[i] == '/' && i > 0) {
            parent[i] = 0;
            if (mkdir(parent, 0755) && errno != EEXIST) fail(child, BOX_STEP_FILE, index);
        }
        parent[i] = path[i];
    }
}

static void write_files(const struct box_child *child) {
    const uint8_t *bytes = child->file_bytes;
    for (uint32_t i = 0; i < child->file_count; i++) {
        const struct box_file *file = &child->files[i];
        const char *path = child->file_paths[i];
        make_parents(child, path, (int)i);
        mode_t mode = file->executable ? 0755 : 0644;
        const int flags = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC;
        int output = (int)guarded(child, SYS_openat, (void *)(intptr_t)AT_FDCWD, path,
                                  (void *)(intptr_t)flags, mode, NULL);
        if (output < 0) fail(child, BOX_STEP_FILE, (int)i);
        for (uint64_t done = 0; done < file->size;) {
            ssize_t count = write(output, bytes + done, file->size - done);
            if (count <= 0) fail(child, BOX_STEP_FILE, (int)i);
            done += (uint64_t)count;
        }
        bytes += file->size;
        close(output);
    }
}

/// Whether one of the read-only files before this one lies in the same folder, of `length` bytes.
static int is_held(const struct box_child *child, uint32_t file, size_t length) {
    const char *path = child->file_paths[file];
    for (uint32_t i = 0; i < file; i++) {
        const char *other = child->file_paths[i];
        if (child->files[i].read_only && !strncmp(path, other, length) && other[length] == '/')
            return 1;
    }
    return 0;
}

/// Mounts read-only files over themselves, and the folders that lead to them, which then can be
/// neither moved nor removed.
static void hold_files(const struct box_child *child) {
    const unsigned long view = MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV;
    int held = 0;
    for (uint32_t i = 0; i < child->file_count; i++) {
        if (!child->files[i].read_only) continue;
        char folder[4096];
        const char *path = child->file_paths[i];
        held = 1;
        for (size_t at = 0; path[at]; folder[at] = path[at], at++) {
            if (path[at] != '/' || is_held(child, i, at)) continue;
            folder[at] = 0;
            if (mount_at(child, folder, folder, NULL, MS_BIND, NULL))
                fail(child, BOX_STEP_WORK, 23);
        }
        if (mount_at(child, path, path, NULL, MS_BIND, NULL) ||
            mount_at(child, NULL, path, NULL, view, NULL))
            fail(child, BOX_STEP_WORK, 23);
    }
    // The same files without those mounts lie here.
    if (held && (mount_at(child, BOX_WORK_MOUNT "/none", BOX_WORK_MOUNT, NULL, MS_BIND, NULL) ||
                 mount_at(child, NULL, BOX_WORK_MOUNT, NULL, view, NULL)))
        fail(child, BOX_STEP_WORK, 22);
}

static void arrange_descriptors(const struct box_child *child) {
    // Above every target first, so that no source is overwritten before it was copied.
    int targets[BOX_DESCRIPTORS_MAX], sources[BOX_DESCRIPTORS_MAX];
    uint32_t count = 0;
    int highest = 2;
    int input = child->input;
    if (input < 0) input = open_at(child, "/dev/null", O_RDONLY);
    const int standard[3] = {input, child->output, child->error};
    for (int i = 0; i < 3; i++, count++) {
        targets[count] = i;
        sources[count] = standard[i];
    }
    for (uint32_t i = 0; i < child->link_count; i++, count++) {
        targets[count] = (int)child->link_targets[i];
        sources[count] = child->link_descriptors[i];
        if (targets[count] > highest) highest = targets[count];
    }
    for (uint32_t i = 0; i < count; i++) {
        sources[i] = fcntl(sources[i], F_DUPFD_CLOEXEC, highest + 1);
        if (sources[i] < 0) fail(child, BOX_STEP_DESCRIPTOR, (int)i);
    }
    if (!BOX_LEFT_OUT(child->plan, BOX_OUT_DESCRIPTORS))
        syscall(SYS_close_range, FIRST_FREE_DESCRIPTOR, ~0u, CLOSE_ON_EXEC);
    for (uint32_t i = 0; i < count; i++) {
        if (dup2(sources[i], targets[i]) < 0) fail(child, BOX_STEP_DESCRIPTOR, (int)i);
    }
}

static void bound(const struct box_child *child, int resource, uint64_t value) {
    struct rlimit limit;
    if (getrlimit(resource, &limit)) fail(child, BOX_STEP_RESOURCE_LIMIT, resource);
    // Only the host's administrator may go beyond a hard limit; a lower one holds.
    if (limit.rlim_max == RLIM_INFINITY || value < limit.rlim_max) limit.rlim_max = value;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(resource, &limit)) fail(child, BOX_STEP_RESOURCE_LIMIT, resource);
}

static void bound_resources(const struct box_child *child) {
    const struct box_limits *limits = child->limits;
    if (BOX_LEFT_OUT(child->plan, BOX_OUT_LIMITS)) return;
    // The box itself, and the reaper, count as processes of the same user.
    uint64_t ours = child->plan->flags & BOX_REAPER ? 2 : 1;
    // The group must be the first to refuse, or nobody learns of it.
    if (child->plan->counted_by_group) ours += 8;
    bound(child, RLIMIT_CPU, limits->cpu_us / 1000000 + 2);
    bound(child, RLIMIT_NPROC, limits->processes + ours);
    bound(child, RLIMIT_FSIZE, limits->file_bytes);
    bound(child, RLIMIT_NOFILE, limits->open_files);
    bound(child, RLIMIT_STACK, limits->stack_bytes);
    bound(child, RLIMIT_CORE, 0);
    bound(child, RLIMIT_MEMLOCK, 65536);
    bound(child, RLIMIT_MSGQUEUE, 0);
    bound(child, RLIMIT_RTPRIO, 0);
    // Where memory is only sampled, a burst between two samples must end somewhere.
    if (child->plan->limit_data) bound(child, RLIMIT_DATA, limits->memory_bytes * 2 + (64u << 20));
}

static void drop_capabilities(const struct box_child *child) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[2] = {{0}, {0}};
    if (BOX_LEFT_OUT(child->plan, BOX_OUT_CAPABILITIES)) return;
    if (guarded(child, SYS_capset, &header, none, NULL, 0, NULL))
        fail(child, BOX_STEP_CAPABILITIES, 0);
    if (BOX_LEFT_OUT(child->plan, BOX_OUT_NEW_PRIVILEGES)) return;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) fail(child, BOX_STEP_CAPABILITIES, 1);
}

int box_landlock_abi(void) { return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, 1u); }

static void add_rule(const struct box_child *child, int rules, int descriptor, uint64_t allowed,
                     int index) {
    struct landlock_path_beneath_attr rule = {.allowed_access = allowed, .parent_fd = descriptor};
    if (guarded(child, SYS_landlock_add_rule, (void *)(intptr_t)rules,
                (void *)LANDLOCK_RULE_PATH_BENEATH, &rule, 0, NULL))
        fail(child, BOX_STEP_LANDLOCK, index);
}

static void add_writable(const struct box_child *child, int rules, const char *path,
                         uint64_t allowed, int index) {
    int directory = open_at(child, path, O_PATH | O_DIRECTORY);
    if (directory < 0) fail(child, BOX_STEP_LANDLOCK, index);
    add_rule(child, rules, directory, allowed, index);
    close(directory);
}

static void restrict_files(const struct box_child *child) {
    const struct box_plan *plan = child->plan;
    int abi = plan->landlock_abi;
    uint64_t all = (1u << 13) - 1;
    if (abi >= 2) all |= 1u << 13;  // REFER
    if (abi >= 3) all |= 1u << 14;  // TRUNCATE
    if (abi >= 5) all |= 1u << 15;  // IOCTL_DEV
    struct landlock_rules handled = {.files = all};
    size_t size = sizeof handled.files;
    if (abi >= 4) {
        handled.network = 3;  // no TCP bind, no TCP connect: no rule allows any
        size = offsetof(struct landlock_rules, scoped);
    }
    if (abi >= 6) {
        handled.scoped = 3;  // abstract sockets and signals stay within
        size = sizeof handled;
    }
    int rules = (int)guarded(child, SYS_landlock_create_ruleset, &handled, (void *)size, NULL, 0,
                             NULL);
    if (rules < 0) fail(child, BOX_STEP_LANDLOCK, 0);
    add_rule(child, rules, plan->root_descriptor, LANDLOCK_READ, 1);
    uint64_t devices = LANDLOCK_DEVICE | (abi >= 3 ? 1u << 14 : 0);
    add_rule(child, rules, plan->devices_descriptor, devices, 2);
    add_writable(child, rules, "/work", all, 3);
    add_writable(child, rules, "/tmp", all, 4);
    for (uint32_t i = 0; i < plan->writable_count; i++)
        add_writable(child, rules, plan->writable[i], all, 5 + (int)i);
    if (guarded(child, SYS_landlock_restrict_self, (void *)(intptr_t)rules, NULL, NULL, 0, NULL))
        fail(child, BOX_STEP_LANDLOCK, 30);
    close(rules);
}

/// The program itself: the steps after which nothing can be mounted any more.
static int become_program(void *argument) {
    const struct box_child *child = argument;
    const struct box_plan *plan = child->plan;
    setsid();
    arrange_descriptors(child);
    bound_resources(child);
    drop_capabilities(child);
    if (plan->layers & BOX_HAS_LANDLOCK) restrict_files(child);
    // The filter is there already: the box has it, and what it makes inherits it.
    guarded(child, SYS_execve, child->arguments[0], child->arguments, child->environment, 0, NULL);
    fail(child, BOX_STEP_EXECUTE, 0);
}

/// Pid 1 of a run whose program must see signals as on any system: starts it, reaps, reports.
static _Noreturn void reap(const struct box_child *child) {
    static char stack[32768] __attribute__((aligned(64)));
    int flags = CLONE_VM | CLONE_VFORK | SIGCHLD;
    // Before there is a program that could look: this memory holds the secret.
    if (!BOX_LEFT_OUT(child->plan, BOX_OUT_DESCRIPTORS)) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    pid_t program = clone(become_program, stack + sizeof stack, flags, (void *)child);
    if (program < 0) fail(child, BOX_STEP_CLONE, 1);
    int report_to = child->plan->report_descriptor;
    // Nothing but the report may stay open: a reader of the program's output waits for its end.
    if (report_to > 0) syscall(SYS_close_range, 0u, (unsigned)report_to - 1, 0u);
    syscall(SYS_close_range, (unsigned)report_to + 1, ~0u, 0u);
    drop_capabilities(child);
    explicit_bzero(&((struct box_plan *)child->plan)->secret, sizeof child->plan->secret);
    struct box_report report = {.kind = BOX_REPORT_STATUS};
    struct rusage usage;
    for (;;) {
        int status;
        pid_t ended = wait4(-1, &status, 0, &usage);
        if (ended < 0 && errno != EINTR) break;
        if (ended != program) continue;
        report.wait_status = status;
        break;
    }
    getrusage(RUSAGE_CHILDREN, &usage);
    report.cpu_us = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000u +
                    (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    report.peak_bytes = (uint64_t)usage.ru_maxrss * 1024u;
    (void)!write(report_to, &report, sizeof report);
    _exit(0);
}

int box_child_main(void *argument) {
    const struct box_child *child = argument;
    const struct box_plan *plan = child->plan;
    if (plan->set_oom_score) reset_oom_score(child);
    if (child->core && box_keep_to_core(child->core - 1, plan->secret))
        fail(child, BOX_STEP_CORE, (int)child->core);
    mount_work(child);
    unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY;
    const char *mask = "subset=pid";
    if (BOX_LEFT_OUT(plan, BOX_OUT_PROC_MASK)) flags &= ~(unsigned long)MS_RDONLY, mask = NULL;
    if ((plan->layers & BOX_HAS_PROC) && mount_at(child, "proc", "/proc", "proc", flags, mask))
        fail(child, BOX_STEP_PROC, 0);
    if (guarded(child, SYS_sethostname, "box", (void *)3, NULL, 0, NULL))
        fail(child, BOX_STEP_HOSTNAME, 0);
    if (chdir("/work")) fail(child, BOX_STEP_WORK, 19);
    write_files(child);
    hand_over_work(child);
    hold_files(child);
    if (plan->flags & BOX_REAPER) reap(child);
    return become_program(argument);
}
