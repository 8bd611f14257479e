#include "attack.h"
#include <sys/mount.h>

int main(void) {
    tried("mount a tmpfs", mount("tmpfs", "/tmp", "tmpfs", 0, NULL));
    tried("bind /usr over /work", mount("/usr", "/work", NULL, MS_BIND, NULL));
    tried("make / writable", mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL));
    tried("make /usr writable", mount(NULL, "/usr", NULL, MS_REMOUNT | MS_BIND, NULL));
    tried("mount a fresh proc", mount("proc", "/tmp", "proc", 0, NULL));
    tried("share mounts again", mount(NULL, "/", NULL, MS_REC | MS_SHARED, NULL));
    tried("mount a cgroup", mount("none", "/tmp", "cgroup", 0, "memory"));
}
