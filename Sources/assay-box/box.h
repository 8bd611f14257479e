#pragma once
#include <sys/types.h>
#include "box_child.h"
#include "box_host.h"
#include "box_protocol.h"
#include "box_request.h"

struct box {
    int socket;
    struct box_plan plan;
    /// Control group files, -1 where the host has none.
    int group[BOX_GROUP_FILES];
    /// Signalled when the memory limit was met; -1 without a memory group.
    int oom_event;
    int report_reader;
    int handoff_reader;
    uint64_t memory_baseline;
    uint64_t oom_kills;
    uint64_t pids_refused;
    uint64_t memory_limit;
    uint64_t pids_limit;
    unsigned processors;
};

/// What the tree used so far.
struct box_usage {
    uint64_t cpu_us;
    uint64_t memory;
};

struct box_counters {
    uint64_t cpu_us;
    uint64_t memory;
    uint64_t oom_kills;
    uint64_t pids_refused;
};

/// usage.c
int box_has(const struct box *box, enum box_group_file file);
int box_set_limits(struct box *box, const struct box_limits *limits);
/// At the beginning of a run; what only ever grows is known from the end of the one before.
struct box_counters box_counters_before(const struct box *box);
/// At its end; not the memory, which has a peak.
struct box_counters box_counters_after(struct box *box);
uint64_t box_memory_peak(const struct box *box);
void box_watch_memory(struct box *box);
/// Sums what the processes in sight (the run's: all but the box) use at this moment.
struct box_usage box_sample(int work);
uint64_t box_cpu_time(const struct box *box);

/// run.c
void box_serve(struct box *box);

static inline uint64_t box_now_us(void) { return cbox_now() / 1000u; }
