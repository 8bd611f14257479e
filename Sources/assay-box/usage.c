// What a run uses, and its bounds: from control groups of version 1 or 2, whatever descriptors
// came.
//
// The files of both versions differ in names, which assay knows, and in how they say a thing, which
// is read from the text itself; so plain files serve the tests.
#define _GNU_SOURCE
#include "box.h"
#include <errno.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// A refusal comes at the limit but for what one fault and the processors' reserves want.
#define SHORT_BY (4u << 20)
#define PROCESSES_OF_OURS 2
/// What the kernel counts in batches, and rounds.
#define MEMORY_SLACK (1u << 20)
#define SETTLE_TRIES 40
#define SETTLE_STEP_NS 1000000

int box_has(const struct box *box, enum box_group_file file) { return box->group[file] >= 0; }

int box_exact_cpu(const struct box *box) {
    return box_has(box, BOX_CPU_USAGE) || box->cpu_event >= 0;
}

int box_exact_memory(const struct box *box) { return box_has(box, BOX_MEMORY_PEAK); }

static uint64_t number_after(const char *text, const char *word) {
    const char *at = word ? strstr(text, word) : text;
    if (!at) return 0;
    return strtoull(at + (word ? strlen(word) : 0), NULL, 10);
}

static int read_text(int file, char *text, size_t size) {
    ssize_t count = file < 0 ? -1 : pread(file, text, size - 1, 0);
    text[count > 0 ? count : 0] = 0;
    return count > 0 ? 0 : -1;
}

static uint64_t read_number(int file, const char *word) {
    char text[512];
    return read_text(file, text, sizeof text) ? 0 : number_after(text, word);
}

static int write_number(int file, uint64_t number) {
    char text[24];
    int length = snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    return pwrite(file, text, (size_t)length, 0) == length ? 0 : -1;
}

// MARK: Memory

/// What the kernel takes back when a run needs it: page cache, and in version 2 caches of its own.
static uint64_t reclaimable(const struct box *box) {
    char text[4096];
    if (read_text(box->group[BOX_MEMORY_STAT], text, sizeof text)) return UINT64_MAX;
    int second = strstr(text, "\nfile ") != NULL;
    uint64_t cache = number_after(text, second ? "\nfile " : "cache ");
    uint64_t shared = number_after(text, "\nshmem ");
    return (cache > shared ? cache - shared : 0) + number_after(text, "\nslab_reclaimable ");
}

/// Segments, sockets and mounts of the run before may be freed late. Counted as there from the
/// start they would hide what the new run uses, and take from what it may use: so they are waited
/// for.
static int settle(struct box *box, uint64_t *usage) {
    const struct timespec step = {0, SETTLE_STEP_NS};
    for (int tries = 0; tries < SETTLE_TRIES; tries++) {
        uint64_t cache = reclaimable(box), kept = *usage > cache ? *usage - cache : 0;
        if (!box->memory_baseline || kept <= box->memory_kept + MEMORY_SLACK) {
            box->memory_baseline = *usage;
            box->memory_kept = kept;
            return 0;
        }
        nanosleep(&step, NULL);
        *usage = read_number(box->group[BOX_MEMORY_USAGE], NULL);
        if (*usage <= box->memory_baseline + MEMORY_SLACK) return 0;
    }
    errno = EBUSY;
    return -1;
}

static int set_memory_limit(struct box *box, uint64_t limit) {
    int memory = box->group[BOX_MEMORY_LIMIT], both = box->group[BOX_MEMORY_SWAP_LIMIT];
    // The limit with swap may never be below the one without: a higher one must wait for it.
    int waits = write_number(memory, limit);
    if (both >= 0 && write_number(both, limit)) return -1;
    if (waits && write_number(memory, limit)) return -1;
    box->memory_limit = limit;
    return 0;
}

static int begin_memory(struct box *box, uint64_t allowed, struct box_counters *before) {
    uint64_t usage = read_number(box->group[BOX_MEMORY_USAGE], NULL);
    if (!box->memory_baseline || usage > box->memory_baseline + MEMORY_SLACK) {
        if (settle(box, &usage)) return -1;
    }
    // Page cache that was taken back is no part of the start any more.
    if (usage + MEMORY_SLACK < box->memory_baseline) box->memory_baseline = usage;
    before->memory = usage < box->memory_baseline ? usage : box->memory_baseline;
    uint64_t limit = box->memory_baseline + allowed;
    if (limit != box->memory_limit && set_memory_limit(box, limit)) return -1;
    if (box_has(box, BOX_MEMORY_PEAK)) return write_number(box->group[BOX_MEMORY_PEAK], 0);
    before->memory_peak_ever = read_number(box->group[BOX_MEMORY_PEAK_EVER], NULL);
    return 0;
}

uint64_t box_memory_now(const struct box *box, const struct box_counters *before) {
    uint64_t now = read_number(box->group[BOX_MEMORY_USAGE], NULL);
    return now > before->memory ? now - before->memory : 0;
}

