// What assay and assay-box say to each other: flat messages over one SOCK_SEQPACKET socket pair,
// descriptors by SCM_RIGHTS. Both ends come from one build; the version guards against a mix-up.
//
//   assay -> box   BOX_CONFIGURE once, then BOX_RUN for each run and BOX_KILL at any moment
//   box -> assay   BOX_READY once, then one BOX_ENDED for each BOX_RUN
//
// A fixed structure comes first, then its records, then its strings (each ends in NUL), then the
// bytes of files. A payload that would not fit a message travels in a sealed memory descriptor.
#pragma once
#include <stdint.h>

#define BOX_VERSION 3u
#define BOX_MESSAGE_MAX (96u * 1024u)
#define BOX_DESCRIPTORS_MAX 48
#define BOX_COLLECT_MAX 32
#define BOX_STRINGS_MAX 4096
#define BOX_MOUNTS_MAX 128
#define BOX_CORES_MAX 8192
/// In instructions: the kernel takes no more.
#define BOX_FILTER_MAX 4096
#define BOX_ATTEMPTS_MAX 32
#define BOX_ATTEMPT_BYTES 112

/// Stands in a filter where the box puts random bits: the sixth argument that its own calls have.
#define BOX_FILTER_SECRET 0x7d5a93c1e6b82f04u
/// The upper half of what a filter returns to have the box asked; the lower half is its answer:
/// an errno, 0 to let the call go on, or BOX_ANSWER_FATAL.
#define BOX_FILTER_ASK 0x7fc0u
#define BOX_ANSWER_FATAL 0xffffu

enum box_kind { BOX_CONFIGURE = 1, BOX_READY, BOX_RUN, BOX_KILL, BOX_ENDED };

struct box_header {
    uint32_t version;
    uint32_t kind;
    /// Echoed by the answer; a late BOX_KILL of another run is ignored.
    uint64_t run;
};

enum box_mount_kind { BOX_BIND = 0, BOX_SYMLINK, BOX_TMPFS, BOX_FILE, BOX_DEVICE };

struct box_mount {
    uint32_t kind;
    uint32_t optional;
    /// Of `source`; a file's content may hold any byte.
    uint32_t source_bytes;
    uint32_t target_bytes;
};

/// The control group files of the slot, as descriptors, in this order where their bit is set.
enum box_group_file {
    BOX_MEMORY_JOIN = 0,
    BOX_PIDS_JOIN,
    BOX_CPU_JOIN,
    BOX_MEMORY_LIMIT,
    BOX_MEMORY_SWAP_LIMIT,
    BOX_MEMORY_USAGE,
    BOX_MEMORY_PEAK,
    BOX_MEMORY_OOM,
    BOX_MEMORY_EVENT_CONTROL,
    BOX_PIDS_LIMIT,
    BOX_PIDS_EVENTS,
    BOX_CPU_USAGE,
    BOX_MEMORY_STAT,
    /// Of the group's whole life, where the kernel cannot begin anew.
    BOX_MEMORY_PEAK_EVER,
    BOX_GROUP_FILES
};

enum box_flags { BOX_REAPER = 1, BOX_NO_LANDLOCK = 2, BOX_NO_CPU_EVENT = 4 };

/// More flags, for the layer check: what the box leaves out, to see that attacks then succeed.
/// Only a box that is built with BOX_LAYER_CHECK heeds them; the one that is shipped does not.
enum box_left_out {
    BOX_OUT_CAPABILITIES = 1 << 16,
    BOX_OUT_NEW_PRIVILEGES = 1 << 17,
    BOX_OUT_LIMITS = 1 << 18,
    BOX_OUT_QUOTA = 1 << 19,
    BOX_OUT_READ_ONLY = 1 << 20,
    BOX_OUT_PROC_MASK = 1 << 21,
    BOX_OUT_NETWORK = 1 << 22,
    BOX_OUT_IPC = 1 << 23,
    BOX_OUT_PIDS = 1 << 24,
    BOX_OUT_CGROUP = 1 << 25,
    BOX_OUT_COLLECTING = 1 << 26,
    BOX_OUT_DESCRIPTORS = 1 << 27
};

struct box_configure {
    struct box_header header;
    /// The host user and group that code in the box has; ignored with `map_self`.
    uint32_t host_uid;
    uint32_t host_gid;
    /// Map the caller's own user: all that an ordinary user may do.
    uint32_t map_self;
    uint32_t flags;
    uint32_t group_files;
    uint32_t mounts;
    /// In instructions of 8 bytes.
    uint32_t filter;
    uint32_t reserved;
    // then: box_mount[mounts], filter, sources and targets
};

