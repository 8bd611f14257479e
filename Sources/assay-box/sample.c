// What a run uses where no control group counts it: its processes are looked at while they live.
//
// Processor time is that of the living, what they waited for, and what was last seen of those that
// nobody waited for. Memory is what is private to processes, /work, System V segments and mapped
// memory shared without a file; memory files that need not be mapped are refused in this mode.
#define _GNU_SOURCE
#include "box.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#define PROCESSES_MAX 2048
#define WALK_EVERY_US 50000u
#define SHARED_WORTH_A_WALK (1u << 20)

/// One process; times in microseconds, memory in bytes.
struct process {
    int pid;
    int parent;
    uint64_t started;
    uint64_t own;
    /// Of those it waited for; and when it was first seen.
    uint64_t waited, waited_first;
    /// Of its children that are gone, as last seen, whether it waited for them or not.
    uint64_t gone;
    uint64_t resident, shared;
    uint64_t private_bytes, shared_bytes;
    int alive;
};

static struct {
    struct process all[PROCESSES_MAX];
    size_t count;
    size_t hint;
    int in_ipc;
    uint64_t walked_at;
    uint64_t unnamed;
} seen;

static uint64_t ticks(unsigned long long count) {
    return count * 1000000u / (uint64_t)sysconf(_SC_CLK_TCK);
}

static ssize_t read_text(const struct box *box, int pid, const char *name, char *text,
                         size_t size) {
    char path[64];
    snprintf(path, sizeof path, "%d/%s", pid, name);
    int file = box_open(box->plan.secret, box->proc, path, O_RDONLY);
    if (file < 0) return -1;
    ssize_t count = read(file, text, size - 1);
    close(file);
    text[count > 0 ? count : 0] = 0;
    return count;
}

// MARK: One process

static int read_times(const struct box *box, struct process *found) {
    char text[1024];
    if (read_text(box, found->pid, "stat", text, sizeof text) <= 0) return -1;
    // The name may hold anything; it ends at the last parenthesis.
    const char *at = strrchr(text, ')');
    unsigned long long time[4], started;
    if (!at || sscanf(at + 2,
                      "%*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %llu %llu %*d %*d %*d "
                      "%*d %llu",
                      &found->parent, &time[0], &time[1], &time[2], &time[3], &started) != 6)
        return -1;
    found->started = started;
    found->own = ticks(time[0] + time[1]);
    found->waited = ticks(time[2] + time[3]);
    return 0;
}

/// Finer than a tick, where the number is one of our own namespace.
static void read_clock(const struct box *box, struct process *found) {
    struct timespec time;
    // As clock_getcpuclockid makes it, which asks more than our filter allows.
    clockid_t clock = (clockid_t)(~(unsigned)found->pid << 3 | 2u);
    if (!(box->plan.layers & BOX_HAS_PROC) || clock_gettime(clock, &time)) return;
    found->own = (uint64_t)time.tv_sec * 1000000u + (uint64_t)time.tv_nsec / 1000u;
}

static uint64_t kilobytes(const char *text, const char *word) {
    const char *at = strstr(text, word);
    return at ? strtoull(at + strlen(word), NULL, 10) * 1024u : 0;
}

static void read_memory(const struct box *box, struct process *known) {
    char text[4096];
    unsigned long long resident = 0, shared = 0;
    if (read_text(box, known->pid, "statm", text, sizeof text) <= 0 ||
        sscanf(text, "%*u %llu %llu", &resident, &shared) != 2)
        return;
    // The finer file takes the kernel longer, and has news only if these are new.
    if (resident == known->resident && shared == known->shared) return;
    known->resident = resident;
    known->shared = shared;
    if (read_text(box, known->pid, "status", text, sizeof text) <= 0) return;
    known->private_bytes = kilobytes(text, "RssAnon:") + kilobytes(text, "VmSwap:");
    known->shared_bytes = kilobytes(text, "RssShmem:");
}