uint64_t box_memory_peak(const struct box *box, const struct box_counters *before) {
    uint64_t peak;
    if (box_has(box, BOX_MEMORY_PEAK)) {
        peak = read_number(box->group[BOX_MEMORY_PEAK], NULL);
    } else {
        // A peak of the group's whole life tells of this run only if it rose.
        peak = read_number(box->group[BOX_MEMORY_PEAK_EVER], NULL);
        if (peak <= before->memory_peak_ever) return 0;
    }
    return peak > before->memory ? peak - before->memory : 0;
}

// MARK: Its limit met

int box_memory_was_short(const struct box *box, uint64_t peak, uint64_t allowed) {
    if (!box_has(box, BOX_MEMORY_PEAK)) return 0;
    uint64_t slack = allowed / 8 > SHORT_BY ? allowed / 8 : SHORT_BY;
    return peak + slack < allowed;
}

void box_watch_memory(struct box *box) {
    box->oom_event = -1;
    if (!box_has(box, BOX_MEMORY_OOM)) return;
    if (!box_has(box, BOX_MEMORY_EVENT_CONTROL)) {
        // Version 2: the file itself can be polled.
        box->oom_event = box->group[BOX_MEMORY_OOM];
        box->oom_poll = POLLPRI;
        return;
    }
    int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (event < 0) return;
    char text[32];
    int length = snprintf(text, sizeof text, "%d %d", event, box->group[BOX_MEMORY_OOM]);
    if (write(box->group[BOX_MEMORY_EVENT_CONTROL], text, (size_t)length) == length) {
        box->oom_event = event;
        box->oom_poll = POLLIN;
    } else {
        close(event);
    }
}

int box_memory_met(struct box *box) {
    if (box->oom_event < 0) return 0;
    if (box->oom_event != box->group[BOX_MEMORY_OOM]) {
        uint64_t count;
        return read(box->oom_event, &count, sizeof count) == sizeof count;
    }
    // Signalled for every brush with the limit too; reading is what ends the signal.
    char text[512];
    if (read_text(box->oom_event, text, sizeof text)) return 0;
    uint64_t seen = number_after(text, "\noom ") + number_after(text, "\noom_kill ");
    int met = seen > box->oom_seen;
    box->oom_seen = seen;
    return met;
}

// MARK: Processor time

/// Counts for the box and for all that it will ever start, the unwaited-for included, where the
/// host lets ordinary users (`kernel.perf_event_paranoid` at most 2).
void box_watch_cpu(struct box *box) {
    box->cpu_event = -1;
    if (box_has(box, BOX_CPU_USAGE) || box->plan.flags & BOX_NO_CPU_EVENT) return;
    struct perf_event_attr event = {.type = PERF_TYPE_SOFTWARE,
                                    .size = sizeof event,
                                    .config = PERF_COUNT_SW_TASK_CLOCK,
                                    .inherit = 1,
                                    // Asked of ordinary users; this clock counts both sides anyway.
                                    .exclude_kernel = 1,
                                    .exclude_hv = 1};
    box->cpu_event = (int)syscall(SYS_perf_event_open, &event, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    if (box->cpu_event >= 0) box->plan.layers |= BOX_HAS_CPU_EVENT;
}

uint64_t box_cpu_time(const struct box *box) {
    if (box->cpu_event >= 0) {
        struct timespec own;
        uint64_t all = 0;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
        if (read(box->cpu_event, &all, sizeof all) != sizeof all) return 0;
        uint64_t ours = (uint64_t)own.tv_sec * 1000000000u + (uint64_t)own.tv_nsec;
        // While a child ends, its part is missing for a moment: the sum must not fall back.
        static uint64_t highest;
        if (all > ours && (all - ours) / 1000u > highest) highest = (all - ours) / 1000u;
        return highest;
    }
    char text[512];
    if (read_text(box->group[BOX_CPU_USAGE], text, sizeof text)) return 0;
    // cpu.stat of version 2 begins with this line; version 1 has nothing but nanoseconds.
    const char *second = strstr(text, "usage_usec ");
    return second ? number_after(second, "usage_usec ") : number_after(text, NULL) / 1000u;
}

// MARK: A run

int box_begin_usage(struct box *box, const struct box_limits *limits, struct box_counters *before) {
    *before = (struct box_counters){0};
    if (box_has(box, BOX_MEMORY_LIMIT) && begin_memory(box, limits->memory_bytes, before))
        return -1;
    if (box_has(box, BOX_PIDS_LIMIT)) {
        uint64_t ours = PROCESSES_OF_OURS + (box->plan.flags & BOX_REAPER ? 1 : 0);
        uint64_t limit = limits->processes + ours;
        if (limit != box->pids_limit && write_number(box->group[BOX_PIDS_LIMIT], limit)) return -1;
        box->pids_limit = limit;
    }
    // A run may end in the same instant as its limit is met; the event must not kill the next run.
    box_memory_met(box);
    before->oom_kills = box->oom_kills;
    before->pids_refused = box->pids_refused;
    before->cpu_us = box_cpu_time(box);
    return 0;
}

struct box_counters box_counters_after(struct box *box) {
    struct box_counters now = {.cpu_us = box_cpu_time(box)};
    now.oom_kills = box->oom_kills = read_number(box->group[BOX_MEMORY_OOM], "\noom_kill ");
    now.pids_refused = box->pids_refused = read_number(box->group[BOX_PIDS_EVENTS], "max ");
    return now;
}
