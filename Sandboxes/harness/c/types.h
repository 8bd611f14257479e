// The types that a signature can name: scalars, pointers to their arrays, and arrays of those.

enum assay_types {
    assay_unknown,
    assay_boolean,
    assay_char,
    assay_signed_char,
    assay_unsigned_char,
    assay_short,
    assay_unsigned_short,
    assay_int,
    assay_unsigned,
    assay_long,
    assay_unsigned_long,
    assay_long_long,
    assay_unsigned_long_long,
    assay_float,
    assay_double_type,
    assay_long_double,
    assay_pointer_to = 100,  // added to the item's kind, once or twice
};

#define ASSAY_TEXT(...) ASSAY_TEXT_(__VA_ARGS__)
#define ASSAY_TEXT_(...) #__VA_ARGS__

#define ASSAY_SCALAR(type, kind) \
    type: kind, \
    type *: kind + assay_pointer_to, \
    const type *: kind + assay_pointer_to, \
    type **: kind + 2 * assay_pointer_to, \
    const type **: kind + 2 * assay_pointer_to, \
    type *const *: kind + 2 * assay_pointer_to, \
    const type *const *: kind + 2 * assay_pointer_to
#define ASSAY_KIND(type) \
    _Generic(*(__typeof__(__typeof__(type) *))0, \
        ASSAY_SCALAR(_Bool, assay_boolean), ASSAY_SCALAR(char, assay_char), \
        ASSAY_SCALAR(signed char, assay_signed_char), \
        ASSAY_SCALAR(unsigned char, assay_unsigned_char), ASSAY_SCALAR(short, assay_short), \
        ASSAY_SCALAR(unsigned short, assay_unsigned_short), ASSAY_SCALAR(int, assay_int), \
        ASSAY_SCALAR(unsigned, assay_unsigned), ASSAY_SCALAR(long, assay_long), \
        ASSAY_SCALAR(unsigned long, assay_unsigned_long), \
        ASSAY_SCALAR(long long, assay_long_long), \
        ASSAY_SCALAR(unsigned long long, assay_unsigned_long_long), \
        ASSAY_SCALAR(float, assay_float), ASSAY_SCALAR(double, assay_double_type), \
        ASSAY_SCALAR(long double, assay_long_double), default: assay_unknown)

int assay_read_value(const assay_node *from, void *place, int kind);
void assay_write_value(const void *place, int kind);
void assay_write_items(const void *items, int kind, long count, const assay_node *given);
void assay_unfit(const assay_call *the, const char *reason);
void assay_misfit(const assay_call *the, unsigned long number, const char *type);
