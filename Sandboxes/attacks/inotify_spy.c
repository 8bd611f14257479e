#include "attack.h"

// Watching files that all boxes share would tell what the others do.
int main(void) {
    TRY(inotify_init1, 0);
    TRY(fanotify_init, 0, O_RDONLY);
    TRY(fanotify_init, 0x200, O_RDONLY);
}
