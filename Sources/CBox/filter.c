#define _GNU_SOURCE
#include "box_filter.h"
#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static uint32_t action_of(const struct cbox_rule *rule) {
    switch (rule->action) {
    case CBOX_ERRNO: return SCMP_ACT_ERRNO(rule->error);
    case CBOX_KILL: return SCMP_ACT_KILL_PROCESS;
    default: return SCMP_ACT_ALLOW;
    }
}

static struct scmp_arg_cmp comparison(const struct cbox_argument *test) {
    struct scmp_arg_cmp result = {.arg = test->argument, .datum_a = test->value};
    switch (test->test) {
    case CBOX_MASKED_EQUAL:
        result.op = SCMP_CMP_MASKED_EQ;
        result.datum_a = test->mask;
        result.datum_b = test->value;
        break;
    case CBOX_NOT_EQUAL: result.op = SCMP_CMP_NE; break;
    case CBOX_ABOVE: result.op = SCMP_CMP_GT; break;
    case CBOX_BELOW: result.op = SCMP_CMP_LT; break;
    default: result.op = SCMP_CMP_EQ;
    }
    return result;
}

static int add(scmp_filter_ctx context, const struct cbox_rule *rule, uint32_t unlisted) {
    int call = seccomp_syscall_resolve_name(rule->name);
    if (call == __NR_SCMP_ERROR) return -ENOENT;
    // Known, but not on this architecture: nothing to allow or to refuse.
    if (call < 0) return 0;
    uint32_t action = action_of(rule);
    // libseccomp refuses a rule that says what is done anyway.
    if (action == unlisted) return 0;
    struct scmp_arg_cmp tests[CBOX_TESTS_MAX];
    for (uint32_t i = 0; i < rule->test_count; i++) tests[i] = comparison(&rule->tests[i]);
    return seccomp_rule_add_array(context, action, call, rule->test_count, tests);
}

int cbox_filter(const struct cbox_rule *rules, size_t count, uint32_t unlisted_error,
                size_t *at_fault) {
    *at_fault = count;
    uint32_t unlisted = SCMP_ACT_ERRNO(unlisted_error);
    scmp_filter_ctx context = seccomp_init(unlisted);
    if (!context) return -ENOMEM;
    int result = seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (!result) result = seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    for (size_t i = 0; !result && i < count; i++) {
        result = add(context, &rules[i], unlisted);
        if (result == -EEXIST) result = 0;
        if (result) *at_fault = i;
    }
    int memory = -1;
    if (!result) {
        memory = memfd_create("assay-filter", MFD_CLOEXEC);
        if (memory < 0) result = -errno;
    }
    if (!result) {
        result = seccomp_export_bpf(context, memory);
    }
    seccomp_release(context);
    if (result) {
        if (memory >= 0) close(memory);
        return result;
    }
    if (lseek(memory, 0, SEEK_SET) < 0) {
        close(memory);
        return -EIO;
    }
    return memory;
}

int cbox_knows_call(const char *name) {
    return seccomp_syscall_resolve_name(name) != __NR_SCMP_ERROR;
}

int cbox_call_number(const char *name) { return seccomp_syscall_resolve_name(name); }

int cbox_call_name(int call, char *name, size_t size) {
    char *found = seccomp_syscall_resolve_num_arch(seccomp_arch_native(), call);
    if (!found) return -1;
    size_t length = strlen(found);
    if (length < size) memcpy(name, found, length + 1);
    free(found);
    return length < size ? 0 : -1;
}

uint32_t cbox_architecture(void) { return seccomp_arch_native(); }
