// Calls the source's entry point with what the suite's signature says: C cannot deduce it.
//
// The source comes first, so that it sees what it would see alone.
#include "calls.h"
#define main assay_main_of_source
#include "../ASSAY_SOURCE_PATH"

// An unfinished line of the source's swallows this one.
#include "names.h"
// What the source leaves open is an error here, and not somewhere in a header.
#line 1 "ASSAY_SOURCE_PATH: after its end"
; extern int assay_main_of_source();
#line 15 ".assay/driver.c"
#include "types.h"

// The parameter that tells how long a returned array is; it takes no argument of the call.
typedef int *length;

#define ASSAY_GLUE(a, b) ASSAY_GLUE_(a, b)
#define ASSAY_GLUE_(a, b) a##b
#define ASSAY_SECOND(a, b, ...) b
#define ASSAY_PROBE(...) ASSAY_SECOND(__VA_ARGS__, 0, 0)
#define ASSAY_IS_LENGTH(type) ASSAY_PROBE(ASSAY_GLUE(ASSAY_MARK_, type))
#define ASSAY_MARK_length ~, 1
#define ASSAY_IS_VOID(type) ASSAY_PROBE(ASSAY_GLUE(ASSAY_VOID_, type))
#define ASSAY_VOID_void ~, 1

#define ASSAY_COUNT(...) \
    ASSAY_LAST(__VA_ARGS__ __VA_OPT__(, ) 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define ASSAY_LAST(a, b, c, d, e, f, g, h, i, j, k, l, n, ...) n
#define ASSAY_EACH(M, ...) ASSAY_GLUE(ASSAY_EACH_, ASSAY_COUNT(__VA_ARGS__))(M, __VA_ARGS__)
#define ASSAY_EACH_0(M, ...)
#define ASSAY_EACH_1(M, a) M(0, a)
#define ASSAY_EACH_2(M, a, b) \
    ASSAY_EACH_1(M, a) M(1, b)
#define ASSAY_EACH_3(M, a, b, c) \
    ASSAY_EACH_2(M, a, b) M(2, c)
#define ASSAY_EACH_4(M, a, b, c, d) \
    ASSAY_EACH_3(M, a, b, c) M(3, d)
#define ASSAY_EACH_5(M, a, b, c, d, e) \
    ASSAY_EACH_4(M, a, b, c, d) M(4, e)
#define ASSAY_EACH_6(M, a, b, c, d, e, f) \
    ASSAY_EACH_5(M, a, b, c, d, e) M(5, f)
#define ASSAY_EACH_7(M, a, b, c, d, e, f, g) \
    ASSAY_EACH_6(M, a, b, c, d, e, f) M(6, g)
#define ASSAY_EACH_8(M, a, b, c, d, e, f, g, h) \
    ASSAY_EACH_7(M, a, b, c, d, e, f, g) M(7, h)
#define ASSAY_EACH_9(M, a, b, c, d, e, f, g, h, i) \
    ASSAY_EACH_8(M, a, b, c, d, e, f, g, h) M(8, i)
#define ASSAY_EACH_10(M, a, b, c, d, e, f, g, h, i, j) \
    ASSAY_EACH_9(M, a, b, c, d, e, f, g, h, i) M(9, j)
#define ASSAY_EACH_11(M, a, b, c, d, e, f, g, h, i, j, k) \
    ASSAY_EACH_10(M, a, b, c, d, e, f, g, h, i, j) M(10, k)
#define ASSAY_EACH_12(M, a, b, c, d, e, f, g, h, i, j, k, l) \
    ASSAY_EACH_11(M, a, b, c, d, e, f, g, h, i, j, k) M(11, l)

#define ASSAY_DECLARE(n, type) static __typeof__(type) assay_argument_##n;
ASSAY_EACH(ASSAY_DECLARE, ASSAY_PARAMETERS)

static int assay_returned_length = -1;

// MARK: one call

#define ASSAY_READ(n, type) \
    if (ASSAY_IS_LENGTH(type)) { \
        *(int **)&assay_argument_##n = &assay_returned_length; \
    } else { \
        if (assay_used >= assay_arguments->size) \
            return assay_unfit(assay_the, "too few arguments were given for the signature"); \
        if (assay_observe_at == (long)assay_used) \
            assay_watched = &assay_argument_##n, assay_watched_kind = ASSAY_KIND(type); \
        if (!assay_read_value(assay_arguments->items[assay_used++], &assay_argument_##n, \
                              ASSAY_KIND(type))) \
            return assay_misfit(assay_the, assay_used, #type); \
    }
#define ASSAY_COMMA_0
#define ASSAY_COMMA_1 ,
#define ASSAY_COMMA_2 ,
#define ASSAY_COMMA_3 ,
#define ASSAY_COMMA_4 ,
#define ASSAY_COMMA_5 ,
#define ASSAY_COMMA_6 ,
#define ASSAY_COMMA_7 ,
#define ASSAY_COMMA_8 ,
#define ASSAY_COMMA_9 ,
#define ASSAY_COMMA_10 ,
#define ASSAY_COMMA_11 ,
#define ASSAY_PASS(n, type) ASSAY_COMMA_##n assay_argument_##n
#define ASSAY_INVOKE ASSAY_ENTRY_NAME(ASSAY_EACH(ASSAY_PASS, ASSAY_PARAMETERS))

static void assay_answer_call(const assay_call *assay_the) {
    const assay_node *assay_arguments = assay_the->arguments;
    unsigned long assay_used = 0;
    long assay_observe_at = assay_the->observe;
    void *assay_watched = 0;
    int assay_watched_kind = 0;
    const assay_node *assay_given = 0;
    assay_returned_length = -1;
    if (assay_the->has_keywords)
        return assay_unfit(assay_the, "keyword arguments cannot be passed in C");
    ASSAY_EACH(ASSAY_READ, ASSAY_PARAMETERS)
    if (assay_used != assay_arguments->size)
        return assay_unfit(assay_the, "more arguments were given than the signature has");
    if (assay_watched) assay_given = assay_arguments->items[assay_observe_at];
    // A pointer is read now: the function changes a copy.
    if (assay_watched && assay_watched_kind >= assay_pointer_to)
        assay_watched = *(void **)assay_watched;
#if ASSAY_IS_VOID(ASSAY_RETURNS)
    ASSAY_INVOKE;
#else
    ASSAY_RETURNS assay_result = ASSAY_INVOKE;
#endif
    assay_begin(assay_the->id);
    assay_put("\"value\":");
    if (assay_watched) {
        if (assay_watched_kind >= assay_pointer_to)
            assay_write_items(assay_watched, assay_watched_kind, assay_given->size, assay_given);
        else
            assay_write_value(assay_watched, assay_watched_kind);
    } else {
#if ASSAY_IS_VOID(ASSAY_RETURNS)
        assay_put("null");
#else
        int assay_kind = ASSAY_KIND(ASSAY_RETURNS);
        int assay_is_text = assay_kind == assay_pointer_to + assay_char && assay_returned_length < 0;
        if (assay_kind < assay_pointer_to && assay_kind != assay_unknown)
            assay_write_value(&assay_result, assay_kind);
        else if (assay_kind != assay_unknown && !*(void **)&assay_result)
            assay_put("null");
        else if (assay_kind == assay_unknown || (!assay_is_text && assay_returned_length < 0))
            return assay_send_cannot(assay_the->id, ASSAY_TEXT(ASSAY_RETURNS));
        else
            assay_write_items(*(void **)&assay_result, assay_kind, assay_returned_length, 0);
#endif
    }
    assay_send();
}

#undef main
int main(void) {
    assay_call assay_the;
    if (!assay_next_call(&assay_the)) return 0;
    assay_send_ready();
    while (assay_next_call(&assay_the)) assay_answer_call(&assay_the);
    assay_end();
}
