// Calls that a profile reports: the kernel asks the box, which notes what was tried and answers.
//
// What is noted is evidence, never the policy: the program may change its memory while we read it.
#define _GNU_SOURCE
#include "box.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define ANSWERED_AT_ONCE 32
/// So many calls of a run are looked at; those after are answered and counted.
#define LOOKED_AT 1000
#define LISTEN_KILLABLE (1u << 5)

enum operation { LOAD = 0x20, AND = 0x54, LEAP = 0x05, RETURN = 0x06 };
enum comparison { EQUAL = 0x15, ABOVE = 0x25, AT_LEAST = 0x35, ANY_BIT = 0x45 };

// MARK: The filter

void box_filter_hide(struct box *box, const struct sock_fprog *program, uint64_t secret) {
    const uint32_t low = (uint32_t)BOX_FILTER_SECRET, high = (uint32_t)(BOX_FILTER_SECRET >> 32);
    memcpy(box->filter, program->filter, program->len * sizeof *program->filter);
    box->filter_count = program->len;
    for (unsigned i = 0; i < program->len; i++) {
        struct sock_filter *at = &program->filter[i];
        if (at->code != EQUAL || (at->k != low && at->k != high)) continue;
        at->k = at->k == low ? (uint32_t)secret : (uint32_t)(secret >> 32);
        // Whoever has the secret is never asked about: in the copy nothing is equal to it, or a
        // program that says the constant would be taken for the box.
        box->filter[i].jt = box->filter[i].jf;
    }
}

int box_filter_listen(const struct sock_fprog *program) {
    unsigned flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
    // With it, a signal that a program handles does not have the same call asked for twice.
    int listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | LISTEN_KILLABLE,
                                program);
    if (listener < 0 && errno == EINVAL)
        listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, program);
    return listener;
}

void box_filter_silence(const struct sock_fprog *program) {
    for (unsigned i = 0; i < program->len; i++) {
        struct sock_filter *at = &program->filter[i];
        if (at->code != RETURN || at->k >> 16 != BOX_FILTER_ASK) continue;
        uint32_t answer = at->k & 0xffff;
        at->k = answer == BOX_ANSWER_FATAL ? SECCOMP_RET_KILL_PROCESS
                : answer                   ? SECCOMP_RET_ERRNO | answer
                                           : SECCOMP_RET_ALLOW;
    }
}

/// What the copy of the filter returns for a call: the kernel does not hand its lower half on.
static uint32_t filter_says(const struct box *box, const struct seccomp_data *data) {
    uint32_t value = 0;
    for (uint32_t at = 0; at < box->filter_count;) {
        const struct sock_filter *now = &box->filter[at++];
        switch (now->code) {
        case LOAD:
            if (now->k > sizeof *data - sizeof value) return 0;
            memcpy(&value, (const uint8_t *)data + now->k, sizeof value);
            break;
        case AND: value &= now->k; break;
        case LEAP: at += now->k; break;
        case RETURN: return now->k;
        case EQUAL: at += value == now->k ? now->jt : now->jf; break;
        case ABOVE: at += value > now->k ? now->jt : now->jf; break;
        case AT_LEAST: at += value >= now->k ? now->jt : now->jf; break;
        case ANY_BIT: at += value & now->k ? now->jt : now->jf; break;
        default: return 0;
        }
    }
    return 0;
}

// MARK: What was tried

/// Which arguments say something: numbers, and one that leads to a path or an address.
struct meaning {
    int call;
    uint8_t numbers[3];
    uint8_t pointer;
    uint8_t length;
    enum box_attempt_form form;
};

#define NONE 9
#define NUMBERS(call, a, b, c) {call, {a, b, c}, NONE, NONE, BOX_ATTEMPT_PLAIN}
#define TEXT(call, pointer) {call, {NONE, NONE, NONE}, pointer, NONE, BOX_ATTEMPT_TEXT}
#define ADDRESS(call, pointer, length)                                                             \
    {call, {NONE, NONE, NONE}, pointer, length, BOX_ATTEMPT_ADDRESS}

static const struct meaning meanings[] = {
    ADDRESS(SYS_connect, 1, 2),
    ADDRESS(SYS_bind, 1, 2),
    ADDRESS(SYS_sendto, 4, 5),
    TEXT(SYS_execve, 0),
    TEXT(SYS_execveat, 1),
    TEXT(SYS_openat, 1),
    TEXT(SYS_mount, 1),
    TEXT(SYS_umount2, 0),
    TEXT(SYS_pivot_root, 0),
    TEXT(SYS_chroot, 0),
    TEXT(SYS_unlinkat, 1),
    TEXT(SYS_memfd_create, 0),
    TEXT(SYS_swapon, 0),
    TEXT(SYS_acct, 0),
#ifdef SYS_open
    TEXT(SYS_open, 0),
#endif
    NUMBERS(SYS_socket, 0, 1, 2),
    NUMBERS(SYS_kill, 0, 1, NONE),
    NUMBERS(SYS_tkill, 0, 1, NONE),
    NUMBERS(SYS_tgkill, 1, 2, NONE),
    NUMBERS(SYS_ptrace, 0, 1, NONE),
    NUMBERS(SYS_process_vm_readv, 0, NONE, NONE),
    NUMBERS(SYS_process_vm_writev, 0, NONE, NONE),
    NUMBERS(SYS_kcmp, 0, 1, 2),
    NUMBERS(SYS_unshare, 0, NONE, NONE),
    NUMBERS(SYS_setns, 1, NONE, NONE),
    NUMBERS(SYS_clone, 0, NONE, NONE),
    NUMBERS(SYS_prctl, 0, NONE, NONE),
    NUMBERS(SYS_ioctl, 1, NONE, NONE),
    NUMBERS(SYS_keyctl, 0, NONE, NONE),
    NUMBERS(SYS_bpf, 0, NONE, NONE),
    NUMBERS(SYS_personality, 0, NONE, NONE),
};

