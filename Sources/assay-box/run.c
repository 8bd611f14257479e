// Serves runs, one at a time: starts the child, watches its limits, answers with what it was.
#define _GNU_SOURCE
#include "box.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define SAMPLE_US 10000u
#define SAMPLE_EARLY_US 3000u
#define SHORTEST_WAIT_US 1000u
// By number: Linux 6.11 and later; the headers may be older.
#define GET_MOUNT_NAMESPACE _IO(0xFF, 3)

struct run {
    struct box *box;
    struct box_request *request;
    pid_t pid;
    int pidfd;
    int work;
    /// Held until the answer is sent: taking the mounts apart takes long. -1 where it cannot be.
    int mounts;
    uint64_t started;
    uint64_t killed_at;
    struct box_counters before;
    /// The highest of the samples.
    struct box_usage sampled;
    uint64_t idle_since;
    uint64_t idle_cpu;
    struct box_ended ended;
    struct box_attempts attempts;
};

static int exact_cpu(const struct run *run) { return box_exact_cpu(run->box); }
static int exact_memory(const struct run *run) { return box_exact_memory(run->box); }

// MARK: Watching

static void kill_run(struct run *run, enum box_breach breach, uint64_t measured) {
    if (run->killed_at) return;
    run->killed_at = box_now_us();
    run->ended.breach = breach;
    run->ended.measured = measured;
    cbox_kill(run->pidfd, SIGKILL);
}

static uint64_t cpu_used(struct run *run) {
    uint64_t exact = exact_cpu(run) ? box_cpu_since(&run->before, box_cpu_time(run->box)) : 0;
    return exact > run->sampled.cpu_us ? exact : run->sampled.cpu_us;
}

/// Takes the run's working directory, which its child hands over.
static void fetch_work(struct run *run) {
    char byte;
    size_t count = 0;
    int handed[BOX_DESCRIPTORS_MAX];
    if (run->work >= 0) return;
    if (cbox_receive(run->box->handoff_reader, &byte, 1, handed, &count, 0) == 1 && count)
        run->work = handed[0];
}

static void sample(struct run *run) {
    if (exact_cpu(run) && exact_memory(run)) return;
    if (box_now_us() - run->started < SHORTEST_WAIT_US) return;
    fetch_work(run);
    box_sample(run->box, run->work, &run->before, &run->sampled);
}

/// The highest that is known, at the latest when the limit was met.
static uint64_t memory_used(const struct run *run) {
    uint64_t peak = box_memory_peak(run->box, &run->before);
    return exact_memory(run) || peak > run->sampled.memory ? peak : run->sampled.memory;
}

/// Kills what is beyond a limit; returns when to look again, in microseconds from now.
static uint64_t check(struct run *run) {
    const struct box_limits *limits = &run->request->head.limits;
    sample(run);
    uint64_t now = box_now_us(), wall = now - run->started, cpu = cpu_used(run);
    if (cpu > limits->cpu_us) kill_run(run, BOX_BREACH_CPU, cpu);
    if (!exact_memory(run) && run->sampled.memory > limits->memory_bytes)
        kill_run(run, BOX_BREACH_MEMORY, run->sampled.memory);
    if (wall > limits->wall_us) kill_run(run, BOX_BREACH_WALL, wall);
    if (limits->idle_us) {
        uint64_t unnoticed = limits->idle_us / 100 > 500 ? limits->idle_us / 100 : 500;
        if (cpu > run->idle_cpu + unnoticed) {
            run->idle_cpu = cpu;
            run->idle_since = now;
        } else if (now - run->idle_since > limits->idle_us) {
            kill_run(run, BOX_BREACH_IDLE, now - run->idle_since);
        }
    }
    if (run->killed_at) return 1000000u;
    uint64_t next = limits->wall_us - wall;
    uint64_t soonest = (limits->cpu_us - cpu) / run->box->processors;
    if (soonest < next) next = soonest;
    if (limits->idle_us && limits->idle_us / 10 < next) next = limits->idle_us / 10;
    if (!exact_cpu(run) || !exact_memory(run)) {
        uint64_t often = wall < 100000u ? SAMPLE_EARLY_US : SAMPLE_US;
        if (often < next) next = often;
    }
    return next < SHORTEST_WAIT_US ? SHORTEST_WAIT_US : next;
}

