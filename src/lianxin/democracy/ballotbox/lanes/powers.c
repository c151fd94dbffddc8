/* Powers of many public numbers at a time: x^e · g^a · y^b for eight x, g and y having tables.
 *
 * An exponent is cut into pieces of sixteen bits. With x^(2^(16 i)) known for every piece i, sixteen columns are left,
 * one bit of each piece: fifteen squarings, and a multiplication for every few pieces whose bits are looked up together
 * (Lim and Lee 1994). Four pieces where x comes once and is raised a few times, eight for g and y, which come for ever;
 * they all hang on the same fifteen squarings.
 *
 * Public exponents only: which rows are read shows in the caches, and rows of zeros are left out.
 */
#include <stdlib.h>

#include "shapes.h"

enum { PIECE = 16, PIECES = 16, TEETH = 4, BLOCKS = PIECES / TEETH, DIGITS = 1 << TEETH };
enum { WIDE_TEETH = 8, WIDE_DIGITS = 1 << WIDE_TEETH, MOST_TABLES = 2, MOST_BLOCKS = BYTES / 2 / WIDE_TEETH };

typedef struct {
    size_t bytes;   /* of an exponent */
    size_t blocks;  /* of eight pieces */
    single row[];   /* 256 for each block */
} table;

/* what a batch needs beside its numbers */
typedef struct {
    lanes piece[PIECES];                    /* x^(2^(16 i)) */
    lanes digit[DIGITS];                    /* of the block that is being made */
    single row[BLOCKS][DIGITS][LANES];      /* the tables of eight x */
} desk;

static void *room(size_t bytes) { return aligned_alloc(64, (bytes + 63) / 64 * 64); }

/* bit `col` of the pieces first, first + step … of an exponent */
static inline unsigned digit(const uint8_t *exponent, size_t first, size_t step, int teeth, int col) {
    unsigned found = 0;
    const uint8_t *byte = exponent + 2 * first + col / 8;
    for (int tooth = 0; tooth < teeth; tooth++) found |= (byte[2 * step * tooth] >> (col % 8) & 1u) << tooth;
    return found;
}

static IFMA void squared(lanes *out, const lanes *x, int times, const modulus *m) {
    square(out, x, m);
    for (int i = 1; i < times; i++) square(out, out, m);
}

/* products of every choice out of `teeth` numbers; chosen[1 << t] stand there already */
static IFMA void choices(lanes *chosen, int teeth, const modulus *m) {
    chosen[0] = m->one;
    for (int i = 3; i < 1 << teeth; i++)
        if (i & (i - 1)) multiply(&chosen[i], &chosen[i & (i - 1)], &chosen[i & -i], m);
}

static IFMA void prepared(desk *d, const lanes *x, const modulus *m) {
    d->piece[0] = *x;
    for (int i = 1; i < PIECES; i++) squared(&d->piece[i], &d->piece[i - 1], PIECE, m);
    for (int block = 0; block < BLOCKS; block++) {
        for (int tooth = 0; tooth < TEETH; tooth++) d->digit[1 << tooth] = d->piece[BLOCKS * tooth + block];
        choices(d->digit, TEETH, m);
        for (int i = 0; i < DIGITS; i++) scattered(d->row[block][i], &d->digit[i]);
    }
}

/* a running product that starts with the first factor */
typedef struct { lanes value; int begun; } running;

static IFMA void times(running *sum, const single *const *from, const modulus *m) {
    lanes factor;
    gathered(sum->begun ? &factor : &sum->value, from);
    if (sum->begun) multiply(&sum->value, &sum->value, &factor, m);
    sum->begun = 1;
}

/* one column of the powers of x; exponents: one for each lane */
static IFMA void column(running *sum, desk *d, const uint8_t *const *exponent, int col, const modulus *m) {
    for (int block = 0; block < BLOCKS; block++) {
        const single *from[LANES];
        unsigned any = 0;
        for (int lane = 0; lane < LANES; lane++) {
            unsigned at = digit(exponent[lane], block, BLOCKS, TEETH, col);
            any |= at;
            from[lane] = &d->row[block][at][lane];
        }
        if (any) times(sum, from, m);
    }
}

/* one column of the powers of a number with a table */
static IFMA void wide_column(running *sum, const table *t, const uint8_t *const *exponent, int col, const modulus *m) {
    for (size_t block = 0; block < t->blocks; block++) {
        const single *from[LANES];
        unsigned any = 0;
        for (int lane = 0; lane < LANES; lane++) {
            unsigned at = digit(exponent[lane], block, t->blocks, WIDE_TEETH, col);
            any |= at;
            from[lane] = &t->row[block * WIDE_DIGITS + at];
        }
        if (any) times(sum, from, m);
    }
}

