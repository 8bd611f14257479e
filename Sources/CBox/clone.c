// clone(2) by hand: the C library offers no sixth argument, and the filter of the box wants one.
#define _GNU_SOURCE
#include "box_child.h"
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)

static long on_stack(unsigned long flags, void *stack, int *pidfd, int (*entry)(void *),
                     void *argument, uint64_t secret) {
    void **top = stack;
    *--top = argument;
    *--top = (void *)entry;
    long result;
    register long no_child_tid __asm__("r10") = 0;
    register long no_tls __asm__("r8") = 0;
    register uint64_t sixth __asm__("r9") = secret;
    __asm__ volatile(
        "syscall\n\t"
        "test %%rax, %%rax\n\t"
        "jnz 1f\n\t"
        "xor %%ebp, %%ebp\n\t"
        "pop %%rax\n\t"
        "pop %%rdi\n\t"
        "call *%%rax\n\t"
        "hlt\n"
        "1:"
        : "=a"(result)
        : "a"(SYS_clone), "D"(flags), "S"(top), "d"(pidfd), "r"(no_child_tid), "r"(no_tls),
          "r"(sixth)
        : "rcx", "r11", "memory");
    return result;
}

#endif

long box_clone(unsigned long flags, void *stack, int *pidfd, int (*entry)(void *), void *argument,
               uint64_t secret) {
#if defined(__x86_64__)
    if (flags & CLONE_VM) return on_stack(flags, stack, pidfd, entry, argument, secret);
#else
    (void)stack;
    flags &= ~(unsigned long)(CLONE_VM | CLONE_VFORK);
#endif
    long result = syscall(SYS_clone, flags, NULL, pidfd, NULL, NULL, secret);
    if (!result) _exit(entry(argument));
    return result < 0 ? -errno : result;
}

int box_open(uint64_t secret, int directory, const char *path, int flags) {
    return (int)syscall(SYS_openat, directory, path, flags | O_CLOEXEC, 0L, 0L, secret);
}

int box_keep_to_core(uint32_t core, uint64_t secret) {
    unsigned long mask[BOX_CORES_MAX / (8 * sizeof(unsigned long))] = {0};
    const uint32_t bits = 8 * sizeof mask[0];
    mask[core / bits] = 1ul << core % bits;
    return (int)syscall(SYS_sched_setaffinity, 0, sizeof mask, mask, 0, 0, secret);
}
