"""Verifiable shuffles of ranked ballots: CHVote 1.3.2 as in section 6 of the specification, tables 1 to 13.

A scrutineer mixes and encrypts anew, and proves that no ballot was added, taken away or changed, without
saying which went where. Letters of the tables are kept where they name numbers of the proof.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gmpy2 import mpz

from .asking import Raised, answer, product_of_powers
from .groups import GROUPS, Group
from .numbers import Number, product
from .proofs import Ciphertext, read_ciphertext
from .texts import decimal, fields, joined, rows


@dataclass(frozen=True)
class ShuffleProof:
    """Commitments of the prover (t), responses (s), the permutation committed to (c) and the chain of challenges (ĉ)."""

    t: tuple[Number, Number, Number, tuple[Number, Number], tuple[Number, ...]]
    s: tuple[int, int, int, int, tuple[int, ...], tuple[int, ...]]
    c: tuple[Number, ...]
    c_hat: tuple[Number, ...]

    def plain(self) -> list[Any]:
        t1, t2, t3, t4, t_hat = self.t
        s1, s2, s3, s4, s_hat, s_prime = self.s
        return [
            [str(t1), str(t2), str(t3), _texts(t4), _texts(t_hat)],
            [str(s1), str(s2), str(s3), str(s4), _texts(s_hat), _texts(s_prime)],
            _texts(self.c),
            _texts(self.c_hat),
        ]


@dataclass(frozen=True)
class Shuffle:
    """For each ranked question the ciphertexts in their new order, and the proof."""

    ciphertexts: tuple[tuple[Ciphertext, ...], ...]
    proofs: tuple[ShuffleProof, ...]

    def plain(self) -> dict[str, Any]:
        return {
            "ciphertexts": [[one.plain() for one in question] for question in self.ciphertexts],
            "proofs": [proof.plain() for proof in self.proofs],
        }


def read_shuffle(value: Any, lengths: Sequence[int]) -> Shuffle:
    """lengths: ballots of each ranked question. MalformedError for any other shape; proofs are not looked at."""
    found = fields(value, "shuffle", ("ciphertexts", "proofs"))
    questions = rows(found["ciphertexts"], "ciphertexts", len(lengths))
    proofs = rows(found["proofs"], "proofs", len(lengths))
    return Shuffle(
        tuple(
            tuple(read_ciphertext(one, "ciphertext") for one in rows(question, "ciphertexts", n))
            for question, n in zip(questions, lengths, strict=True)
        ),
        tuple(_read_proof(proof, n) for proof, n in zip(proofs, lengths, strict=True)),
    )


def _read_proof(value: Any, n: int) -> ShuffleProof:
    t, s, c, c_hat = rows(value, "proof", 4)
    t1, t2, t3, t4, t_hat = rows(t, "t", 5)
    s1, s2, s3, s4, s_hat, s_prime = rows(s, "s", 6)
    first, second = _numbers(t4, 2)
    return ShuffleProof(
        (_number(t1), _number(t2), _number(t3), (first, second), _numbers(t_hat, n)),
        (_number(s1), _number(s2), _number(s3), _number(s4), _numbers(s_hat, n), _numbers(s_prime, n)),
        _numbers(c, n),
        _numbers(c_hat, n),
    )


def shuffle(group: Group, key: Number, phi: str, questions: Sequence[Sequence[Ciphertext]]) -> Shuffle:
    """Mix the ballots of each ranked question. phi: fingerprint of the election."""
    made = [_mix(group, key, phi, list(question)) for question in questions]
    return Shuffle(tuple(tuple(mixed) for mixed, _ in made), tuple(proof for _, proof in made))


def shuffle_holds(group: Group, key: Number, phi: str, before: Sequence[Sequence[Ciphertext]], mixed: Shuffle) -> bool:
    """Whether these are the ballots of `before`, each once."""
    questions = zip(before, mixed.ciphertexts, mixed.proofs, strict=True)
    return all(_holds(group, key, phi, one, other, proof) for one, other, proof in questions)


def _mix(group: Group, key: Number, phi: str, e: list[Ciphertext]) -> tuple[list[Ciphertext], ShuffleProof]:
    p, n = group.p, len(e)
    order = list(range(n))
    secrets.SystemRandom().shuffle(order)
    r = [group.random() for _ in e]
    anew = [
        Ciphertext(one.alpha * group.secret(group.g, x) % p, one.beta * group.secret(key, x) % p)
        for one, x in zip(e, r, strict=True)
    ]
    mixed = [anew[j] for j in order]
    return mixed, _prove(group, key, phi, e, mixed, r, order)


def _prove(
    group: Group,
    key: Number,
    phi: str,
    e: list[Ciphertext],
    mixed: list[Ciphertext],
    r_anew: list[int],
    order: list[int],
) -> ShuffleProof:
    """Table 4. order[i]: which of `e` stands at place i of `mixed`."""
    p, q, g, n = group.p, int(group.q), group.g, len(e)
    h, hs = _generators(group.name, n)
    c, r = _commit(group, hs, order)
    shown = _pairs(e) + _pairs(mixed) + _list(c)
    u = _challenges(group, n, f"shuffle-challenges|{phi}|{shown}")
    u_mixed = [u[j] for j in order]
    c_hat, r_hat = _chain(group, h, u_mixed)
    w, w_hat, w_prime = [group.random() for _ in range(4)], _randoms(group, n), _randoms(group, n)
    back = q - w[3]
    t4 = (
        group.secret(key, back) * _powers(group, [one.beta for one in mixed], w_prime) % p,
        group.secret(g, back) * _powers(group, [one.alpha for one in mixed], w_prime) % p,
    )
    t_hat = tuple(
        group.secret(g, a) * group.secret(before, b) % p
        for a, before, b in zip(w_hat, [h, *c_hat][:n], w_prime, strict=True)  # n may be 0: nobody voted
    )
    t3 = group.secret(g, w[2]) * _powers(group, hs, w_prime) % p
    t = (group.secret(g, w[0]), group.secret(g, w[1]), t3, t4, t_hat)
    x = group.scalar(f"shuffle-challenge|{phi}|{_commitments(t)}{shown}{_list(c_hat)}{key}")
    v = _tails(u_mixed, q)
    s = (
        (w[0] + x * sum(r)) % q,
        (w[1] + x * _dot(r_hat, v)) % q,
        (w[2] + x * _dot(r, u)) % q,
        (w[3] + x * _dot(r_anew, u)) % q,
        tuple((a + x * b) % q for a, b in zip(w_hat, r_hat, strict=True)),
        tuple((a + x * b) % q for a, b in zip(w_prime, u_mixed, strict=True)),
    )
    return ShuffleProof(t, s, tuple(c), tuple(c_hat))


def _tails(u: Sequence[int], q: int) -> list[int]:
    """For each place the product of everything behind it."""
    v = [1] * len(u)
    for i in range(len(u) - 2, -1, -1):
        v[i] = u[i + 1] * v[i + 1] % q
    return v


def _commit(group: Group, hs: Sequence[Number], order: Sequence[int]) -> tuple[list[Number], list[int]]:
    """Table 9: where each ballot goes, under one random exponent each."""
    r, c = [0] * len(order), [mpz(0)] * len(order)
    for i, j in enumerate(order):
        r[j] = group.random()
        c[j] = group.secret(group.g, r[j]) * hs[i] % group.p
    return c, r


def _holds(
    group: Group, key: Number, phi: str, e: Sequence[Ciphertext], mixed: Sequence[Ciphertext], proof: ShuffleProof
) -> bool:
    """Table 5, and that every number belongs where it stands."""
    p, q, g, n = group.p, int(group.q), group.g, len(e)
    (t1, t2, t3, t4, t_hat), (s1, s2, s3, s4, s_hat, s_prime) = proof.t, proof.s
    lists = (mixed, proof.c, proof.c_hat, t_hat, s_hat, s_prime)
    elements = (*proof.c, *proof.c_hat, t1, t2, t3, *t4, *t_hat, *_flat(mixed))
    fits = all(len(one) == n for one in lists) and all(group.holds(one) for one in elements)
    if not fits or not all(group.is_scalar(one) for one in (s1, s2, s3, s4, *s_hat, *s_prime)):
        return False
    if not n:
        return True
    h, hs = _generators(group.name, n)
    shown = _pairs(e) + _pairs(mixed) + _list(proof.c)
    u = _challenges(group, n, f"shuffle-challenges|{phi}|{shown}")
    x = group.scalar(f"shuffle-challenge|{phi}|{_commitments(proof.t)}{shown}{_list(proof.c_hat)}{key}")
    all_u = 1
    for one in u:
        all_u = all_u * one % q
    c_bar = group.over(product(proof.c, p), product(hs, p))
    c_all = group.over(proof.c_hat[-1], group.power(h, all_u))
    alpha, beta = (product_of_powers(group, side, u) for side in _sides(e))
    alpha_mixed, beta_mixed = (product_of_powers(group, side, s_prime) for side in _sides(mixed))
    c_raised, hs_raised = product_of_powers(group, proof.c, u), product_of_powers(group, hs, s_prime)
    return (
        t1 == group.power(c_bar, -x) * group.fixed(g, s1) % p
        and t2 == group.power(c_all, -x) * group.fixed(g, s2) % p
        and t3 == group.power(c_raised, -x) * group.fixed(g, s3) * hs_raised % p
        and t4[0] == group.power(beta, -x) * group.power(key, -s4) * beta_mixed % p
        and t4[1] == group.power(alpha, -x) * group.power(g, -s4) * alpha_mixed % p
        and _chain_holds(group, key, [h, *proof.c_hat], x, proof)
    )


def _chain_holds(group: Group, key: Number, chain: Sequence[Number], x: int, proof: ShuffleProof) -> bool:
    """Whether t̂ = ĉ^-x · g^ŝ · (the ĉ before)^s′ everywhere; asked as t̂ · ĉ^x, so that no x is inverted."""
    p, t_hat, s_hat, s_prime = group.p, proof.t[4], proof.s[4], proof.s[5]
    now, before = [Raised(one) for one in chain[1:]], [Raised(one) for one in chain[:-1]]
    for one, other, a, b in zip(now, before, s_hat, s_prime, strict=True):
        one.ask(x)
        other.ask(b, a)
    answer(group, key, [*now, *before])
    return all(shown * one.found[0] % p == other.found[0] for shown, one, other in zip(t_hat, now, before, strict=True))


def _sides(pairs: Sequence[Ciphertext]) -> tuple[list[Number], list[Number]]:
    return [one.alpha for one in pairs], [one.beta for one in pairs]


@lru_cache(maxsize=4)
def _generators(name: str, n: int) -> tuple[Number, list[Number]]:
    """Tables 6 to 8: the second generator, and one for each ballot; nobody knows a logarithm between them."""
    group = GROUPS[name]

    def made(i: int) -> Number:
        x = int.from_bytes(hashlib.sha256(f"ggen|{i}".encode()).digest(), "big")
        return group.power(x, (group.p - 1) // group.q)

    found = [made(i) for i in range(-1, n)]
    if len(set(found)) != len(found) or {0, 1, group.g} & set(found):
        raise ArithmeticError("two generators are one")
    return found[0], found[1:]


def _chain(group: Group, first: Number, u: Sequence[int]) -> tuple[list[Number], list[int]]:
    """Table 12."""
    r, chain = _randoms(group, len(u)), [first]
    for a, b in zip(r, u, strict=True):
        chain.append(group.secret(group.g, a) * group.secret(chain[-1], b) % group.p)
    return chain[1:], r


def _challenges(group: Group, n: int, text: str) -> list[int]:
    """Table 11."""
    head = hashlib.sha256(text.encode()).hexdigest()
    return [group.scalar(head + hashlib.sha256(str(i).encode()).hexdigest()) for i in range(n)]


def _commitments(t: tuple[Number, Number, Number, tuple[Number, Number], tuple[Number, ...]]) -> str:
    t1, t2, t3, t4, t_hat = t
    return _list([t1, t2, t3, *t4]) + _list(t_hat)


def _powers(group: Group, bases: Sequence[Number], exponents: Sequence[int]) -> Number:
    """For secret exponents: who learns them from the time reads the order out of the responses."""
    return product((group.secret(base, x) for base, x in zip(bases, exponents, strict=True)), group.p)


def _randoms(group: Group, n: int) -> list[int]:
    return [group.random() for _ in range(n)]


def _dot(one: Sequence[int], other: Sequence[int]) -> int:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _flat(pairs: Iterable[Ciphertext]) -> list[Number]:
    return [number for pair in pairs for number in (pair.alpha, pair.beta)]


def _pairs(pairs: Iterable[Ciphertext]) -> str:
    return _list(_flat(pairs))


def _list(numbers: Iterable[int]) -> str:
    """Table 10: a comma after every number."""
    found = joined(numbers)
    return f"{found}," if found else ""


def _texts(numbers: Iterable[int]) -> list[str]:
    return [str(number) for number in numbers]


def _number(value: Any) -> Number:
    return mpz(decimal(value, "shuffle"))


def _numbers(value: Any, n: int) -> tuple[Number, ...]:
    return tuple(_number(one) for one in rows(value, "shuffle", n))
