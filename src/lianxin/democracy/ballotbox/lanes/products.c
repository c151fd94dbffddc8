/* One product of the powers of many public numbers: x1^e1 · x2^e2 · … as the proofs of a shuffle need it.
 *
 * Every lane takes each eighth number; up to 128 numbers share their squarings (Straus 1964), four bits at a time. */
#include "tables.h"

enum { ABREAST = 16 };

static IFMA void filled(rows *out, lanes *digit, const uint8_t *const *bytes, const modulus *m) {
    digit[0] = m->one;
    entered(&digit[1], bytes, m);
    for (int i = 2; i < DIGITS; i++) multiply(&digit[i], &digit[i - 1], &digit[1], m);
    for (int i = 0; i < DIGITS; i++) scattered(out->of[i], &digit[i]);
}

/* Of n bases and their exponents of `bytes` bytes. out: eight numbers whose product it is. 0, or 1 without memory. */
IFMA int lanes_product(const modulus *m, size_t n, size_t bytes, const uint8_t *bases, const uint8_t *exponents,
                       uint8_t *out) {
    rows *table = room(ABREAST * sizeof *table);
    lanes *digit = room(DIGITS * sizeof *digit), whole = m->one;
    uint8_t *none = calloc(bytes + BYTES, 1);
    int short_of = !table || !digit || !none;
    for (size_t first = 0; first < n && !short_of; first += ABREAST * LANES) {
        const uint8_t *exponent[ABREAST][LANES];
        int wide = 0;
        for (; wide < ABREAST && first + wide * LANES < n; wide++) {
            const uint8_t *from[LANES];
            for (int lane = 0; lane < LANES; lane++) {
                size_t at = first + wide * LANES + lane;
                from[lane] = at < n ? bases + at * BYTES : none;
                exponent[wide][lane] = at < n ? exponents + at * bytes : none;
            }
            filled(&table[wide], digit, from, m);
        }
        running sum = {.value = m->one};
        for (size_t at = 2 * bytes; at-- > 0;) {
            if (sum.begun) squared(&sum.value, &sum.value, TEETH, m);
            for (int i = 0; i < wide; i++) {
                const single *from[LANES];
                unsigned any = 0;
                for (int lane = 0; lane < LANES; lane++) {
                    unsigned now = exponent[i][lane][at / 2] >> (at % 2 * TEETH) & (DIGITS - 1);
                    any |= now;
                    from[lane] = &table[i].of[now][lane];
                }
                if (any) times(&sum, from, m);
            }
        }
        multiply(&whole, &whole, &sum.value, m);
    }
    if (!short_of) left(out, BYTES, LANES, &whole, m);
    free(table);
    free(digit);
    free(none);
    return short_of;
}
