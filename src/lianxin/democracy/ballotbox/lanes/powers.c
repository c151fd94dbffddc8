/* Powers of many public numbers at a time: x^e · g^a · y^b for eight x, g and y having tables.
 *
 * An exponent is cut into sixteen pieces. With x^(2^(i · length of a piece)) known for every piece i, as many columns are
 * left as a piece has bits, one bit of each piece: a squaring from column to column, and a multiplication for every few
 * pieces whose bits are looked up together (Lim and Lee 1994). Four pieces where x comes once and is raised a few times,
 * eight for g and y, which come for ever; they all hang on the same squarings.
 *
 * Public exponents only: which rows are read shows in the caches, and rows of zeros are left out.
 */
#include "tables.h"

enum { PIECES = 16, BLOCKS = PIECES / TEETH };
enum { WIDE_TEETH = 8, WIDE_DIGITS = 1 << WIDE_TEETH, WIDE_BLOCKS = PIECES / WIDE_TEETH, MOST_TABLES = 2 };

typedef struct { single row[WIDE_BLOCKS][WIDE_DIGITS]; } table;

/* what a batch needs beside its numbers */
typedef struct {
    lanes piece[PIECES];   /* x^(2^(i · length of a piece)) */
    lanes digit[DIGITS];   /* of the block that is being made */
    rows block[BLOCKS];    /* the tables of eight x */
} desk;

/* bit `col` of the pieces first, first + step … of an exponent whose pieces have `length` bytes */
static inline unsigned digit(const uint8_t *exponent, int first, int step, int teeth, int col, size_t length) {
    unsigned found = 0;
    const uint8_t *byte = exponent + length * first + col / 8;
    for (int tooth = 0; tooth < teeth; tooth++) found |= (byte[length * step * tooth] >> (col % 8) & 1u) << tooth;
    return found;
}

static IFMA void pieces(lanes *piece, const lanes *x, size_t length, const modulus *m) {
    piece[0] = *x;
    for (int i = 1; i < PIECES; i++) squared(&piece[i], &piece[i - 1], 8 * (int)length, m);
}

static IFMA void prepared(desk *d, const lanes *x, size_t length, const modulus *m) {
    pieces(d->piece, x, length, m);
    for (int block = 0; block < BLOCKS; block++) {
        for (int tooth = 0; tooth < TEETH; tooth++) d->digit[1 << tooth] = d->piece[BLOCKS * tooth + block];
        choices(d->digit, TEETH, m);
        for (int i = 0; i < DIGITS; i++) scattered(d->block[block].of[i], &d->digit[i]);
    }
}

/* one column of the powers of x; exponents: one for each lane */
static IFMA void column(running *sum, const desk *d, const uint8_t *const *exponent, int col, size_t length,
                        const modulus *m) {
    for (int block = 0; block < BLOCKS; block++) {
        const single *from[LANES];
        unsigned any = 0;
        for (int lane = 0; lane < LANES; lane++) {
            unsigned at = digit(exponent[lane], block, BLOCKS, TEETH, col, length);
            any |= at;
            from[lane] = &d->block[block].of[at][lane];
        }
        if (any) times(sum, from, m);
    }
}

/* one column of the powers of a number with a table */
static IFMA void wide_column(running *sum, const table *t, const uint8_t *const *exponent, int col, size_t length,
                             const modulus *m) {
    for (int block = 0; block < WIDE_BLOCKS; block++) {
        const single *from[LANES];
        unsigned any = 0;
        for (int lane = 0; lane < LANES; lane++) {
            unsigned at = digit(exponent[lane], block, WIDE_BLOCKS, WIDE_TEETH, col, length);
            any |= at;
            from[lane] = &t->row[block][at];
        }
        if (any) times(sum, from, m);
    }
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
    table *t = room(sizeof *t);
    lanes *piece = room(PIECES * sizeof *piece), *chosen = room(WIDE_DIGITS * sizeof *chosen);
    if (t && piece && chosen) {
        const uint8_t *same[LANES] = {base, base, base, base, base, base, base, base};
        lanes x;
        entered(&x, same, m);
        pieces(piece, &x, bytes / PIECES, m);
        for (int block = 0; block < WIDE_BLOCKS; block++) {
            for (int tooth = 0; tooth < WIDE_TEETH; tooth++) chosen[1 << tooth] = piece[WIDE_BLOCKS * tooth + block];
            choices(chosen, WIDE_TEETH, m);
            for (int i = 0; i < WIDE_DIGITS; i++) {
                single row[LANES];
                scattered(row, &chosen[i]);
                t->row[block][i] = row[0];
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
 * bases: NULL when nothing but the tables is asked for. exponents, and fixed, for each table: n · k of `bytes` bytes, for
 * which the tables were made; tables: two, either may be NULL. out: n · k numbers. 0, or 1 without memory. Quickest where
 * neighbours leave out the same tables. */
IFMA int lanes_powers(const modulus *m, size_t n, size_t k, size_t bytes, const uint8_t *bases,
                      const uint8_t *exponents, const table *const *tables, const uint8_t *const *fixed, uint8_t *out) {
    const size_t length = bytes / PIECES;
    desk *d = room(sizeof *d);
    if (!d) return 1;
    for (size_t first = 0; first < n; first += LANES) {
        const uint8_t *from[LANES];
        size_t place[LANES];  /* the last batch is filled up with its first number */
        for (int lane = 0; lane < LANES; lane++) place[lane] = first + lane < n ? first + lane : first;
        if (bases) {
            lanes x;
            for (int lane = 0; lane < LANES; lane++) from[lane] = bases + place[lane] * BYTES;
            entered(&x, from, m);
            prepared(d, &x, length, m);
        }
        for (size_t j = 0; j < k; j++) {
            running sum = {.value = m->one};
            for (int col = 8 * (int)length - 1; col >= 0; col--) {
                if (sum.begun) squared(&sum.value, &sum.value, 1, m);
                if (bases) {
                    for (int lane = 0; lane < LANES; lane++) from[lane] = exponents + (place[lane] * k + j) * bytes;
                    column(&sum, d, from, col, length, m);
                }
                for (int i = 0; i < MOST_TABLES; i++) {
                    if (!tables[i]) continue;
                    for (int lane = 0; lane < LANES; lane++) from[lane] = fixed[i] + (place[lane] * k + j) * bytes;
                    wide_column(&sum, tables[i], from, col, length, m);
                }
            }
            int count = n - first < LANES ? (int)(n - first) : LANES;
            left(out + (first * k + j) * BYTES, k * BYTES, count, &sum.value, m);
        }
    }
    free(d);
    return 0;
}
