// What happens between clone and exec: the only code of ours that shares a process with a run.
#pragma once
#include <linux/filter.h>
#include <stddef.h>
#include <stdint.h>
#include "box_protocol.h"

#define BOX_WORK_MOUNT "/.box"
#define BOX_WRITABLE_MAX 8

#ifdef BOX_LAYER_CHECK
#define BOX_LEFT_OUT(plan, layer) ((plan)->flags & (layer))
extern int box_root_is_writable;
#else
#define BOX_LEFT_OUT(plan, layer) 0
#endif

/// What every run of a box has in common; made once, then only read.
struct box_plan {
    /// In place of BOX_FILTER_SECRET: the filter of the box lets nothing else mount, for example.
    uint64_t secret;
    uint32_t flags;
    uint32_t layers;
    int32_t landlock_abi;
    /// The root and /dev of the box, for Landlock.
    int root_descriptor;
    int devices_descriptor;
    /// Non-blocking pipe, close-on-exec: box_report structures.
    int report_descriptor;
    /// The child hands its working directory over this socket.
    int handoff_descriptor;
    /// The /proc that the box looks at: its own, else the host's. No run ever has it.
    int proc_descriptor;
    /// 1: to the ordinary, the box being exempt; 2: to the highest, where it cannot be exempt.
    int set_oom_score;
    int limit_data;
    /// A control group counts the processes, and says so when it refuses one.
    int counted_by_group;
    /// Extra writable directories, besides /work and /tmp.
    const char *writable[BOX_WRITABLE_MAX];
    uint32_t writable_count;
};

/// One run, parsed: all pointers lead into the message.
struct box_child {
    const struct box_plan *plan;
    const struct box_limits *limits;
    char **arguments;
    char **environment;
    const struct box_file *files;
    char **file_paths;
    const uint8_t *file_bytes;
    uint32_t file_count;
    uint32_t core;
    int input;
    int output;
    int error;
    const uint32_t *link_targets;
    const int *link_descriptors;
    uint32_t link_count;
};

enum box_report_kind { BOX_REPORT_FAILURE = 1, BOX_REPORT_STATUS };

struct box_report {
    int32_t kind;
    struct box_failure failure;
    int32_t wait_status;
    int32_t reserved;
    uint64_t cpu_us;
    uint64_t peak_bytes;
};

/// Entry of the cloned child: never returns to its caller.
int box_child_main(void *box_child);

/// Puts the caller, and so all that it starts, on one processor; -1 and errno if it cannot.
int box_keep_to_core(uint32_t core, uint64_t secret);

/// clone(2) with the secret in its sixth argument: `entry` runs on `stack`, or, without CLONE_VM,
/// on a copy of this one. Returns the process or -errno.
long box_clone(unsigned long flags, void *stack, int *pidfd, int (*entry)(void *), void *argument,
               uint64_t secret);

/// openat(2) past the filter of the box; -1 and errno.
int box_open(uint64_t secret, int directory, const char *path, int flags);

int box_landlock_abi(void);

/// The box's root, built once in the box itself, before the pivot; the first failure is told.
int box_build_root(const struct box_mount *mounts, uint32_t count, const uint8_t *strings,
                   size_t size, uint32_t *layers, struct box_failure *failure);
