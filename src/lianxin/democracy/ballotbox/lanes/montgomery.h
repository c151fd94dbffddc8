/* Eight numbers of 2,048 bits side by side: Montgomery arithmetic with AVX-512 IFMA.
 *
 * A lane is one number. A `lanes` holds limb j of all eight in one register: forty limbs of 52 bits, the width that
 * VPMADD52 multiplies. R = 2^2080 leaves 32 bits above the modulus, so values are kept below 2p and never subtracted
 * until they leave (Walter 1999): a, b < 2p gives (ab + mp) / R < p (1 + 4p / R) < 2p.
 *
 * Nothing here takes constant time. Public numbers only: no secret exponent may come near this code.
 */
#ifndef LIANXIN_MONTGOMERY_H
#define LIANXIN_MONTGOMERY_H

#include <immintrin.h>
#include <stdint.h>
#include <stddef.h>

#define IFMA __attribute__((target("avx512f,avx512ifma")))
#define INLINE static inline __attribute__((always_inline)) IFMA

enum { LIMBS = 40, BITS = 52, LANES = 8, BYTES = 256, PACKS = LIMBS / 8, ROWS = 4 };
#define LOW ((1ULL << BITS) - 1)

typedef struct { __m512i limb[LIMBS]; } lanes;

/* one number, its limbs in a row: how tables are kept, so that a look-up touches five cache lines and not forty */
typedef struct { uint64_t limb[LIMBS]; } __attribute__((aligned(64))) single;

typedef struct {
    single p;          /* the modulus */
    uint64_t inverse;  /* -1/p modulo 2^52 */
    lanes square;      /* R^2 mod p: takes a number in */
    lanes one;         /* R mod p */
} modulus;

INLINE __m512i low(__m512i sum, __m512i a, __m512i b) { return _mm512_madd52lo_epu64(sum, a, b); }
INLINE __m512i high(__m512i sum, __m512i a, __m512i b) { return _mm512_madd52hi_epu64(sum, a, b); }
INLINE __m512i all(uint64_t value) { return _mm512_set1_epi64((long long)value); }

/* limbs of more than 52 bits hand what they have too much to the next */
INLINE void carried(lanes *out, const __m512i *sum) {
    const __m512i mask = all(LOW);
    __m512i carry = _mm512_setzero_si512();
#pragma GCC unroll 40
    for (int j = 0; j < LIMBS; j++) {
        __m512i now = _mm512_add_epi64(sum[j], carry);
        carry = _mm512_srli_epi64(now, BITS);
        out->limb[j] = _mm512_and_si512(now, mask);
    }
}

/* column `col` of four rows: rows r of x times the limbs col - r of y, low halves, and col - r - 1, high halves; only
 * where the limb is at least `least(r)` */
#define COLUMN(sum, x, y, load, col, least)                                                                            \
    _Pragma("GCC unroll 4") for (int r = 0; r < ROWS; r++) {                                                           \
        if ((col) - r >= least(r) && (col) - r < LIMBS) sum = low(sum, (x)[r], load((y)[(col) - r]));                  \
        if ((col) - r - 1 >= least(r) && (col) - r - 1 < LIMBS) sum = high(sum, (x)[r], load((y)[(col) - r - 1]));     \
    }
#define AS_IT_IS(v) (v)
#define ANY(r) 0

/* The four lowest columns of a sum must vanish: q says which multiples of p do that. WITH: what else they gather. Each q
 * waits for the one before, so what does not wait comes first, and the two halves that do are summed apart. */
#define VANISH(sum, q, p, inverse, WITH)                                                                               \
    __m512i carry = _mm512_setzero_si512();                                                                            \
    _Pragma("GCC unroll 4") for (int col = 0; col < ROWS; col++) {                                                     \
        __m512i one = (sum)[col], other = _mm512_setzero_si512();                                                      \
        WITH                                                                                                           \
        _Pragma("GCC unroll 4") for (int r = 0; r < col; r++) {                                                        \
            one = low(one, (q)[r], all((p)[col - r]));                                                                 \
            other = high(other, (q)[r], all((p)[col - r - 1]));                                                        \
        }                                                                                                              \
        one = _mm512_add_epi64(one, _mm512_add_epi64(other, carry));                                                   \
        q[col] = low(_mm512_setzero_si512(), one, inverse);                                                            \
        one = low(one, q[col], all((p)[0]));                                                                           \
        carry = _mm512_srli_epi64(one, BITS);                                                                          \
    }                                                                                                                  \
    (sum)[ROWS] = _mm512_add_epi64((sum)[ROWS], carry);

