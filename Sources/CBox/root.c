// The root that all runs of a box share: a small read-only tmpfs with read-only views of the host.
#define _GNU_SOURCE
#include "box_child.h"
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Covered by the new root while it is built; nothing of it is ever shown in a box.
#define STAGE "/sys"

// Kernel constants that Debian 12's libc may lack or keep from linux/mount.h.
struct attributes {
    uint64_t set, clear, propagation, userns;
};
#define ATTRIBUTE_READ_ONLY 1u
#define ATTRIBUTE_NO_SUID 2u
#define ATTRIBUTE_NO_DEVICES 4u
#define RECURSIVE 0x8000u

#ifdef BOX_LAYER_CHECK
int box_root_is_writable;
#endif

static int restrict_mount(const char *path, uint64_t set, unsigned flags) {
#ifdef BOX_LAYER_CHECK
    if (box_root_is_writable) set &= ~(uint64_t)ATTRIBUTE_READ_ONLY;
#endif
    struct attributes attributes = {.set = set};
    return (int)syscall(SYS_mount_setattr, AT_FDCWD, path, flags, &attributes, sizeof attributes);
}

static int make_parents(char *path) {
    for (char *at = path + sizeof STAGE; *at; at++) {
        if (*at != '/') continue;
        *at = 0;
        int failed = mkdir(path, 0755) && errno != EEXIST;
        *at = '/';
        if (failed) return -1;
    }
    return 0;
}

static int make_file(const char *path, const char *bytes, size_t count) {
    int file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file < 0) return -1;
    int failed = count && write(file, bytes, count) != (ssize_t)count;
    close(file);
    return failed ? -1 : 0;
}

static int bind(const char *source, const char *path, int device) {
    struct stat info;
    if (stat(source, &info)) return -1;
    if (S_ISDIR(info.st_mode) ? mkdir(path, 0755) && errno != EEXIST : make_file(path, NULL, 0))
        return -1;
    if (mount(source, path, NULL, MS_BIND | MS_REC, NULL)) return -1;
    uint64_t set = ATTRIBUTE_READ_ONLY | ATTRIBUTE_NO_SUID | (device ? 0 : ATTRIBUTE_NO_DEVICES);
    return restrict_mount(path, set, RECURSIVE);
}

static int place(const struct box_mount *mount, const char *source, const char *target) {
    char path[PATH_MAX];
    if (target[0] != '/' || strlen(target) + sizeof STAGE > sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    snprintf(path, sizeof path, STAGE "%s", target);
    if (make_parents(path)) return -1;
    switch (mount->kind) {
    case BOX_BIND: return bind(source, path, 0);
    case BOX_DEVICE: return bind(source, path, 1);
    case BOX_SYMLINK: return symlink(source, path);
    case BOX_FILE: return make_file(path, source, mount->source_bytes - 1);
    case BOX_TMPFS: return mkdir(path, 0755) && errno != EEXIST ? -1 : 0;
    default: errno = EINVAL; return -1;
    }
}

static int told(struct box_failure *failure, int step, int index) {
    *failure = (struct box_failure){step, index, errno};
    return -1;
}

static int pivot(void) {
    if (chdir(STAGE)) return -1;
    if (syscall(SYS_pivot_root, ".", ".")) return -1;
    if (umount2(".", MNT_DETACH)) return -1;
    return chdir("/");
}

int box_build_root(const struct box_mount *mounts, uint32_t count, const uint8_t *strings,
                   size_t size, uint32_t *layers, struct box_failure *failure) {
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)) return told(failure, BOX_STEP_ROOT, 0);
    const char *options = "mode=0755,size=1m,nr_inodes=512";
    if (mount("tmpfs", STAGE, "tmpfs", MS_NOSUID, options)) return told(failure, BOX_STEP_ROOT, 1);
    const char *own[] = {STAGE "/work", STAGE "/tmp", STAGE "/proc", STAGE "/dev",
                         STAGE BOX_WORK_MOUNT};
    for (int i = 0; i < 5; i++)
        if (mkdir(own[i], 0755)) return told(failure, BOX_STEP_ROOT, 2 + i);
    for (uint32_t i = 0; i < count; i++) {
        uint64_t need = (uint64_t)mounts[i].source_bytes + mounts[i].target_bytes;
        if (need > size || !mounts[i].source_bytes || !mounts[i].target_bytes ||
            strings[mounts[i].source_bytes - 1] || strings[need - 1]) {
            errno = EBADMSG;
            return told(failure, BOX_STEP_MOUNT, (int)i);
        }
        const char *source = (const char *)strings;
        const char *target = source + mounts[i].source_bytes;
        if (place(&mounts[i], source, target)) {
            int absent = errno == ENOENT || errno == ENOTDIR;
            if (!(mounts[i].optional && absent)) return told(failure, BOX_STEP_MOUNT, (int)i);
        }
        strings += need;
        size -= need;
    }
    // While the host's own /proc is still in sight: later the kernel would refuse.
    unsigned long quiet = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    if (!mount("proc", STAGE "/proc", "proc", quiet, NULL)) *layers |= BOX_HAS_PROC;
    if (pivot()) return told(failure, BOX_STEP_PIVOT, 0);
    uint64_t set = ATTRIBUTE_READ_ONLY | ATTRIBUTE_NO_SUID;
    if (restrict_mount("/", set, 0)) return told(failure, BOX_STEP_PIVOT, 1);
    return 0;
}