/// Memory shared without a file, each page once however many processes map it.
static uint64_t unnamed_memory(const struct box *box, const struct process *of) {
    static char text[16384];
    char path[64];
    snprintf(path, sizeof path, "%d/smaps", of->pid);
    int file = box_open(box->plan.secret, box->proc, path, O_RDONLY);
    // Of one that is gone, the others have it.
    if (file < 0) return errno == ENOENT || errno == ESRCH ? 0 : of->shared_bytes;
    uint64_t sum = 0;
    size_t kept = 0;
    int counts = 0;
    for (ssize_t got; (got = read(file, text + kept, sizeof text - 1 - kept)) > 0;) {
        text[kept += (size_t)got] = 0;
        char *line = text;
        for (char *end; (end = strchr(line, '\n')); line = end + 1) {
            *end = 0;
            // A mapping's first line has its addresses, in lower case; those of its values a name.
            if ((*line >= '0' && *line <= '9') || (*line >= 'a' && *line <= 'f'))
                counts = strstr(line, " /dev/zero (deleted)") || strstr(line, " /memfd:");
            else if (counts && !strncmp(line, "Pss:", 4))
                sum += kilobytes(line, "Pss:");
        }
        kept = strlen(line);
        // No line is as long as that.
        if (kept == sizeof text - 1) kept = 0;
        memmove(text, line, kept);
    }
    close(file);
    return sum;
}

// MARK: All of them

static struct process *known(int pid) {
    // They come in the order in which they came the last time.
    for (size_t i = 0; i < seen.count; i++) {
        struct process *process = &seen.all[(seen.hint + i) % seen.count];
        if (process->pid != pid) continue;
        seen.hint = (size_t)(process - seen.all) + 1;
        return process;
    }
    return NULL;
}

static void note(const struct box *box, const struct process *found) {
    struct process *process = known(found->pid);
    if (process && process->started != found->started) {
        // A number used again: the former process is gone.
        process->pid = -1;
        process = NULL;
    }
    if (!process) {
        if (seen.count == PROCESSES_MAX) return;
        process = &seen.all[seen.count++];
        *process = *found;
        process->waited_first = found->waited;
    }
    process->parent = found->parent;
    process->own = found->own;
    process->waited = found->waited;
    process->alive = 1;
    read_clock(box, process);
    if (!box_has(box, BOX_MEMORY_USAGE)) read_memory(box, process);
}

