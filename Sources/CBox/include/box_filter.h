// libseccomp: numbers of calls, and its own filters. Used in assay, never in the box.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum cbox_action { CBOX_ALLOW = 0, CBOX_ERRNO, CBOX_KILL };
enum cbox_test {
    CBOX_MASKED_EQUAL = 0,
    CBOX_EQUAL,
    CBOX_NOT_EQUAL,
    CBOX_ABOVE,
    CBOX_BELOW
};

#define CBOX_TESTS_MAX 3

struct cbox_argument {
    uint32_t test;
    uint32_t argument;
    uint64_t mask;
    uint64_t value;
};

/// All tests must hold; none is needed.
struct cbox_rule {
    const char *name;
    uint32_t action;
    uint32_t error;
    uint32_t test_count;
    uint32_t reserved;
    struct cbox_argument tests[CBOX_TESTS_MAX];
};

/// Builds a filter for the native architecture alone: calls of any other kill the process.
///
/// Writes BPF instructions into a new memory descriptor. Returns it, or -errno with the index of
/// the rule at fault (or `count`).
int cbox_filter(const struct cbox_rule *rules, size_t count, uint32_t unlisted_error,
                size_t *at_fault);

/// The native architecture's number of a call: negative if it has none.
int cbox_call_number(const char *name);

/// The name of a call of the native architecture, with its NUL; -1 if it has none or no room.
int cbox_call_name(int call, char *name, size_t size);

/// The native architecture as AUDIT_ARCH_*.
uint32_t cbox_architecture(void);

/// 1 if libseccomp knows the call by this name, on any architecture.
int cbox_knows_call(const char *name);
