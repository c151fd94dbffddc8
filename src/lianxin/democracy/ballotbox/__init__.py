"""Elections that anyone can verify: the arithmetic of ballots, without a web framework.

Speaks the file formats of the Belenios 2.0 specification (sections are named in each module), so that an independent
program checks what this one makes. Modules, each knowing only those before it::

    numbers     powers of big numbers, tables for bases that come again and again
    lanes       eight powers at a time in C, where the processor can; optional
    groups      the two groups, membership, hashes to scalars, messages inside group elements
    texts       canonical JSON and the hashes of it
    asking      powers that many proofs need, answered together
    proofs      knowledge of exponents, one of several claims, equality of logarithms
    credentials what a voter holds, what the public sees of it
    questions   the election and its questions, read strictly
    ballots     filling in, signing, checking
    letters     signed and sealed messages between trustees
    trustees    keys of single trustees and of a ceremony where some of them suffice
    mixing      verifiable shuffles of ranked ballots
    tallies     sums, decryptions, results
    archive     the append-only file of one election
    many        the ballots of an archive, in chunks and processes
    verifying   every check of an archive, stricter than the specification asks
"""