/// In the host's own /proc there are others too: the box's are those that descend from it.
static size_t keep_descendants(struct process *found, size_t count, int ancestor) {
    static uint8_t ours[PROCESSES_MAX];
    memset(ours, 0, count);
    for (int grew = 1; grew;) {
        grew = 0;
        for (size_t i = 0; i < count; i++) {
            if (ours[i]) continue;
            int belongs = found[i].parent == ancestor;
            for (size_t j = 0; j < count && !belongs; j++)
                belongs = ours[j] && found[j].pid == found[i].parent;
            if (belongs) ours[i] = 1, grew = 1;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (ours[i]) found[kept++] = found[i];
    return kept;
}

void box_open_proc(struct box *box, int host) {
    char text[16] = {0};
    if (box->plan.layers & BOX_HAS_PROC) {
        if (host >= 0) close(host);
        box->number = 1;
        box->proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    } else {
        int known = host >= 0 && readlinkat(host, "self", text, sizeof text - 1) > 0;
        box->number = known ? atoi(text) : -1;
        box->proc = host;
    }
    box->plan.proc_descriptor = box->proc;
}

struct entry {
    uint64_t inode, offset;
    unsigned short length;
    unsigned char type;
    char name[];
};

/// By the bare call: a directory stream needs more than every filter allows, and memory.
static size_t list(const struct box *box, struct process *found) {
    static char names[32768] __attribute__((aligned(8)));
    size_t count = 0;
    int directory = box_open(box->plan.secret, box->proc, ".", O_RDONLY | O_DIRECTORY);
    if (directory < 0) return 0;
    long size;
    while ((size = syscall(SYS_getdents64, directory, names, sizeof names)) > 0) {
        for (long at = 0; at < size;) {
            const struct entry *entry = (const struct entry *)(const void *)(names + at);
            at += entry->length;
            if (entry->name[0] < '1' || entry->name[0] > '9' || count == PROCESSES_MAX) continue;
            found[count] = (struct process){.pid = atoi(entry->name)};
            if (found[count].pid != box->number && !read_times(box, &found[count])) count++;
        }
    }
    close(directory);
    return count;
}

static void look(const struct box *box) {
    static struct process found[PROCESSES_MAX];
    size_t count = list(box, found);
    if (!(box->plan.layers & BOX_HAS_PROC))
        count = keep_descendants(found, count, box->number);
    for (size_t i = 0; i < seen.count; i++) seen.all[i].alive = 0;
    for (size_t i = 0; i < count; i++) note(box, &found[i]);
}

// MARK: Sums

static uint64_t positive(uint64_t a, uint64_t b) { return a > b ? a - b : 0; }

/// Whom nobody waited for adds to nobody's time. What was last seen of the gone is owed by their
/// parents, and goes on to the first process when those are gone too. What the living have waited
/// for in all does not cover was lost: never more than that, since a child may have been waited for
/// by a parent that was gone at the next look.
static uint64_t processor_time(int box) {
    for (size_t i = 0; i < seen.count; i++) {
        struct process *gone = &seen.all[i];
        if (gone->alive) continue;
        uint64_t owed = gone->waited_first + gone->gone;
        if (gone->waited > owed) owed = gone->waited;
        struct process *heir = NULL;
        for (size_t j = 0; j < seen.count; j++) {
            struct process *other = &seen.all[j];
            if (!other->alive) continue;
            if (other->pid == gone->parent || (!heir && other->parent == box)) heir = other;
            if (other->pid == gone->parent) break;
        }
        if (heir) heir->gone += gone->own + owed;
    }
    size_t kept = 0;
    uint64_t sum = 0, owed = 0, covered = 0;
    for (size_t i = 0; i < seen.count; i++) {
        const struct process *process = &seen.all[i];
        if (!process->alive) continue;
        sum += process->own + process->waited;
        owed += process->gone;
        // Both numbers of the kernel are rounded down.
        covered += process->waited - process->waited_first + ticks(2);
        seen.all[kept++] = *process;
    }
    seen.count = kept;
    return sum + positive(owed, covered);
}

/// Into the namespace of the run, by any of its processes: a reaper does not let us.
static void enter_ipc(const struct box *box) {
    char path[64];
    for (size_t i = 0; i < seen.count && !seen.in_ipc; i++) {
        snprintf(path, sizeof path, "%d/ns/ipc", seen.all[i].pid);
        int file = box_open(box->plan.secret, box->proc, path, O_RDONLY);
        if (file < 0) continue;
        uint64_t secret = box->plan.secret;
        seen.in_ipc = !syscall(SYS_setns, file, CLONE_NEWIPC, 0L, 0L, 0L, secret);
        close(file);
    }
}

static uint64_t segments(const struct box *box) {
    struct shm_info info = {0};
    enter_ipc(box);
    if (!seen.in_ipc || shmctl(0, SHM_INFO, (struct shmid_ds *)(void *)&info) < 0) return 0;
    return (uint64_t)(info.shm_rss + info.shm_swp) * (uint64_t)sysconf(_SC_PAGESIZE);
}

static uint64_t unnamed(const struct box *box) {
    uint64_t sum = 0;
    for (size_t i = 0; i < seen.count; i++)
        if (seen.all[i].shared_bytes) sum += unnamed_memory(box, &seen.all[i]);
    return sum;
}

static uint64_t memory(const struct box *box, int work) {
    struct statfs info;
    uint64_t sum = segments(box), shared = 0;
    if (work >= 0 && !fstatfs(work, &info))
        sum += (uint64_t)(info.f_blocks - info.f_bfree) * (uint64_t)info.f_bsize;
    for (size_t i = 0; i < seen.count; i++) {
        sum += seen.all[i].private_bytes;
        shared += seen.all[i].shared_bytes;
    }
    uint64_t now = box_now_us();
    if (shared < SHARED_WORTH_A_WALK) {
        seen.unnamed = 0;
    } else if (now - seen.walked_at > WALK_EVERY_US) {
        seen.walked_at = now;
        seen.unnamed = unnamed(box);
        // The share of one that ends while we look is met again in those that we look at next.
        uint64_t again = unnamed(box);
        if (again < seen.unnamed) seen.unnamed = again;
    }
    return sum + seen.unnamed;
}

void box_sample(const struct box *box, int work, const struct box_counters *before,
                struct box_usage *highest) {
    uint64_t cpu = 0, bytes;
    int counted = box_has(box, BOX_CPU_USAGE) && box_has(box, BOX_MEMORY_USAGE);
    if (!counted && box->number > 0) {
        look(box);
        cpu = processor_time(box->number);
    }
    bytes = box_has(box, BOX_MEMORY_USAGE) ? box_memory_now(box, before)
                                           : memory(box, work);
    if (cpu > highest->cpu_us) highest->cpu_us = cpu;
    if (bytes > highest->memory) highest->memory = bytes;
}

void box_sample_end(const struct box *box) {
    // Out of the run's own namespace, which would else outlive it.
    if (seen.in_ipc &&
        syscall(SYS_unshare, CLONE_NEWIPC, 0L, 0L, 0L, 0L, box->plan.secret))
        _exit(1);
    seen.in_ipc = 0;
    seen.count = seen.hint = 0;
    seen.walked_at = seen.unnamed = 0;
}
