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
    /// Where the kernel asks about calls to report; -1 where it cannot.
    int listener;
    /// As configured, without the secret: to find what to answer.
    struct sock_filter filter[BOX_FILTER_MAX];
    uint32_t filter_count;
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

/// What a run tried so far.
struct box_attempts {
    struct box_attempt list[BOX_ATTEMPTS_MAX];
    uint32_t count;
    uint32_t asked;
    uint64_t dropped;
};

/// attempts.c
void box_filter_hide(const struct sock_fprog *program, uint64_t secret);
/// Installs the filter with a listener; -1 where that cannot be.
int box_filter_listen(const struct sock_fprog *program);
/// Replaces each question to the box by its answer.
void box_filter_silence(const struct sock_fprog *program);
/// Answers a bounded number of calls that wait; the number of one that is fatal, which stays
/// unanswered, else -1.
int box_answer_attempts(const struct box *box, struct box_attempts *attempts);

/// run.c
void box_serve(struct box *box);

static inline uint64_t box_now_us(void) { return cbox_now() / 1000u; }
