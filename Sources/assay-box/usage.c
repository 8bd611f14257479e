// What a run uses: exact from control groups (version 1), else sampled from /proc.
#define _GNU_SOURCE
#include "box.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/vfs.h>
#include <unistd.h>

#define PROCESSES_OF_OURS 2

int box_has(const struct box *box, enum box_group_file file) { return box->group[file] >= 0; }

static uint64_t number_after(const char *text, const char *word) {
    const char *at = word ? strstr(text, word) : text;
    if (!at) return 0;
    return strtoull(at + (word ? strlen(word) : 0), NULL, 10);
}

static uint64_t read_number(int file, const char *word) {
    char text[256];
    ssize_t count = file < 0 ? -1 : pread(file, text, sizeof text - 1, 0);
    if (count <= 0) return 0;
    text[count] = 0;
    return number_after(text, word);
}

static int write_number(int file, uint64_t number) {
    char text[24];
    int length = snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    return pwrite(file, text, (size_t)length, 0) == length ? 0 : -1;
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

int box_set_limits(struct box *box, const struct box_limits *limits) {
    if (box_has(box, BOX_MEMORY_LIMIT)) {
        if (!box->memory_baseline) {
            box->memory_baseline = read_number(box->group[BOX_MEMORY_USAGE], NULL);
        }
        uint64_t limit = box->memory_baseline + limits->memory_bytes;
        if (limit != box->memory_limit && set_memory_limit(box, limit)) return -1;
        if (write_number(box->group[BOX_MEMORY_PEAK], 0)) return -1;
    }
    if (box_has(box, BOX_PIDS_LIMIT)) {
        uint64_t ours = PROCESSES_OF_OURS + (box->plan.flags & BOX_REAPER ? 1 : 0);
        uint64_t limit = limits->processes + ours;
        if (limit != box->pids_limit && write_number(box->group[BOX_PIDS_LIMIT], limit)) return -1;
        box->pids_limit = limit;
    }
    return 0;
}

uint64_t box_cpu_time(const struct box *box) {
    return read_number(box->group[BOX_CPU_USAGE], NULL) / 1000u;
}

struct box_counters box_counters_before(const struct box *box) {
    struct box_counters now = {.oom_kills = box->oom_kills, .pids_refused = box->pids_refused};
    now.cpu_us = box_cpu_time(box);
    now.memory = read_number(box->group[BOX_MEMORY_USAGE], NULL);
    return now;
}

struct box_counters box_counters_after(struct box *box) {
    struct box_counters now = {.cpu_us = box_cpu_time(box)};
    now.oom_kills = box->oom_kills = read_number(box->group[BOX_MEMORY_OOM], "oom_kill ");
    now.pids_refused = box->pids_refused = read_number(box->group[BOX_PIDS_EVENTS], "max ");
    return now;
}

uint64_t box_memory_peak(const struct box *box) {
    return read_number(box->group[BOX_MEMORY_PEAK], NULL);
}

void box_watch_memory(struct box *box) {
    box->oom_event = -1;
    if (!box_has(box, BOX_MEMORY_EVENT_CONTROL) || !box_has(box, BOX_MEMORY_OOM)) return;
    int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (event < 0) return;
    char text[32];
    int length = snprintf(text, sizeof text, "%d %d", event, box->group[BOX_MEMORY_OOM]);
    if (write(box->group[BOX_MEMORY_EVENT_CONTROL], text, (size_t)length) == length) {
        box->oom_event = event;
    } else {
        close(event);
    }
}

static ssize_t read_text(int proc, const char *pid, const char *name, char *text, size_t size) {
    char path[64];
    if (snprintf(path, sizeof path, "%s/%s", pid, name) >= (int)sizeof path) return -1;
    int file = openat(proc, path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return -1;
    ssize_t count = read(file, text, size - 1);
    close(file);
    if (count >= 0) text[count] = 0;
    return count;
}

static void add_process(int proc, const char *pid, struct box_usage *usage) {
    char text[1024];
    if (read_text(proc, pid, "stat", text, sizeof text) > 0) {
        // The name may hold anything; it ends at the last parenthesis.
        const char *at = strrchr(text, ')');
        unsigned long long times[4] = {0};
        if (at && sscanf(at + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %llu %llu",
                         &times[0], &times[1], &times[2], &times[3]) == 4) {
            uint64_t ticks = times[0] + times[1] + times[2] + times[3];
            usage->cpu_us += ticks * 1000000u / (uint64_t)sysconf(_SC_CLK_TCK);
        }
    }
    if (read_text(proc, pid, "statm", text, sizeof text) > 0) {
        unsigned long long resident = 0, shared = 0;
        if (sscanf(text, "%*u %llu %llu", &resident, &shared) == 2 && resident > shared)
            usage->memory += (resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE);
    }
}

struct box_usage box_sample(int work) {
    struct box_usage usage = {0};
    struct statfs info;
    if (work >= 0 && !fstatfs(work, &info))
        usage.memory = (uint64_t)(info.f_blocks - info.f_bfree) * (uint64_t)info.f_bsize;
    DIR *directory = opendir("/proc");
    if (!directory) return usage;
    for (struct dirent *entry; (entry = readdir(directory));) {
        if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
        if (!strcmp(entry->d_name, "1")) continue;
        add_process(dirfd(directory), entry->d_name, &usage);
    }
    closedir(directory);
    return usage;
}
