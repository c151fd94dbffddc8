/* Looking factors up and multiplying them: what powers and products of powers have in common. */
#ifndef LIANXIN_TABLES_H
#define LIANXIN_TABLES_H

#include <stdlib.h>

#include "shapes.h"

enum { TEETH = 4, DIGITS = 1 << TEETH };

/* the sixteen products or powers of eight numbers, each number's own in its own rows */
typedef struct { single of[DIGITS][LANES]; } rows;

static inline void *room(size_t bytes) { return aligned_alloc(64, (bytes + 63) / 64 * 64); }

/* a running product that starts with its first factor */
typedef struct { lanes value; int begun; } running;

/* times the numbers that lie there, one for each lane */
INLINE void times(running *sum, const single *const *from, const modulus *m) {
    lanes factor;
    gathered(sum->begun ? &factor : &sum->value, from);
    if (sum->begun) multiply(&sum->value, &sum->value, &factor, m);
    sum->begun = 1;
}

INLINE void squared(lanes *out, const lanes *x, int often, const modulus *m) {
    square(out, x, m);
    for (int i = 1; i < often; i++) square(out, out, m);
}

/* eight numbers from their bytes, lowest first, into Montgomery's form */
INLINE void entered(lanes *out, const uint8_t *const *bytes, const modulus *m) {
    single row[LANES];
    const single *from[LANES];
    for (int lane = 0; lane < LANES; lane++) {
        taken(&row[lane], bytes[lane]);
        from[lane] = &row[lane];
    }
    gathered(out, from);
    multiply(out, out, &m->square, m);
}

/* and out of it, into bytes; the first `count` of the eight, `step` bytes from one to the next */
INLINE void left(uint8_t *bytes, size_t step, int count, const lanes *value, const modulus *m) {
    single row[LANES];
    lanes out, unit;
    memset(&unit, 0, sizeof unit);
    unit.limb[0] = all(1);
    multiply(&out, value, &unit, m);
    scattered(row, &out);
    for (int lane = 0; lane < count; lane++) given(bytes + lane * step, &row[lane], &m->p);
}

/* products of every choice out of `teeth` numbers; chosen[1 << t] stand there already */
INLINE void choices(lanes *chosen, int teeth, const modulus *m) {
    chosen[0] = m->one;
    for (int i = 3; i < 1 << teeth; i++)
        if (i & (i - 1)) multiply(&chosen[i], &chosen[i & (i - 1)], &chosen[i & -i], m);
}
#endif