static IFMA void entered(lanes *out, const uint8_t *const *bytes, const modulus *m) {
    single row[LANES];
    const single *from[LANES];
    for (int lane = 0; lane < LANES; lane++) {
        taken(&row[lane], bytes[lane]);
        from[lane] = &row[lane];
    }
    gathered(out, from);
    multiply(out, out, &m->square, m);
}

static IFMA void left(single *row, const lanes *value, const modulus *m) {
    lanes out, unit;
    memset(&unit, 0, sizeof unit);
    unit.limb[0] = all(1);
    multiply(&out, value, &unit, m);
    scattered(row, &out);
}

/* A modulus of at most 2,048 bits, odd. square: 2^4160 modulo it. Both 256 bytes, lowest first, as every number here.
 * NULL without memory; let go with lanes_free. */
IFMA modulus *lanes_modulus(const uint8_t *p, const uint8_t *square) {
    modulus *m = room(sizeof *m);
    if (!m) return NULL;
    taken(&m->p, p);
    uint64_t inverse = 1;
    for (int i = 0; i < 6; i++) inverse *= 2 - m->p.limb[0] * inverse; /* Newton: twice as many bits each time */
    m->inverse = -inverse & LOW;
    single row;
    taken(&row, square);
    for (int j = 0; j < LIMBS; j++) m->square.limb[j] = all(row.limb[j]);
    lanes unit;
    memset(&unit, 0, sizeof unit);
    unit.limb[0] = all(1);
    multiply(&m->one, &m->square, &unit, m);
    return m;
}

/* Powers of a number that comes again and again, for exponents of that many bytes: a multiple of 16, at most 256. */
IFMA table *lanes_table(const modulus *m, const uint8_t *base, size_t bytes) {
    size_t pieces = bytes / 2, blocks = pieces / WIDE_TEETH;
    table *t = room(sizeof *t + 64 + blocks * WIDE_DIGITS * sizeof(single));
    lanes *piece = room(pieces * sizeof *piece), *chosen = room(WIDE_DIGITS * sizeof *chosen);
    if (t && piece && chosen) {
        const uint8_t *same[LANES] = {base, base, base, base, base, base, base, base};
        t->bytes = bytes;
        t->blocks = blocks;
        entered(&piece[0], same, m);
        for (size_t i = 1; i < pieces; i++) squared(&piece[i], &piece[i - 1], PIECE, m);
        for (size_t block = 0; block < blocks; block++) {
            for (int tooth = 0; tooth < WIDE_TEETH; tooth++) chosen[1 << tooth] = piece[blocks * tooth + block];
            choices(chosen, WIDE_TEETH, m);
            for (int i = 0; i < WIDE_DIGITS; i++) {
                single row[LANES];
                scattered(row, &chosen[i]);
                t->row[block * WIDE_DIGITS + i] = row[0];
            }
        }
    } else {
        free(t);
        t = NULL;
    }
    free(piece);
    free(chosen);
    return t;
}

void lanes_free(void *what) { free(what); }

/* For each of n bases x and each of its k entries: x^e · (first table's base)^a · (second's)^b.
 *
 * exponents: n · k of 32 bytes; tables: two, either may be NULL; fixed: for each table n · k exponents of its bytes.
 * out: n · k numbers. 0, or 1 without memory. Entries are quickest where neighbours leave out the same tables. */
IFMA int lanes_powers(const modulus *m, size_t n, size_t k, const uint8_t *bases, const uint8_t *exponents,
                      const table *const *tables, const uint8_t *const *fixed, uint8_t *out) {
    const size_t width = 2 * PIECES;
    desk *d = room(sizeof *d);
    if (!d) return 1;
    for (size_t first = 0; first < n; first += LANES) {
        const uint8_t *from[LANES];
        size_t place[LANES];
        for (int lane = 0; lane < LANES; lane++) {  /* the last batch is filled up with its first number */
            place[lane] = first + lane < n ? first + lane : first;
            from[lane] = bases + place[lane] * BYTES;
        }
        lanes x;
        entered(&x, from, m);
        prepared(d, &x, m);
        for (size_t j = 0; j < k; j++) {
            running sum = {.value = m->one};
            for (int col = PIECE - 1; col >= 0; col--) {
                if (sum.begun) squared(&sum.value, &sum.value, 1, m);
                for (int lane = 0; lane < LANES; lane++) from[lane] = exponents + (place[lane] * k + j) * width;
                column(&sum, d, from, col, m);
                for (int i = 0; i < MOST_TABLES; i++) {
                    if (!tables[i]) continue;
                    for (int lane = 0; lane < LANES; lane++)
                        from[lane] = fixed[i] + (place[lane] * k + j) * tables[i]->bytes;
                    wide_column(&sum, tables[i], from, col, m);
                }
            }
            single row[LANES];
            left(row, &sum.value, m);
            for (int lane = 0; lane < LANES && first + lane < n; lane++)
                given(out + ((first + lane) * k + j) * BYTES, &row[lane], &m->p);
        }
    }
    free(d);
    return 0;
}