static void hear(struct run *run) {
    uint8_t message[sizeof(struct box_header)];
    int descriptors[BOX_DESCRIPTORS_MAX];
    size_t count;
    ssize_t size = cbox_receive(run->box->socket, message, sizeof message, descriptors, &count, 0);
    if (size == 0) _exit(0);  // assay is gone; as pid 1 of the box this ends everything in it
    for (size_t i = 0; i < count; i++) close(descriptors[i]);
    struct box_header header;
    if (size != sizeof header) return;
    memcpy(&header, message, sizeof header);
    if (header.kind == BOX_KILL && header.run == run->request->head.header.run)
        kill_run(run, BOX_BREACH_KILLED, 0);
}

static void watch(struct run *run) {
    struct pollfd events[4] = {{.fd = run->pidfd, .events = POLLIN},
                               {.fd = run->box->socket, .events = POLLIN},
                               {.fd = run->box->oom_event, .events = run->box->oom_poll},
                               {.fd = run->box->listener, .events = POLLIN}};
    // Most runs are short: the first look at the clock comes when something could be wrong.
    for (;;) {
        uint64_t wait = check(run);
        struct timespec time = {(time_t)(wait / 1000000u), (long)(wait % 1000000u) * 1000};
        if (ppoll(events, 4, &time, NULL) < 0 && errno != EINTR) _exit(1);
        if (events[0].revents) return;
        if (events[1].revents) hear(run);
        if (events[2].revents && box_memory_met(run->box))
            kill_run(run, BOX_BREACH_MEMORY, memory_used(run));
        if (events[3].revents && box_answer_attempts(run->box, &run->attempts) >= 0)
            kill_run(run, BOX_BREACH_VIOLATION, 0);
    }
}

// MARK: Ending

static void read_reports(struct run *run) {
    struct box_report report;
    while (read(run->box->report_reader, &report, sizeof report) == sizeof report) {
        if (report.kind == BOX_REPORT_FAILURE) {
            run->ended.failure = report.failure;
        } else {
            run->ended.wait_status = report.wait_status;
            if (report.cpu_us > run->ended.cpu_us) run->ended.cpu_us = report.cpu_us;
            if (report.peak_bytes > run->ended.memory_peak)
                run->ended.memory_peak = report.peak_bytes;
        }
    }
}

static void account(struct run *run, const struct rusage *usage) {
    struct box_ended *ended = &run->ended;
    const struct box_limits *limits = &run->request->head.limits;
    uint64_t now = box_now_us();
    ended->wall_us = now - run->started;
    ended->kill_us = run->killed_at ? now - run->killed_at : 0;
    struct box_counters after = box_counters_after(run->box);
    uint64_t cpu = (uint64_t)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000u +
                   (uint64_t)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec);
    if (exact_cpu(run)) {
        ended->cpu_us = box_cpu_since(&run->before, after.cpu_us);
    } else if (cpu > ended->cpu_us) {
        ended->cpu_us = cpu;
    }
    if (run->sampled.cpu_us > ended->cpu_us) ended->cpu_us = run->sampled.cpu_us;
    if (box_has(run->box, BOX_MEMORY_USAGE)) {
        ended->memory_peak = memory_used(run);
    } else {
        uint64_t largest = (uint64_t)usage->ru_maxrss * 1024u;
        if (largest > ended->memory_peak) ended->memory_peak = largest;
        if (run->sampled.memory > ended->memory_peak) ended->memory_peak = run->sampled.memory;
    }
    if (after.pids_refused > run->before.pids_refused) ended->limits_hit |= BOX_HIT_PROCESSES;
    if (WIFSIGNALED(ended->wait_status) && WTERMSIG(ended->wait_status) == SIGXFSZ)
        ended->limits_hit |= BOX_HIT_FILE;
    if (ended->failure.step || (ended->breach && ended->breach != BOX_BREACH_KILLED)) return;
    // What ended by itself, yet beyond a limit, is judged as if we had been faster.
    if (after.oom_kills > run->before.oom_kills || ended->memory_peak > limits->memory_bytes) {
        ended->breach = BOX_BREACH_MEMORY;
        ended->measured = ended->memory_peak;
        // The kernel was there between two looks.
        if (!exact_memory(run) && ended->measured < limits->memory_bytes)
            ended->measured = limits->memory_bytes;
    } else if (ended->cpu_us > limits->cpu_us) {
        ended->breach = BOX_BREACH_CPU;
        ended->measured = ended->cpu_us;
    }
}

