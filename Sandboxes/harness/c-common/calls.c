// The judge's calls on standard input and the answers on standard output; both are taken away from
// the program before any of its own code runs.
#define _GNU_SOURCE
#include "calls.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int assay_in = -1;
int assay_out = -1;

__attribute__((constructor(101))) static void assay_take_descriptors(void) {
    assay_in = fcntl(0, F_DUPFD_CLOEXEC, 60);
    assay_out = fcntl(1, F_DUPFD_CLOEXEC, 60);
    int empty = open("/dev/null", O_RDONLY);
    if (assay_in < 0 || assay_out < 0 || empty < 0) _exit(125);
    if (dup2(empty, 0) < 0 || dup2(2, 1) < 0) _exit(125);
    if (empty > 2) close(empty);
}

// MARK: room for one call

struct assay_block {
    struct assay_block *next;
    unsigned long used, size;
    char bytes[];
};
static struct assay_block *assay_blocks;

void *assay_room(unsigned long size) {
    size = (size + 15) & ~15ul;
    if (!assay_blocks || assay_blocks->size - assay_blocks->used < size) {
        unsigned long all = size > 65536 ? size : 65536;
        struct assay_block *block = malloc(sizeof *block + all + 16);
        if (!block) abort();
        block->next = assay_blocks;
        block->used = 0;
        block->size = all;
        assay_blocks = block;
    }
    char *place = assay_blocks->bytes + assay_blocks->used;
    assay_blocks->used += size;
    return place;
}

const char *assay_print(const char *format, ...) {
    va_list list;
    va_start(list, format);
    char *text = assay_room(512);
    vsnprintf(text, 512, format, list);
    va_end(list);
    return text;
}

static void assay_free(void) {
    while (assay_blocks) {
        struct assay_block *next = assay_blocks->next;
        free(assay_blocks);
        assay_blocks = next;
    }
}

// MARK: reading

static char *assay_data;
static unsigned long assay_size, assay_start, assay_capacity;

// A line, ended by NUL instead of the line's end; 0 at the end of input.
static char *assay_line(void) {
    unsigned long seen = assay_start;
    for (;;) {
        char *end = assay_size > seen ? memchr(assay_data + seen, '\n', assay_size - seen) : 0;
        if (end) {
            char *line = assay_data + assay_start;
            *end = 0;
            assay_start = end + 1 - assay_data;
            return line;
        }
        seen = assay_size;
        if (assay_start > 0) {
            memmove(assay_data, assay_data + assay_start, assay_size - assay_start);
            seen = assay_size -= assay_start;
            assay_start = 0;
        }
        if (assay_capacity - assay_size < 65536) {
            assay_capacity = assay_capacity * 2 + 131072;
            assay_data = realloc(assay_data, assay_capacity);
            if (!assay_data) abort();
        }
        long count = read(assay_in, assay_data + assay_size, assay_capacity - assay_size);
        if (count <= 0) return 0;
        assay_size += count;
    }
}

static const char *assay_at;
static assay_node **assay_definitions;
static unsigned long assay_definition_count;
static long *assay_definition_numbers;

static assay_node *assay_new(enum assay_kind kind) {
    assay_node *node = assay_room(sizeof *node);
    memset(node, 0, sizeof *node);
    node->kind = kind;
    node->text = "";
    return node;
}

static void assay_add(assay_node *node, assay_node *item, unsigned long *capacity) {
    if (node->size == *capacity) {
        unsigned long wanted = *capacity ? *capacity * 2 : 8;
        assay_node **items = assay_room(wanted * sizeof *items);
        if (node->size) memcpy(items, node->items, node->size * sizeof *items);
        node->items = items;
        *capacity = wanted;
    }
    node->items[node->size++] = item;
}

