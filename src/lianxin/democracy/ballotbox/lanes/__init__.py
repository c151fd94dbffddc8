"""Eight powers at a time, where the processor can: the optional kernel in C, reached through ctypes.

For public numbers and public exponents alone: its time and its reads of memory follow the bits of an exponent. Whoever
raises something to a secret uses `numbers.secret_power`. Nothing here is needed: `kernel()` answers None where there is
no compiled kernel, no processor for it, no honest answer from it, or no wish for it (``LIANXIN_BALLOT_KERNEL=off``), and
every caller has a way in plain Python with gmpy2.

    montgomery.h   multiplication of eight numbers (AVX-512 IFMA)
    shapes.h       bytes, limbs in a row, limbs side by side
    tables.h       looking factors up and multiplying them
    powers.c       powers of many bases, tables for bases that come again
    products.c     one product of many powers
    processor.c    whether this machine can run it
    build          compiles it: ``python -m lianxin.democracy.ballotbox.lanes.build``
    loading        finds, tries and calls it
"""
