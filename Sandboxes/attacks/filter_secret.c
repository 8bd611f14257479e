#include "attack.h"

// The box itself passes its filter by a number in the sixth argument: the constant that stands for
// it in the source, what the process before us may show of it, and some guesses must not do.
static void with(uint64_t secret) {
    struct {
        uint64_t flags, mode, resolve;
    } how = {.resolve = 8};
    if (syscall(SYS_mount, "tmpfs", "/tmp", "tmpfs", 0, NULL, secret) == 0) escaped("mount");
    if (errno != EPERM && errno != ENOSYS) escaped("mount passed the filter");
    if (syscall(SYS_unshare, CLONE_NEWUSER, 0, 0, 0, 0, secret) == 0) escaped("unshare");
    if (syscall(SYS_clone, CLONE_NEWUSER | CLONE_VFORK, 0, 0, 0, 0, secret) >= 0) escaped("clone");
    long file = syscall(SYS_openat2, AT_FDCWD, ".", &how, sizeof how, 0, secret);
    if (file >= 0 || errno != ENOSYS) escaped("openat2 passed the filter");
}

int main(void) {
    const char *names[] = {"syscall", "stack", "auxv", "maps", "smaps", "pagemap", "wchan"};
    char path[64], text[4096];
    for (int i = 0; i < 7; i++) {
        snprintf(path, sizeof path, "/proc/1/%s", names[i]);
        int file = open(path, O_RDONLY);
        ssize_t got = file < 0 ? -1 : read(file, text, sizeof text - 1);
        if (got <= 0 || !strcmp(names[i], "wchan")) {
            contained(path);
            continue;
        }
        escaped(path);
        text[got] = 0;
        for (char *word = strtok(text, " \n"); word; word = strtok(NULL, " \n"))
            with(strtoull(word, NULL, 0));
    }
    with(0x7d5a93c1e6b82f04u);
    with(0);
    with(~0ull);
    srandom((unsigned)time(NULL));
    for (int i = 0; i < 2000; i++) with((uint64_t)random() << 33 ^ (uint64_t)random() << 11);
    contained("2,000 guesses");
}
