// Calls from the judge as trees, and answers to it; for C and C++, without any other header, so that
// nothing a source declares can stand in its way.
#ifndef ASSAY_DRIVER_CALLS_H
#define ASSAY_DRIVER_CALLS_H

#ifdef __cplusplus
extern "C" {
#endif

enum assay_kind {
    assay_null,
    assay_bool,
    assay_number,  // text: its digits
    assay_string,
    assay_bytes,
    assay_list,
    assay_tuple,
    assay_set,
    assay_dict  // items: key, value, key, value, ...
};

typedef struct assay_node {
    enum assay_kind kind;
    int flag;
    const char *text;  // ends with NUL; a string may hold others
    unsigned long size;  // of text, or how many items there are
    struct assay_node **items;
} assay_node;

typedef struct assay_call {
    long id;
    long observe;  // an argument's index, or -1
    assay_node *arguments;
    int has_keywords;
} assay_call;

// The next call; 0 at the end. Frees what the last one held.
int assay_next_call(assay_call *call);

// An answer is begun, written piece by piece, and sent.
void assay_begin(long id);
void assay_put(const char *text);
void assay_put_bytes(const char *bytes, unsigned long size);
void assay_put_text(const char *text, unsigned long size);  // as a VALUE
void assay_put_integer(__int128 value);
void assay_put_unsigned(unsigned __int128 value);
void assay_put_double(double value);
void assay_put_float(float value);  // the shortest digits that are this float
void assay_send(void);
// Whole answers. A line of 0 is none.
void assay_send_ready(void);
void assay_send_unfit(long id, const char *reason);
void assay_send_cannot(long id, const char *type);
void assay_send_raised(long id, const char *const *types, unsigned long count,
                       const char *message, unsigned long size);
__attribute__((noreturn)) void assay_end(void);

// 0 if it is a whole number that 128 bits hold.
int assay_integer(const assay_node *node, __int128 *value);
int assay_double(const assay_node *node, double *value);
const char *assay_kind_name(const assay_node *node);
void *assay_room(unsigned long size);  // until the next call
const char *assay_print(const char *format, ...);  // until the next call

#ifdef __cplusplus
}
#endif
#endif
