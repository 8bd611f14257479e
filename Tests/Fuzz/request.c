// A coverage-guided fuzzer of the box's own parser, beside the seeded one of RequestFuzzTests:
//
//   clang -g -O1 -fsanitize=fuzzer,address,undefined -I Sources/CBox/include \
//       Sources/CBox/request.c Tests/Fuzz/request.c -o request-fuzzer
//   ./request-fuzzer -runs=1000000 -max_len=4096
//
// The first byte says how many descriptors came; with its highest bit set, the second half of the
// input is the payload apart.
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "box_request.h"

static volatile unsigned sum;

static void look(const void *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) sum += ((const uint8_t *)bytes)[i];
}

static void look_at_strings(char **list, size_t count) {
    for (size_t i = 0; i < count; i++) look(list[i], strlen(list[i]) + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size) {
    static struct box_request request;
    if (size < 1) return 0;
    size_t message_size = size - 1, apart = 0;
    int memory = -1;
    if (input[0] & 0x80 && message_size > sizeof(struct box_run)) {
        apart = message_size - sizeof(struct box_run);
        message_size = sizeof(struct box_run);
        memory = memfd_create("payload", MFD_CLOEXEC);
        if (write(memory, input + 1 + message_size, apart) != (ssize_t)apart) abort();
    }
    // Of just its size, so that one byte beyond is found.
    uint8_t *message = malloc(message_size);
    memcpy(message, input + 1, message_size);
    memset(request.descriptors, 0xFF, sizeof request.descriptors);
    request.descriptors[0] = memory;
    request.descriptor_count = (input[0] & 0x7F) % (BOX_DESCRIPTORS_MAX + 1);
    if (!box_request_parse(&request, message, message_size)) {
        const struct box_run *head = &request.head;
        const struct box_child *child = &request.child;
        look_at_strings(child->arguments, head->arguments);
        look_at_strings(child->environment, head->environment);
        look_at_strings(child->file_paths, head->files);
        look_at_strings(request.collect, head->collect);
        look(child->link_targets, head->links * sizeof(uint32_t));
        size_t bytes = 0;
        for (uint32_t i = 0; i < head->files; i++) bytes += child->files[i].size;
        look(child->file_bytes, bytes);
    }
    box_request_forget(&request);
    free(message);
    if (memory >= 0) close(memory);
    return 0;
}
