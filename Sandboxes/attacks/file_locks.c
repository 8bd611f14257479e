#include "attack.h"
#include <sys/file.h>

// Locks on files that all boxes share would be words from one to the other.
int main(void) {
    int shared = open("/usr/bin/env", O_RDONLY);
    tried("flock", flock(shared, LOCK_EX | LOCK_NB));
    tried("a lease", fcntl(shared, F_SETLEASE, F_RDLCK));
    struct flock whole = {.l_type = F_WRLCK};
    tried("a write lock", fcntl(shared, F_SETLK, &whole));
    tried("an open file's lock", fcntl(shared, 37, &whole));
    tried("a notice of changes", fcntl(open("/usr", O_RDONLY), F_NOTIFY, 1));
}
