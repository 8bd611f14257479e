// What programs use of OpenSSL's MD5 where OpenSSL is not installed; after RFC 1321.
#ifndef HEADER_MD5_H
#define HEADER_MD5_H
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define MD5_DIGEST_LENGTH 16
#define MD5_CBLOCK 64

typedef struct MD5state_st {
    uint32_t state[4];
    uint64_t size;
    unsigned char block[MD5_CBLOCK];
} MD5_CTX;

static inline void assay_md5_block(uint32_t *state, const unsigned char *bytes) {
    static const unsigned char turns[4][4] = {
        {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    uint32_t words[16], a = state[0], b = state[1], c = state[2], d = state[3];
    for (int i = 0; i < 16; i++)
        words[i] = (uint32_t)bytes[i * 4] | (uint32_t)bytes[i * 4 + 1] << 8
            | (uint32_t)bytes[i * 4 + 2] << 16 | (uint32_t)bytes[i * 4 + 3] << 24;
    for (int i = 0; i < 64; i++) {
        uint32_t mixed = i < 16 ? (b & c) | (~b & d) : i < 32 ? (d & b) | (~d & c)
            : i < 48 ? b ^ c ^ d : c ^ (b | ~d);
        int word = i < 16 ? i : i < 32 ? i * 5 + 1 : i < 48 ? i * 3 + 5 : i * 7;
        uint32_t sum = a + mixed + (uint32_t)floor(fabs(sin(i + 1.0)) * 4294967296.0)
            + words[word & 15];
        int turn = turns[i / 16][i & 3];
        a = d;
        d = c;
        c = b;
        b += sum << turn | sum >> (32 - turn);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

static inline int MD5_Init(MD5_CTX *context) {
    static const uint32_t start[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    memset(context, 0, sizeof *context);
    memcpy(context->state, start, sizeof start);
    return 1;
}

static inline int MD5_Update(MD5_CTX *context, const void *data, size_t size) {
    const unsigned char *bytes = (const unsigned char *)data;
    for (size_t i = 0; i < size; i++) {
        context->block[context->size++ % MD5_CBLOCK] = bytes[i];
        if (context->size % MD5_CBLOCK == 0) assay_md5_block(context->state, context->block);
    }
    return 1;
}

static inline int MD5_Final(unsigned char *digest, MD5_CTX *context) {
    uint64_t bits = context->size * 8;
    unsigned char byte = 0x80;
    MD5_Update(context, &byte, 1);
    for (byte = 0; context->size % MD5_CBLOCK != 56;) MD5_Update(context, &byte, 1);
    for (int i = 0; i < 8; i++) {
        byte = (unsigned char)(bits >> (8 * i));
        MD5_Update(context, &byte, 1);
    }
    for (int i = 0; i < 16; i++)
        digest[i] = (unsigned char)(context->state[i / 4] >> (8 * (i % 4)));
    return 1;
}

static inline unsigned char *MD5(const unsigned char *data, size_t size, unsigned char *digest) {
    static unsigned char kept[MD5_DIGEST_LENGTH];
    MD5_CTX context;
    MD5_Init(&context);
    MD5_Update(&context, data, size);
    MD5_Final(digest ? digest : kept, &context);
    return digest ? digest : kept;
}
#endif
