// Reads BOX_RUN messages. The sender is ours, yet nothing it says is believed: a box outlives runs.
#define _GNU_SOURCE
#include "box_request.h"
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

/// A program's links are small numbers; far above, the table of descriptors would be huge.
#define HIGHEST_TARGET 65535u

struct cursor {
    const uint8_t *at;
    size_t left;
};

static const void *take(struct cursor *cursor, size_t count) {
    if (count > cursor->left) return NULL;
    const void *taken = cursor->at;
    cursor->at += count;
    cursor->left -= count;
    return taken;
}

static int take_strings(struct cursor *cursor, char **into, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        const uint8_t *end = memchr(cursor->at, 0, cursor->left);
        if (!end) return -1;
        into[i] = (char *)(uintptr_t)take(cursor, (size_t)(end - cursor->at) + 1);
    }
    return 0;
}

static int parse_payload(struct box_request *request, struct cursor cursor) {
    const struct box_run *head = &request->head;
    struct box_child *child = &request->child;
    uint64_t strings = (uint64_t)head->arguments + head->environment + head->files + head->collect;
    if (!head->arguments || strings > BOX_STRINGS_MAX || head->collect > BOX_COLLECT_MAX ||
        head->links > BOX_DESCRIPTORS_MAX - 8 || head->core > BOX_CORES_MAX)
        return -1;
    child->link_targets = take(&cursor, (head->links + 1) / 2 * 2 * sizeof(uint32_t));
    if (!child->link_targets) return -1;
    for (uint32_t i = 0; i < head->links; i++)
        if (child->link_targets[i] > HIGHEST_TARGET) return -1;
    child->files = take(&cursor, head->files * sizeof(struct box_file));
    if (!child->files) return -1;
    char **at = request->strings;
    child->arguments = at;
    if (take_strings(&cursor, at, head->arguments)) return -1;
    at += head->arguments;
    *at++ = NULL;
    child->environment = at;
    if (take_strings(&cursor, at, head->environment)) return -1;
    at += head->environment;
    *at++ = NULL;
    child->file_paths = at;
    if (take_strings(&cursor, at, head->files)) return -1;
    at += head->files;
    request->collect = at;
    if (take_strings(&cursor, at, head->collect)) return -1;
    child->file_bytes = cursor.at;
    child->file_count = head->files;
    child->core = head->core;
    for (uint32_t i = 0; i < head->files; i++)
        if (!take(&cursor, child->files[i].size)) return -1;
    return 0;
}

static int map_payload(struct box_request *request, int payload) {
    struct stat info;
    // Reading a mapping beyond the end of its file would kill the box.
    if (fstat(payload, &info) || info.st_size < 0 || !request->head.payload ||
        request->head.payload > (uint64_t)info.st_size)
        return -1;
    void *mapped = mmap(NULL, request->head.payload, PROT_READ, MAP_PRIVATE, payload, 0);
    if (mapped == MAP_FAILED) return -1;
    request->mapped = mapped;
    request->mapped_size = request->head.payload;
    return 0;
}

int box_request_parse(struct box_request *request, const uint8_t *message, size_t size) {
    request->child = (struct box_child){0};
    request->collect = NULL;
    request->mapped = NULL;
    request->mapped_size = 0;
    if (size < sizeof request->head) return -1;
    memcpy(&request->head, message, sizeof request->head);
    const struct box_run *head = &request->head;
    struct cursor cursor = {message + sizeof *head, size - sizeof *head};
    size_t needed = (size_t)2 + head->links, next = 0;
    if (head->flags & BOX_RUN_HAS_INPUT) needed++;
    if (head->flags & BOX_RUN_PAYLOAD_APART) needed++;
    if (request->descriptor_count != needed) return -1;
    const int *descriptors = request->descriptors;
    if (head->flags & BOX_RUN_PAYLOAD_APART) {
        if (map_payload(request, descriptors[next++])) return -1;
        cursor = (struct cursor){request->mapped, request->mapped_size};
    }
    struct box_child *child = &request->child;
    child->limits = &request->head.limits;
    child->input = head->flags & BOX_RUN_HAS_INPUT ? descriptors[next++] : -1;
    child->output = descriptors[next++];
    child->error = descriptors[next++];
    child->link_descriptors = descriptors + next;
    child->link_count = head->links;
    return parse_payload(request, cursor);
}

void box_request_forget(struct box_request *request) {
    if (request->mapped) munmap(request->mapped, request->mapped_size);
    request->mapped = NULL;
}