static int ioctl_secret(const struct box *box, unsigned long request, const void *argument) {
    return (int)syscall(SYS_ioctl, box->listener, request, argument, 0L, 0L, box->plan.secret);
}

static void read_memory(const struct box *box, uint32_t process, uint64_t address, size_t count,
                        struct box_attempt *attempt) {
    char path[40];
    snprintf(path, sizeof path, "/proc/%u/mem", process);
    int memory = box_open(box->plan.secret, AT_FDCWD, path, O_RDONLY);
    if (memory < 0) return;
    if (count > sizeof attempt->bytes) count = sizeof attempt->bytes;
    ssize_t got = pread(memory, attempt->bytes, count, (off_t)address);
    close(memory);
    if (got <= 0) return;
    attempt->bytes_count = (uint32_t)got;
    if (attempt->form == BOX_ATTEMPT_TEXT)
        attempt->bytes_count = (uint32_t)strnlen((char *)attempt->bytes, (size_t)got);
    memset(attempt->bytes + attempt->bytes_count, 0, sizeof attempt->bytes - attempt->bytes_count);
}

static void look(const struct box *box, const struct seccomp_notif *asked,
                 struct box_attempt *attempt) {
    const uint64_t *arguments = (const uint64_t *)asked->data.args;
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        const struct meaning *meaning = &meanings[i];
        if (meaning->call != asked->data.nr) continue;
        for (int n = 0; n < 3; n++)
            if (meaning->numbers[n] != NONE) attempt->numbers[n] = arguments[meaning->numbers[n]];
        attempt->form = meaning->form;
        if (meaning->pointer == NONE) return;
        uint64_t count = sizeof attempt->bytes;
        if (meaning->length != NONE) count = (uint32_t)arguments[meaning->length];
        read_memory(box, asked->pid, arguments[meaning->pointer], (size_t)count, attempt);
        // The process may have ended, and its number be another's by now.
        if (ioctl_secret(box, SECCOMP_IOCTL_NOTIF_ID_VALID, &asked->id)) attempt->bytes_count = 0;
        return;
    }
}

static int same(const struct box_attempt *a, const struct box_attempt *b) {
    return a->call == b->call && a->answer == b->answer && a->form == b->form &&
           a->bytes_count == b->bytes_count && !memcmp(a->numbers, b->numbers, sizeof a->numbers) &&
           !memcmp(a->bytes, b->bytes, a->bytes_count);
}

static void note(struct box_attempts *attempts, const struct box_attempt *attempt) {
    for (uint32_t i = 0; i < attempts->count; i++) {
        if (!same(&attempts->list[i], attempt)) continue;
        attempts->list[i].count++;
        return;
    }
    if (attempts->count == BOX_ATTEMPTS_MAX) {
        attempts->dropped++;
        return;
    }
    attempts->list[attempts->count] = *attempt;
    attempts->list[attempts->count++].count = 1;
}

/// As in the filter; what it does not say to ask about is refused, whoever may be wrong.
static uint32_t answer_to(const struct box *box, const struct seccomp_data *data) {
    uint32_t said = filter_says(box, data);
    return said >> 16 == BOX_FILTER_ASK ? said & 0xffff : EPERM;
}

int box_answer_attempts(const struct box *box, struct box_attempts *attempts) {
    for (int i = 0; i < ANSWERED_AT_ONCE; i++) {
        struct pollfd event = {.fd = box->listener, .events = POLLIN};
        struct timespec now = {0, 0};
        if (ppoll(&event, 1, &now, NULL) != 1 || !(event.revents & POLLIN)) return -1;
        struct seccomp_notif asked = {0};
        if (ioctl_secret(box, SECCOMP_IOCTL_NOTIF_RECV, &asked)) return -1;
        uint32_t answer = answer_to(box, &asked.data);
        if (attempts->asked++ < LOOKED_AT || answer == BOX_ANSWER_FATAL) {
            struct box_attempt attempt = {.call = (uint32_t)asked.data.nr, .answer = answer};
            look(box, &asked, &attempt);
            note(attempts, &attempt);
        } else {
            attempts->dropped++;
        }
        if (answer == BOX_ANSWER_FATAL) return asked.data.nr;
        struct seccomp_notif_resp response = {.id = asked.id, .error = -(int32_t)answer};
        if (!answer) response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
        ioctl_secret(box, SECCOMP_IOCTL_NOTIF_SEND, &response);
    }
    return -1;
}
