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
    /// Signalled when the memory limit was met, -1 without a memory group; and how to poll it.
    int oom_event;
    short oom_poll;
    uint64_t oom_seen;
    /// Counts processor time where no group does; -1 where the host does not let us.
    int cpu_event;
    /// The box's own /proc, else the host's; never seen by a run.
    int proc;
    /// The box as that /proc counts; -1 if there is none.
    int number;
    int report_reader;
    int handoff_reader;
    /// The use of memory at rest, and how much of it the kernel would not take back.
    uint64_t memory_baseline;
    uint64_t memory_kept;
    uint64_t oom_kills;
    uint64_t pids_refused;
    uint64_t memory_limit;
    uint64_t pids_limit;
    unsigned processors;
    /// Where the kernel asks about calls to report; -1 where it cannot.
    int listener;
    /// As configured, but that nothing is equal to the secret: to find what to answer.
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
    uint64_t memory_peak_ever;
    uint64_t oom_kills;
    uint64_t pids_refused;
};

/// usage.c
int box_has(const struct box *box, enum box_group_file file);
int box_exact_cpu(const struct box *box);
int box_exact_memory(const struct box *box);
/// Sets the limits of a run and reads where its counters start; what only ever grows is known from
/// the end of the one before. EBUSY: the memory of the run before is still not free.
int box_begin_usage(struct box *box, const struct box_limits *limits, struct box_counters *before);
/// At its end; not the memory, which has a peak.
struct box_counters box_counters_after(struct box *box);
/// Beyond the start: the highest so far (0 if it cannot be told), and at this moment.
uint64_t box_memory_peak(const struct box *box, const struct box_counters *before);
uint64_t box_memory_now(const struct box *box, const struct box_counters *before);
void box_watch_memory(struct box *box);
/// Takes what `oom_event` says: nonzero if the memory limit was met since it was asked last.
int box_memory_met(struct box *box);
/// Whether memory ran out although the run had used far less than allowed: the host was short of
/// it, or somebody lowered the limit.
int box_memory_was_short(const struct box *box, uint64_t peak, uint64_t allowed);
void box_watch_cpu(struct box *box);
uint64_t box_cpu_time(const struct box *box);
/// Two clocks of the kernel are never quite alike: a run never used less than nothing.
static inline uint64_t box_cpu_since(const struct box_counters *before, uint64_t now) {
    return now > before->cpu_us ? now - before->cpu_us : 0;
}

/// What a run tried so far.
struct box_attempts {
    struct box_attempt list[BOX_ATTEMPTS_MAX];
    uint32_t count;
    uint32_t asked;
    uint64_t dropped;
};

/// attempts.c
/// Puts the secret into a filter, after keeping a copy that does not have it.
void box_filter_hide(struct box *box, const struct sock_fprog *program, uint64_t secret);
/// Installs the filter with a listener; -1 where that cannot be.
int box_filter_listen(const struct sock_fprog *program);
/// Replaces each question to the box by its answer.
void box_filter_silence(const struct sock_fprog *program);
/// Answers a bounded number of calls that wait; the number of one that is fatal, which stays
/// unanswered, else -1.
int box_answer_attempts(const struct box *box, struct box_attempts *attempts);
/// sample.c
/// Raises `highest` to what the run's processes use at this moment.
void box_sample(const struct box *box, int work, const struct box_counters *before,
                struct box_usage *highest);
/// Forgets the processes of a run.
void box_sample_end(const struct box *box);
/// The box's own /proc to look at, else the `host`'s; before the filter is installed.
void box_open_proc(struct box *box, int host);

/// work.c
/// Whether a file of at least so many bytes is below `work`, in its first few thousand entries;
/// /tmp and other places are not looked at.
int box_left_file_of(const struct box *box, int work, uint64_t bytes);

/// run.c
void box_serve(struct box *box);

static inline uint64_t box_now_us(void) { return cbox_now() / 1000u; }
