// A BOX_RUN message, checked and taken apart. Apart from the box, so that a fuzzer links it alone.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "box_child.h"
#include "box_protocol.h"

/// What a message asks for: all pointers lead into the message, or into the mapped payload.
struct box_request {
    struct box_run head;
    /// Complete but for its plan.
    struct box_child child;
    char **collect;
    void *mapped;
    size_t mapped_size;
    /// As received; closed by their owner, never here.
    int descriptors[BOX_DESCRIPTORS_MAX];
    size_t descriptor_count;
    char *strings[BOX_STRINGS_MAX + 4];
};

/// Reads a message of `size` bytes, aligned to 8, with the descriptors that came along.
///
/// Returns 0, or -1 if any count, size or string does not fit.
int box_request_parse(struct box_request *request, const uint8_t *message, size_t size);

/// Lets go of the payload; the descriptors stay.
void box_request_forget(struct box_request *request);