/// The steps of building a box or a run; a failure names one, with an index into its list.
enum box_step {
    BOX_STEP_NONE = 0,
    BOX_STEP_MESSAGE,
    BOX_STEP_JOIN_GROUP,
    BOX_STEP_NAMESPACES,
    BOX_STEP_MAP_USER,
    BOX_STEP_ROOT,
    BOX_STEP_MOUNT,
    BOX_STEP_PROC,
    BOX_STEP_PIVOT,
    BOX_STEP_WORK,
    BOX_STEP_FILE,
    BOX_STEP_HOSTNAME,
    BOX_STEP_DESCRIPTOR,
    BOX_STEP_RESOURCE_LIMIT,
    BOX_STEP_CAPABILITIES,
    BOX_STEP_LANDLOCK,
    BOX_STEP_SECCOMP,
    BOX_STEP_EXECUTE,
    BOX_STEP_CLONE,
    BOX_STEP_GROUP_LIMIT,
    BOX_STEP_OUT_OF_MEMORY_SCORE,
    BOX_STEP_CORE
};

struct box_failure {
    int32_t step;
    int32_t index;
    int32_t error;
};

/// Layers that the box can tell apart; the others are mandatory.
enum box_layers {
    BOX_HAS_LANDLOCK = 1,
    BOX_HAS_PROC = 2,
    BOX_HAS_CGROUP_NAMESPACE = 4,
    /// Attempted calls are reported.
    BOX_HAS_LISTENER = 8,
    /// The kernel counts processor time for an ordinary user; not a layer, yet told with them.
    BOX_HAS_CPU_EVENT = 16
};

struct box_ready {
    struct box_header header;
    struct box_failure failure;
    uint32_t layers;
    int32_t landlock_abi;
    // with one descriptor: a pidfd of the box, unless it failed
};

struct box_limits {
    uint64_t cpu_us;
    uint64_t wall_us;
    uint64_t idle_us;
    uint64_t memory_bytes;
    uint64_t disk_bytes;
    uint64_t inodes;
    uint64_t file_bytes;
    uint64_t open_files;
    uint64_t stack_bytes;
    uint64_t processes;
};

struct box_file {
    uint64_t size;
    uint32_t executable;
    /// Neither it nor a folder it lies in can be changed, moved or removed by the run.
    uint32_t read_only;
};

enum box_run_flags {
    BOX_RUN_HAS_INPUT = 1,
    BOX_RUN_PAYLOAD_APART = 2,
    /// The working directory comes with the answer, as its last descriptor.
    BOX_RUN_KEEP_WORK = 4
};

struct box_run {
    struct box_header header;
    struct box_limits limits;
    uint32_t flags;
    uint32_t arguments;
    uint32_t environment;
    uint32_t files;
    uint32_t collect;
    uint32_t links;
    /// The one processor to run on, counted from 1; 0: any.
    uint32_t core;
    uint32_t reserved;
    /// Bytes after this structure, here or in the descriptor.
    uint64_t payload;
    // payload: uint32_t target[links] (padded to 8), box_file[files], then the strings: arguments,
    // environment, paths of files, paths to collect; then the files' bytes
    // descriptors: payload if apart, input if any, output, error, one for each link
};

enum box_breach {
    BOX_BREACH_NONE = 0,
    BOX_BREACH_CPU,
    BOX_BREACH_WALL,
    BOX_BREACH_IDLE,
    BOX_BREACH_MEMORY,
    BOX_BREACH_KILLED,
    BOX_BREACH_VIOLATION
};

enum box_limit_hit {
    BOX_HIT_PROCESSES = 1,
    BOX_HIT_DISK = 2,
    BOX_HIT_INODES = 4,
    BOX_HIT_FILE = 8
};

enum box_attempt_form { BOX_ATTEMPT_PLAIN = 0, BOX_ATTEMPT_TEXT, BOX_ATTEMPT_ADDRESS };

/// A system call that a run tried and its profile reports.
struct box_attempt {
    uint32_t call;
    /// As in the filter: an errno, 0 or BOX_ANSWER_FATAL.
    uint32_t answer;
    uint64_t count;
    /// Its first arguments; those that are pointers, or say nothing, are 0.
    uint64_t numbers[3];
    uint32_t form;
    uint32_t bytes_count;
    /// What a pointer led to: a path, or a socket address. Hostile.
    uint8_t bytes[BOX_ATTEMPT_BYTES];
};

struct box_ended {
    struct box_header header;
    struct box_failure failure;
    int32_t wait_status;
    uint32_t breach;
    uint32_t limits_hit;
    /// A bit for each path to collect; those set have a descriptor, in order.
    uint32_t collected;
    uint64_t wall_us;
    uint64_t cpu_us;
    uint64_t memory_peak;
    /// In the breached limit's own unit (microseconds or bytes).
    uint64_t measured;
    /// From the decision to kill to the end of the last process.
    uint64_t kill_us;
    /// Calls that were answered and not recorded.
    uint64_t attempts_dropped;
    uint32_t attempts;
    uint32_t reserved;
    // then: box_attempt[attempts]
    // descriptors: one for each bit of `collected`, then the working directory if asked for
};
