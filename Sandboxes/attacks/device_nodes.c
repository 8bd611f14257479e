#include "attack.h"
#include <sys/sysmacros.h>

int main(void) {
    const struct {
        const char *name;
        mode_t kind;
        int major, minor;
    } devices[] = {{"mem", S_IFCHR, 1, 1},   {"kmsg", S_IFCHR, 1, 11},  {"sda", S_IFBLK, 8, 0},
                   {"vda", S_IFBLK, 254, 0}, {"loop", S_IFBLK, 7, 0},   {"tty", S_IFCHR, 5, 0},
                   {"kvm", S_IFCHR, 10, 232}, {"fuse", S_IFCHR, 10, 229}, {"null", S_IFCHR, 1, 3}};
    char path[64];
    for (int i = 0; i < 9; i++) {
        snprintf(path, sizeof path, "/work/%s", devices[i].name);
        int made = mknod(path, devices[i].kind | 0666, makedev(devices[i].major, devices[i].minor));
        if (tried(path, made)) tried("open it", open(path, O_RDWR));
        snprintf(path, sizeof path, "/dev/%s", devices[i].name);
        if (strcmp(devices[i].name, "null")) tried(path, open(path, O_RDWR));
    }
}
