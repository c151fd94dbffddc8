/* How numbers come in, are kept and go out: bytes, limbs in a row, limbs beside those of seven others. */
#ifndef LIANXIN_SHAPES_H
#define LIANXIN_SHAPES_H

#include <string.h>

#include "montgomery.h"

/* 256 bytes, lowest first, as limbs of 52 bits */
static inline void taken(single *out, const uint8_t *bytes) {
    uint64_t word[BYTES / 8 + 1] = {0};
    memcpy(word, bytes, BYTES);
    for (int j = 0; j < LIMBS; j++) {
        int bit = j * BITS, at = bit / 64, shift = bit % 64;
        uint64_t found = word[at] >> shift;
        if (shift > 64 - BITS) found |= word[at + 1] << (64 - shift);
        out->limb[j] = found & LOW;
    }
}

/* back again; values up to p, which is 0 */
static inline void given(uint8_t *bytes, const single *value, const single *p) {
    uint64_t word[BYTES / 8 + 2] = {0};
    int equal = memcmp(value, p, sizeof *p) == 0;
    for (int j = 0; j < LIMBS && !equal; j++) {
        int bit = j * BITS, at = bit / 64, shift = bit % 64;
        word[at] |= value->limb[j] << shift;
        if (shift > 64 - BITS) word[at + 1] |= value->limb[j] >> (64 - shift);
    }
    memcpy(bytes, word, BYTES);
}

/* eight rows of eight become their columns; twice is nothing */
INLINE void turned(__m512i *row) {
    __m512i a[8], b[8];
#pragma GCC unroll 4
    for (int i = 0; i < 8; i += 2) {
        a[i] = _mm512_unpacklo_epi64(row[i], row[i + 1]);
        a[i + 1] = _mm512_unpackhi_epi64(row[i], row[i + 1]);
    }
#pragma GCC unroll 2
    for (int odd = 0; odd < 2; odd++) {
        b[4 * odd] = _mm512_shuffle_i64x2(a[odd], a[odd + 2], 0x88);
        b[4 * odd + 1] = _mm512_shuffle_i64x2(a[odd + 4], a[odd + 6], 0x88);
        b[4 * odd + 2] = _mm512_shuffle_i64x2(a[odd], a[odd + 2], 0xdd);
        b[4 * odd + 3] = _mm512_shuffle_i64x2(a[odd + 4], a[odd + 6], 0xdd);
        row[odd] = _mm512_shuffle_i64x2(b[4 * odd], b[4 * odd + 1], 0x88);
        row[odd + 4] = _mm512_shuffle_i64x2(b[4 * odd], b[4 * odd + 1], 0xdd);
        row[odd + 2] = _mm512_shuffle_i64x2(b[4 * odd + 2], b[4 * odd + 3], 0x88);
        row[odd + 6] = _mm512_shuffle_i64x2(b[4 * odd + 2], b[4 * odd + 3], 0xdd);
    }
}

/* eight numbers, each from where it is kept, side by side */
INLINE void gathered(lanes *out, const single *const *from) {
    for (int pack = 0; pack < PACKS; pack++) {
        __m512i row[8];
#pragma GCC unroll 8
        for (int lane = 0; lane < LANES; lane++) row[lane] = _mm512_load_si512(&from[lane]->limb[8 * pack]);
        turned(row);
#pragma GCC unroll 8
        for (int j = 0; j < 8; j++) out->limb[8 * pack + j] = row[j];
    }
}

/* eight numbers side by side, each into a row of its own: to[0] … to[7] */
INLINE void scattered(single *to, const lanes *from) {
    for (int pack = 0; pack < PACKS; pack++) {
        __m512i row[8];
#pragma GCC unroll 8
        for (int j = 0; j < 8; j++) row[j] = from->limb[8 * pack + j];
        turned(row);
#pragma GCC unroll 8
        for (int lane = 0; lane < LANES; lane++) _mm512_store_si512(&to[lane].limb[8 * pack], row[lane]);
    }
}
#endif