/// Opens the files asked for; nobody is left who could change them.
static size_t collect(struct run *run, int *files) {
    struct statfs info;
    if (run->work < 0) return 0;
    if (!fstatfs(run->work, &info)) {
        if (info.f_bfree == 0) run->ended.limits_hit |= BOX_HIT_DISK;
        if (info.f_ffree == 0) run->ended.limits_hit |= BOX_HIT_INODES;
        // Programs that ignore SIGXFSZ, as Python does, get EFBIG: the file tells.
        uint64_t used = (info.f_blocks - info.f_bfree) * (uint64_t)info.f_bsize;
        uint64_t largest = run->request->head.limits.file_bytes;
        if (used >= largest && box_left_file_of(run->box, run->work, largest))
            run->ended.limits_hit |= BOX_HIT_FILE;
    }
    size_t count = 0;
    for (uint32_t i = 0; i < run->request->head.collect; i++) {
        int file = cbox_open_beneath(run->work, run->request->collect[i],
                                     run->box->plan.secret);
        if (file < 0) continue;
        struct stat found;
        if (BOX_LEFT_OUT(&run->box->plan, BOX_OUT_COLLECTING)) found.st_size = 0;
        else if (fstat(file, &found) || !S_ISREG(found.st_mode) ||
                 (uint64_t)found.st_size > run->request->head.limits.disk_bytes) {
            close(file);
            continue;
        }
        run->ended.collected |= 1u << i;
        files[count++] = file;
    }
    return count;
}

static void answer(struct run *run) {
    static struct {
        struct box_ended ended;
        struct box_attempt attempts[BOX_ATTEMPTS_MAX];
    } message;
    int files[BOX_COLLECT_MAX + 1];
    size_t count = run->ended.failure.step ? 0 : collect(run, files);
    if (run->request->head.flags & BOX_RUN_KEEP_WORK && run->work >= 0) {
        int work = box_open(run->box->plan.secret, run->work, ".", O_RDONLY | O_DIRECTORY);
        if (work >= 0) files[count++] = work;
    }
    run->ended.header = run->request->head.header;
    run->ended.header.kind = BOX_ENDED;
    run->ended.attempts = run->attempts.count;
    run->ended.attempts_dropped = run->attempts.dropped;
    message.ended = run->ended;
    size_t attempts = run->attempts.count * sizeof *message.attempts;
    memcpy(message.attempts, run->attempts.list, attempts);
    ssize_t sent =
        cbox_send(run->box->socket, &message, sizeof message.ended + attempts, files, count);
    for (size_t i = 0; i < count; i++) close(files[i]);
    if (sent < 0) _exit(0);
}

static void forget(struct run *run) {
    if (run->work >= 0) close(run->work);
    if (run->mounts >= 0) close(run->mounts);
    if (run->pidfd >= 0) close(run->pidfd);
    box_request_forget(run->request);
}

