// What the judge is answered, and the numbers of its calls.
#include "calls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern int assay_out;

// MARK: values

int assay_integer(const assay_node *node, __int128 *value) {
    if (node->kind != assay_number) return -1;
    const char *digit = node->text;
    int negative = *digit == '-';
    __int128 sum = 0;
    if (negative) digit++;
    if (strspn(digit, "0123456789") != strlen(digit)) {
        double number = strtod(node->text, 0);
        if (number != (double)(long long)number || number > 9e15 || number < -9e15) return -1;
        return *value = (long long)number, 0;
    }
    if (strlen(digit) > 38) return -1;
    for (; *digit; digit++) sum = sum * 10 + (*digit - '0');
    *value = negative ? -sum : sum;
    return 0;
}

int assay_double(const assay_node *node, double *value) {
    if (node->kind != assay_number) return -1;
    *value = strtod(node->text, 0);
    return 0;
}

const char *assay_kind_name(const assay_node *node) {
    static const char *const names[] = {
        "null", "a truth value", "a number", "a string", "bytes", "a list", "a tuple", "a set",
        "a dict"};
    if (node->kind == assay_number && node->size < 60) return node->text;
    return names[node->kind];
}

// MARK: answering

static char *assay_answer;
static unsigned long assay_answer_size, assay_answer_capacity;

void assay_put_bytes(const char *bytes, unsigned long size) {
    if (assay_answer_capacity - assay_answer_size < size) {
        assay_answer_capacity = assay_answer_capacity * 2 + size + 4096;
        assay_answer = realloc(assay_answer, assay_answer_capacity);
        if (!assay_answer) abort();
    }
    if (size) memcpy(assay_answer + assay_answer_size, bytes, size);
    assay_answer_size += size;
}

void assay_put(const char *text) { assay_put_bytes(text, strlen(text)); }

void assay_begin(long id) {
    assay_answer_size = 0;
    assay_put("{\"id\":");
    assay_put_integer(id);
    assay_put(",");
}

void assay_put_unsigned(unsigned __int128 value) {
    char digits[48];
    int at = sizeof digits;
    do digits[--at] = '0' + (int)(value % 10);
    while (value /= 10);
    assay_put_bytes(digits + at, sizeof digits - at);
}

void assay_put_integer(__int128 value) {
    if (value < 0) assay_put("-");
    assay_put_unsigned(value < 0 ? -(unsigned __int128)value : (unsigned __int128)value);
}

static void assay_put_shortest(double value, int first, int last, int is_float) {
    char text[64];
    if (value != value) return assay_put("{\"$float\":\"nan\"}");
    if (value - value != 0)
        return assay_put(value > 0 ? "{\"$float\":\"inf\"}" : "{\"$float\":\"-inf\"}");
    for (int digits = first; digits <= last; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (is_float ? strtof(text, 0) == (float)value : strtod(text, 0) == value) break;
    }
    if (!strpbrk(text, ".e")) strcat(text, ".0");
    assay_put(text);
}

void assay_put_double(double value) { assay_put_shortest(value, 15, 17, 0); }
void assay_put_float(float value) { assay_put_shortest(value, 6, 9, 1); }

// How many bytes the character at `text` takes; 0 if it is no UTF-8.
static unsigned long assay_character(const unsigned char *text, unsigned long size) {
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned long count = text[0] < 0x80 ? 1 : text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
    if (count == 1) return 1;
    if (text[0] < 0xc2 || text[0] > 0xf4 || count > size) return 0;
    unsigned code = text[0] & (0x7f >> count);
    for (unsigned long i = 1; i < count; i++) {
        if ((text[i] & 0xc0) != 0x80) return 0;
        code = code << 6 | (text[i] & 0x3f);
    }
    int is_surrogate = code >= 0xd800 && code < 0xe000;
    return code < least[count] || code > 0x10ffff || is_surrogate ? 0 : count;
}

static void assay_put_base64(const unsigned char *bytes, unsigned long size) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (unsigned long i = 0; i < size; i += 3) {
        unsigned long left = size - i;
        unsigned bits = bytes[i] << 16 | (left > 1 ? bytes[i + 1] << 8 : 0)
            | (left > 2 ? bytes[i + 2] : 0);
        char four[4] = {digits[bits >> 18], digits[bits >> 12 & 63],
                        left > 1 ? digits[bits >> 6 & 63] : '=', left > 2 ? digits[bits & 63] : '='};
        assay_put_bytes(four, 4);
    }
}

void assay_put_text(const char *text, unsigned long size) {
    const unsigned char *bytes = (const unsigned char *)text;
    for (unsigned long i = 0; i < size;) {
        unsigned long count = assay_character(bytes + i, size - i);
        if (!count) {
            assay_put("{\"$bytes\":\"");
            assay_put_base64(bytes, size);
            return assay_put("\"}");
        }
        i += count;
    }
    assay_put("\"");
    unsigned long from = 0;
    for (unsigned long i = 0; i < size; i++) {
        if (bytes[i] >= 32 && bytes[i] != '"' && bytes[i] != '\\' && bytes[i] != 127) continue;
        char escape[8];
        snprintf(escape, sizeof escape, "\\u%04x", bytes[i]);
        assay_put_bytes(text + from, i - from);
        assay_put(escape);
        from = i + 1;
    }
    assay_put_bytes(text + from, size - from);
    assay_put("\"");
}

void assay_send(void) {
    assay_put("}\n");
    // What was printed comes out even if the next call ends the program.
    fflush(0);
    for (unsigned long at = 0; at < assay_answer_size;) {
        long count = write(assay_out, assay_answer + at, assay_answer_size - at);
        if (count <= 0) _exit(125);
        at += count;
    }
}

void assay_send_ready(void) {
    assay_begin(0);
    assay_put("\"ready\":true");
    assay_send();
}

static void assay_send_word(long id, const char *key, const char *text) {
    assay_begin(id);
    assay_put(key);
    assay_put_text(text, strlen(text));
    assay_send();
}

void assay_send_unfit(long id, const char *reason) { assay_send_word(id, "\"unfit\":", reason); }
void assay_send_cannot(long id, const char *type) { assay_send_word(id, "\"cannot\":", type); }

void assay_send_raised(long id, const char *const *types, unsigned long count,
                       const char *message, unsigned long size) {
    assay_begin(id);
    assay_put("\"raised\":{\"types\":[");
    for (unsigned long i = 0; i < count; i++) {
        assay_put(i ? ",[\"\"," : "[\"\",");
        assay_put_text(types[i], strlen(types[i]));
        assay_put("]");
    }
    assay_put("],\"message\":");
    assay_put_text(message, size < 65536 ? size : 65536);
    assay_put(",\"args\":null,\"line\":null}");
    assay_send();
}

void assay_end(void) {
    fflush(0);
    _exit(0);
}
