"""How trustees make a key together of which some of them suffice (Pedersen 1991; specification, section 4.6).

Each trustee needs only a seed. In order: everybody's `certificate`; everybody's `polynomial`; `inputs` sorts the letters; with
them everybody's `output`; `parameters` puts together what is published. The one who carries the messages learns no secret.
Certificates name group, size, threshold and place, and each trustee signs what was agreed, so that nobody can be
shown other certificates than the others saw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .groups import Group
from .letters import Keys, LetterError, Signed, keys_of, read_signed, receive, send, sign
from .numbers import Number
from .proofs import Proof, read_proof
from .texts import MalformedError, compact, decimal, fields, read, rows
from .trustees import Pedersen, TrusteeKey, at, endorsement, key_of, read_cert, read_exponents, read_pedersen


@dataclass(frozen=True)
class Polynomial:
    """What a trustee hands in at the second step."""

    own: str
    secrets: tuple[str, ...]
    coefexps: Signed
    signature: Proof

    def plain(self) -> dict[str, Any]:
        return {
            "polynomial": self.own, "secrets": list(self.secrets), "coefexps": self.coefexps.plain(),
            "signature": self.signature.plain(),
        }  # fmt: skip


def read_polynomial(value: Any) -> Polynomial:
    found = fields(value, "polynomial", ("polynomial", "secrets", "coefexps", "signature"))
    return Polynomial(
        found["polynomial"], tuple(rows(found["secrets"], "secrets")), read_signed(found["coefexps"], "coefexps"),
        read_proof(found["signature"], "signature"),
    )  # fmt: skip


@dataclass(frozen=True)
class Input:
    """What a trustee receives at the third step: their own letter to themselves, and one of everybody."""

    own: str
    secrets: tuple[str, ...]
    coefexps: tuple[Signed, ...]


def certificate(seed: str, group: Group, *, size: int, threshold: int, index: int) -> Signed:
    """First step. index: place of the trustee, from 1."""
    keys = keys_of(seed, group)
    context = {"group": group.name, "size": size, "threshold": threshold, "index": index}
    body = {"context": context, "verification": str(keys.verification), "encryption": str(keys.encryption)}
    return sign(keys, compact(body))


def polynomial(seed: str, group: Group, certs: Sequence[Signed], threshold: int) -> Polynomial:
    """Second step: shares for everybody of a secret of one's own. MalformedError when a certificate is not what was agreed."""
    keys, holders = keys_of(seed, group), _holders(certs, group, threshold)
    if keys.verification not in [verification for verification, _ in holders]:
        raise MalformedError("certs: one's own is missing")
    q = int(group.q)
    coefficients = [group.random() for _ in range(threshold)]
    own = send(keys, keys.encryption, compact({"polynomial": [str(one) for one in coefficients]}))
    secrets = []
    for j, (_, encryption) in enumerate(holders, start=1):
        share = sum(one * pow(j, k, q) for k, one in enumerate(coefficients)) % q
        secrets.append(send(keys, encryption, compact({"secret": str(share)})))
    exponents = [group.secret(group.g, one) for one in coefficients]
    signed = sign(keys, compact({"coefexps": [str(one) for one in exponents]}))
    return Polynomial(own, tuple(secrets), signed, sign(keys, endorsement(certs, exponents)).signature)


def inputs(polynomials: Sequence[Polynomial]) -> list[Input]:
    """Third step, by whoever carries the messages: the letters sorted by recipient."""
    coefexps = tuple(one.coefexps for one in polynomials)
    return [
        Input(one.own, tuple(sender.secrets[place] for sender in polynomials), coefexps)
        for place, one in enumerate(polynomials)
    ]


def share(seed: str, group: Group, certs: Sequence[Signed], threshold: int, given: Input) -> int:
    """A trustee's part of the decryption key, out of the letters; LetterError or MalformedError names what is wrong.

    Every letter is checked against what its sender published of the polynomial: a false share is noticed now
    and not when the result cannot be opened.
    """
    keys, holders = keys_of(seed, group), _holders(certs, group, threshold)
    place = [verification for verification, _ in holders].index(keys.verification) + 1
    total = 0
    senders = zip(holders, given.secrets, given.coefexps, strict=True)
    for number, ((verification, _), letter, signed) in enumerate(senders, start=1):
        exponents = read_exponents(signed, verification, group, threshold)
        found = fields(read(receive(keys, verification, letter)), "secret", ("secret",))
        value = decimal(found["secret"], "secret")
        if not group.is_scalar(value) or group.secret(group.g, value) != at(exponents, place, group):
            raise LetterError(f"trustee {number} sent a share that does not belong to their polynomial")
        if verification == keys.verification:
            _own_is_ours(keys, given.own, exponents, group)
        total += value
    return total % int(group.q)


def output(seed: str, group: Group, certs: Sequence[Signed], threshold: int, given: Input) -> tuple[str, TrusteeKey]:
    """Fourth step: the decryption key sealed for oneself, and its public part with proof and signature."""
    keys = keys_of(seed, group)
    secret = share(seed, group, certs, threshold, given)
    key = key_of(group, secret)
    signature = sign(keys, str(key.public)).signature
    kept = send(keys, keys.encryption, compact({"decryption_key": str(secret)}))
    return kept, TrusteeKey(key.public, key.pok, key.name, signature)


def kept_secret(seed: str, group: Group, kept: str) -> int:
    """The decryption key out of what `output` sealed; LetterError with another seed."""
    keys = keys_of(seed, group)
    found = fields(read(receive(keys, keys.verification, kept)), "key", ("decryption_key",))
    return decimal(found["decryption_key"], "key")


def parameters(
    group: Group, certs: Sequence[Signed], threshold: int, polynomials: Sequence[Polynomial], keys: Sequence[TrusteeKey]
) -> Pedersen:
    """Last step: what is published. MalformedError unless everything belongs together."""
    body = {
        "threshold": threshold, "certs": [cert.plain() for cert in certs],
        "coefexps": [one.coefexps.plain() for one in polynomials],
        "signatures": [one.signature.plain() for one in polynomials],
        "verification_keys": [key.plain() for key in keys],
    }  # fmt: skip
    return read_pedersen(body, group)


def _holders(certs: Sequence[Signed], group: Group, threshold: int) -> list[tuple[Number, Number]]:
    """Keys of every certificate, in the order of their places."""
    found = []
    for place, cert in enumerate(certs, start=1):
        context = fields(read(cert.message), "cert", ("context", "verification", "encryption"))["context"]
        agreed = {"group": group.name, "size": len(certs), "threshold": threshold, "index": place}
        if context != agreed:
            raise MalformedError(f"certs: number {place} was made for another ceremony")
        found.append(read_cert(cert, group))
    if len({verification for verification, _ in found}) != len(found):
        raise MalformedError("certs: one trustee stands twice")
    return found


def _own_is_ours(keys: Keys, letter: str, exponents: Sequence[Number], group: Group) -> None:
    """The carrier gave back the polynomial that we made."""
    found = fields(read(receive(keys, keys.verification, letter)), "polynomial", ("polynomial",))
    ours = [decimal(one, "polynomial") for one in rows(found["polynomial"], "polynomial", len(exponents))]
    if [group.secret(group.g, one) for one in ours] != list(exponents):
        raise LetterError("the carrier gave back another polynomial")