static void close_received(struct box_request *request) {
    for (size_t i = 0; i < request->descriptor_count; i++) close(request->descriptors[i]);
    request->descriptor_count = 0;
}

static int begin(struct run *run) {
    static char stack[131072] __attribute__((aligned(64)));
    struct box *box = run->box;
    int flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_PIDFD | SIGCHLD;
    if (box->plan.layers & BOX_HAS_CGROUP_NAMESPACE) flags |= CLONE_NEWCGROUP;
    if (BOX_LEFT_OUT(&box->plan, BOX_OUT_PIDS)) flags &= ~CLONE_NEWPID;
    if (BOX_LEFT_OUT(&box->plan, BOX_OUT_IPC)) flags &= ~CLONE_NEWIPC;
    // The reaper outlives the exec and must not share our memory.
    if (!(box->plan.flags & BOX_REAPER)) flags |= CLONE_VM | CLONE_VFORK;
    run->started = run->idle_since = box_now_us();
    run->pid = (pid_t)box_clone((unsigned long)flags, stack + sizeof stack, &run->pidfd,
                                box_child_main, &run->request->child, box->plan.secret);
    if (run->pid < 0) {
        run->ended.failure = (struct box_failure){BOX_STEP_CLONE, 0, -run->pid};
        run->pidfd = -1;
        return -1;
    }
    return 0;
}

static void serve(struct run *run) {
    if (box_begin_usage(run->box, &run->request->head.limits, &run->before)) {
        run->ended.failure = (struct box_failure){BOX_STEP_GROUP_LIMIT, 0, errno};
        close_received(run->request);
        return;
    }
    int begun = !begin(run);
    close_received(run->request);
    if (!begun) return;
    run->mounts = (int)syscall(SYS_ioctl, run->pidfd, GET_MOUNT_NAMESPACE, 0L, 0L, 0L,
                               run->box->plan.secret);
    // Under a reaper the child runs beside us, and its directory may come later.
    if (!(run->box->plan.flags & BOX_REAPER)) fetch_work(run);
    watch(run);
    fetch_work(run);
    if (!exact_cpu(run) || !exact_memory(run)) box_sample_end(run->box);
    struct rusage usage;
    while (wait4(run->pid, &run->ended.wait_status, 0, &usage) < 0 && errno == EINTR) {}
    read_reports(run);
    account(run, &usage);
    // No fault of the run, so no verdict: it is run again, in another box.
    if (run->ended.breach == BOX_BREACH_MEMORY && exact_memory(run) &&
        box_memory_was_short(run->box, run->ended.memory_peak,
                             run->request->head.limits.memory_bytes))
        _exit(3);
}

void box_serve(struct box *box) {
    static uint8_t message[BOX_MESSAGE_MAX] __attribute__((aligned(16)));
    static struct box_request request;
    static struct run run;
    for (;;) {
        memset(&run, 0, offsetof(struct run, attempts));
        run.attempts.count = run.attempts.asked = 0;
        run.attempts.dropped = 0;
        run.box = box;
        run.request = &request;
        run.pidfd = run.work = run.mounts = -1;
        ssize_t size = cbox_receive(box->socket, message, sizeof message, request.descriptors,
                                    &request.descriptor_count, 1);
        if (size <= 0) _exit(0);
        struct box_header header = {0};
        if ((size_t)size >= sizeof header) memcpy(&header, message, sizeof header);
        if (header.kind == BOX_KILL) {
            close_received(&request);
            continue;
        }
        if (header.kind != BOX_RUN || (size_t)size < sizeof request.head) _exit(2);
        if (box_request_parse(&request, message, (size_t)size)) {
            run.ended.failure = (struct box_failure){BOX_STEP_MESSAGE, 0, EBADMSG};
            close_received(&request);
        } else {
            request.child.plan = &box->plan;
            serve(&run);
        }
        answer(&run);
        forget(&run);
    }
}