static unsigned assay_hex(void) {
    unsigned value = 0;
    for (int i = 0; i < 4 && *assay_at; i++, assay_at++) {
        char c = *assay_at;
        value = value * 16 + (c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    return value;
}

static unsigned long assay_utf8(char *to, unsigned code) {
    if (code < 0x80) return to[0] = code, 1;
    if (code < 0x800) return to[0] = 0xc0 | code >> 6, to[1] = 0x80 | (code & 63), 2;
    if (code < 0x10000)
        return to[0] = 0xe0 | code >> 12, to[1] = 0x80 | (code >> 6 & 63),
               to[2] = 0x80 | (code & 63), 3;
    return to[0] = 0xf0 | code >> 18, to[1] = 0x80 | (code >> 12 & 63),
           to[2] = 0x80 | (code >> 6 & 63), to[3] = 0x80 | (code & 63), 4;
}

static assay_node *assay_read_string(void) {
    assay_node *node = assay_new(assay_string);
    const char *end = ++assay_at;
    while (*end && *end != '"') end += *end == '\\' && end[1] ? 2 : 1;
    char *text = assay_room(end - assay_at + 1);
    node->text = text;
    while (*assay_at && *assay_at != '"') {
        if (*assay_at != '\\') {
            text[node->size++] = *assay_at++;
            continue;
        }
        char c = assay_at[1];
        assay_at += 2;
        if (c == 'u') {
            unsigned code = assay_hex();
            if (code >= 0xd800 && code < 0xdc00 && assay_at[0] == '\\' && assay_at[1] == 'u') {
                assay_at += 2;
                code = 0x10000 + ((code & 0x3ff) << 10) + (assay_hex() & 0x3ff);
            }
            node->size += assay_utf8(text + node->size, code);
        } else {
            text[node->size++] = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r'
                : c == 'b' ? '\b' : c == 'f' ? '\f' : c;
        }
    }
    text[node->size] = 0;
    if (*assay_at) assay_at++;
    return node;
}

static void assay_decode64(assay_node *node) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = assay_room(node->size + 1);
    unsigned long size = 0;
    unsigned bits = 0, count = 0;
    for (unsigned long i = 0; i < node->size; i++) {
        const char *digit = node->text[i] ? strchr(digits, node->text[i]) : 0;
        if (!digit) continue;
        bits = bits << 6 | (digit - digits);
        if ((count += 6) >= 8) text[size++] = bits >> (count -= 8);
    }
    text[size] = 0;
    node->text = text;
    node->size = size;
}

static void assay_define(long number, assay_node *node) {
    unsigned long n = assay_definition_count++;
    assay_definitions = realloc(assay_definitions, (n + 1) * sizeof *assay_definitions);
    assay_definition_numbers = realloc(assay_definition_numbers, (n + 1) * sizeof(long));
    if (!assay_definitions || !assay_definition_numbers) abort();
    assay_definitions[n] = node;
    assay_definition_numbers[n] = number;
}

static assay_node *assay_tagged(const char *tag, assay_node *body) {
    enum assay_kind kind = body->kind;
    if (!strcmp(tag, "$tuple")) kind = assay_tuple;
    if (!strcmp(tag, "$set") || !strcmp(tag, "$frozenset")) kind = assay_set;
    if (!strcmp(tag, "$float")) kind = assay_number;
    if (!strcmp(tag, "$bytes")) kind = assay_bytes;
    if (!strcmp(tag, "$bytes") || !strcmp(tag, "$str")) assay_decode64(body);
    if (!strcmp(tag, "$def") && body->size == 2) {
        assay_define(strtol(body->items[0]->text, 0, 10), body->items[1]);
        return body->items[1];
    }
    if (!strcmp(tag, "$ref")) {
        long number = strtol(body->text, 0, 10);
        for (unsigned long i = 0; i < assay_definition_count; i++)
            if (assay_definition_numbers[i] == number) return assay_definitions[i];
    }
    if (!strcmp(tag, "$dict")) {
        assay_node *dict = assay_new(assay_dict);
        unsigned long capacity = 0;
        for (unsigned long i = 0; i < body->size; i++)
            for (unsigned long j = 0; j < 2 && body->items[i]->size == 2; j++)
                assay_add(dict, body->items[i]->items[j], &capacity);
        return dict;
    }
    body->kind = kind;
    return body;
}

static assay_node *assay_read_value(int depth) {
    unsigned long capacity = 0;
    assay_node *node;
    if (depth > 1000) abort();
    if (*assay_at == '"') return assay_read_string();
    if (*assay_at == '[' || *assay_at == '{') {
        int is_list = *assay_at++ == '[';
        node = assay_new(is_list ? assay_list : assay_dict);
        while (*assay_at && *assay_at != ']' && *assay_at != '}') {
            assay_add(node, assay_read_value(depth + 1), &capacity);
            if (*assay_at == ',' || *assay_at == ':') assay_at++;
        }
        if (*assay_at) assay_at++;
        if (!is_list && node->size == 2 && node->items[0]->text[0] == '$')
            return assay_tagged(node->items[0]->text, node->items[1]);
        return node;
    }
    const char *start = assay_at;
    while (*assay_at && !strchr(",:]}", *assay_at)) assay_at++;
    if (*start == 'n') return assay_new(assay_null);
    node = assay_new(*start == 't' || *start == 'f' ? assay_bool : assay_number);
    node->flag = *start == 't';
    char *text = assay_room(assay_at - start + 1);
    memcpy(text, start, node->size = assay_at - start);
    text[node->size] = 0;
    node->text = text;
    return node;
}

int assay_next_call(assay_call *call) {
    assay_free();
    assay_definition_count = 0;
    assay_at = assay_line();
    if (!assay_at) return 0;
    assay_node *frame = assay_read_value(0);
    memset(call, 0, sizeof *call);
    call->observe = -1;
    for (unsigned long i = 0; i + 1 < frame->size; i += 2) {
        const char *key = frame->items[i]->text;
        assay_node *value = frame->items[i + 1];
        if (!strcmp(key, "id")) call->id = strtol(value->text, 0, 10);
        if (!strcmp(key, "observe")) call->observe = strtol(value->text, 0, 10);
        if (!strcmp(key, "args") && value->size == 2) {
            call->arguments = value->items[0];
            call->has_keywords = value->items[1]->size > 0;
        }
    }
    return 1;
}