#define NOTHING {_mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512(), _mm512_setzero_si512()}

/* out = a b / R mod p. Four limbs of a are taken at a time: each column of the sum is then loaded and stored once for
 * sixteen multiplications. A column gathers at most 160 products of 52 bits, which 64 bits hold. */
static __attribute__((noinline)) IFMA void multiply(lanes *out, const lanes *a, const lanes *b, const modulus *m) {
    __m512i sum[LIMBS + ROWS];
    const __m512i inverse = all(m->inverse);
    const uint64_t *p = m->p.limb;
    for (int j = 0; j < LIMBS + ROWS; j++) sum[j] = _mm512_setzero_si512();
    for (int i = 0; i < LIMBS; i += ROWS) {
        const __m512i x[ROWS] = {a->limb[i], a->limb[i + 1], a->limb[i + 2], a->limb[i + 3]};
        __m512i q[ROWS] = NOTHING;
        VANISH(sum, q, p, inverse, COLUMN(one, x, b->limb, AS_IT_IS, col, ANY))
#pragma GCC unroll 44
        for (int col = ROWS; col < LIMBS + ROWS; col++) {
            __m512i one = sum[col], other = _mm512_setzero_si512();
            COLUMN(one, x, b->limb, AS_IT_IS, col, ANY)
            COLUMN(other, q, p, all, col, ANY)
            sum[col - ROWS] = _mm512_add_epi64(one, other);
        }
#pragma GCC unroll 4
        for (int j = 0; j < ROWS; j++) sum[LIMBS + j] = _mm512_setzero_si512();
    }
    carried(out, sum);
}

/* out = a a / R mod p, a quarter cheaper. Row i needs a_i a_i and, twice, a_i times what stands above limb i: the limbs
 * of 2a, without the bit that a_i itself hands up. */
static __attribute__((noinline)) IFMA void square(lanes *out, const lanes *a, const modulus *m) {
    __m512i sum[2 * LIMBS + ROWS];
    __m512i twice[LIMBS];
    const __m512i inverse = all(m->inverse), mask = all(LOW);
    const uint64_t *p = m->p.limb;
    for (int j = 0; j < 2 * LIMBS + ROWS; j++) sum[j] = _mm512_setzero_si512();
    for (int j = 0; j < LIMBS; j++) twice[j] = _mm512_and_si512(_mm512_slli_epi64(a->limb[j], 1), mask);
#pragma GCC unroll 40
    for (int i = 0; i < LIMBS; i++) {
        sum[2 * i] = low(sum[2 * i], a->limb[i], a->limb[i]);
        sum[2 * i + 1] = high(sum[2 * i + 1], a->limb[i], a->limb[i]);
        if (i + 1 < LIMBS) {
            sum[2 * i + 1] = low(sum[2 * i + 1], a->limb[i], twice[i + 1]);
            sum[2 * i + 2] = high(sum[2 * i + 2], a->limb[i], twice[i + 1]);
        }
    }
    for (int j = 1; j < LIMBS; j++) twice[j] = _mm512_or_si512(twice[j], _mm512_srli_epi64(a->limb[j - 1], BITS - 1));
#define ABOVE(r) (i + (r) + 2)
#pragma GCC unroll 10
    for (int i = 0; i < LIMBS; i += ROWS) {
        const __m512i x[ROWS] = {a->limb[i], a->limb[i + 1], a->limb[i + 2], a->limb[i + 3]};
#pragma GCC unroll 44
        for (int col = i + 2; col < LIMBS + ROWS; col++) {
            __m512i one = sum[i + col];
            COLUMN(one, x, twice, AS_IT_IS, col, ABOVE)
            sum[i + col] = one;
        }
    }
#undef ABOVE
    for (int i = 0; i < LIMBS; i += ROWS) {
        __m512i q[ROWS] = NOTHING, *now = sum + i;
        VANISH(now, q, p, inverse, )
#pragma GCC unroll 44
        for (int col = ROWS; col < LIMBS + ROWS; col++) COLUMN(now[col], q, p, all, col, ANY)
    }
    carried(out, sum + LIMBS);
}
#endif
