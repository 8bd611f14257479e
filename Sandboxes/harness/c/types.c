// How values of C's types are read from a call and written into an answer.
#include "calls.h"
#include "types.h"

#include <string.h>

static const unsigned char assay_sizes[] = {
    0, sizeof(_Bool), 1, 1, 1, sizeof(short), sizeof(short), sizeof(int), sizeof(int), sizeof(long),
    sizeof(long), sizeof(long long), sizeof(long long), sizeof(float), sizeof(double),
    sizeof(long double)};

static unsigned long assay_size(int kind) {
    return kind >= assay_pointer_to ? sizeof(void *) : assay_sizes[kind];
}

// Room in which a function may lengthen a text a little.
enum { assay_spare = 1024 };

static int assay_read_pointer(const assay_node *from, void *place, int item) {
    void **pointer = place;
    if (from->kind == assay_null) return *pointer = 0, 1;
    int is_text = from->kind == assay_string || from->kind == assay_bytes;
    if (is_text && item <= assay_unsigned_char && item >= assay_char) {
        char *text = assay_room(from->size + 1 + assay_spare);
        memset(text + from->size, 0, 1 + assay_spare);
        memcpy(text, from->text, from->size);
        return *pointer = text, 1;
    }
    if (from->kind != assay_list && from->kind != assay_tuple && from->kind != assay_set) return 0;
    unsigned long size = assay_size(item);
    char *items = assay_room((from->size + 1) * size);
    memset(items, 0, (from->size + 1) * size);
    for (unsigned long i = 0; i < from->size; i++)
        if (!assay_read_value(from->items[i], items + i * size, item)) return 0;
    return *pointer = items, 1;
}

static int assay_read_integer(const assay_node *from, void *place, int kind) {
    __int128 value = 0;
    if (from->kind == assay_bool) {
        value = from->flag;
    } else if (from->kind == assay_string && from->size == 1 && kind <= assay_unsigned_char) {
        value = *from->text;
    } else if (assay_integer(from, &value) != 0) {
        return 0;
    }
    switch (kind) {
#define ASSAY_STORE(name, type) \
    case name: \
        if ((__int128)(type)value != value) return 0; \
        *(type *)place = (type)value; \
        return 1;
        ASSAY_STORE(assay_boolean, _Bool)
        ASSAY_STORE(assay_char, char)
        ASSAY_STORE(assay_signed_char, signed char)
        ASSAY_STORE(assay_unsigned_char, unsigned char)
        ASSAY_STORE(assay_short, short)
        ASSAY_STORE(assay_unsigned_short, unsigned short)
        ASSAY_STORE(assay_int, int)
        ASSAY_STORE(assay_unsigned, unsigned)
        ASSAY_STORE(assay_long, long)
        ASSAY_STORE(assay_unsigned_long, unsigned long)
        ASSAY_STORE(assay_long_long, long long)
        ASSAY_STORE(assay_unsigned_long_long, unsigned long long)
#undef ASSAY_STORE
    }
    return 0;
}

int assay_read_value(const assay_node *from, void *place, int kind) {
    double number = 0;
    if (kind >= assay_pointer_to) return assay_read_pointer(from, place, kind - assay_pointer_to);
    if (kind < assay_float) return assay_read_integer(from, place, kind);
    if (assay_double(from, &number) != 0) return 0;
    if (kind == assay_float) *(float *)place = (float)number;
    if (kind == assay_double_type) *(double *)place = number;
    if (kind == assay_long_double) *(long double *)place = number;
    return 1;
}

void assay_write_value(const void *place, int kind) {
    switch (kind) {
    case assay_boolean: return assay_put(*(const _Bool *)place ? "true" : "false");
    case assay_char: return assay_put_text(place, 1);
    case assay_float: return assay_put_float(*(const float *)place);
    case assay_double_type: return assay_put_double(*(const double *)place);
    case assay_long_double: return assay_put_double((double)*(const long double *)place);
#define ASSAY_LOAD(name, type, put) \
    case name: return put(*(const type *)place);
        ASSAY_LOAD(assay_signed_char, signed char, assay_put_integer)
        ASSAY_LOAD(assay_unsigned_char, unsigned char, assay_put_unsigned)
        ASSAY_LOAD(assay_short, short, assay_put_integer)
        ASSAY_LOAD(assay_unsigned_short, unsigned short, assay_put_unsigned)
        ASSAY_LOAD(assay_int, int, assay_put_integer)
        ASSAY_LOAD(assay_unsigned, unsigned, assay_put_unsigned)
        ASSAY_LOAD(assay_long, long, assay_put_integer)
        ASSAY_LOAD(assay_unsigned_long, unsigned long, assay_put_unsigned)
        ASSAY_LOAD(assay_long_long, long long, assay_put_integer)
        ASSAY_LOAD(assay_unsigned_long_long, unsigned long long, assay_put_unsigned)
#undef ASSAY_LOAD
    }
    if (kind >= assay_pointer_to) assay_write_items(*(void *const *)place, kind, -1, 0);
    else assay_put("null");
}

// What a pointer of this kind points to: a text, or `count` items, inner ones as long as those of
// the argument that it was.
void assay_write_items(const void *items, int kind, long count, const assay_node *given) {
    int item = kind - assay_pointer_to;
    if (!items) return assay_put("null");
    if (item == assay_char) return assay_put_text(items, strlen(items));
    assay_put("[");
    for (long i = 0; i < count; i++) {
        if (i) assay_put(",");
        const char *place = (const char *)items + i * assay_size(item);
        if (item < assay_pointer_to || !given) assay_write_value(place, item);
        else assay_write_items(*(void *const *)place, item, given->items[i]->size, given->items[i]);
    }
    assay_put("]");
}

void assay_unfit(const assay_call *the, const char *reason) { assay_send_unfit(the->id, reason); }

void assay_misfit(const assay_call *the, unsigned long number, const char *type) {
    assay_send_unfit(
        the->id, assay_print("argument %lu: %s does not fit the parameter's type `%s`", number,
                             assay_kind_name(the->arguments->items[number - 1]), type));
}
