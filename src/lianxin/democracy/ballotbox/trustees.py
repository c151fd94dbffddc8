"""Who can open the sum: single trustees, each needed, and groups of which some suffice (specification, 4.5 to 4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gmpy2 import mpz

from .groups import Group
from .letters import Signed, read_signed, signed_by
from .numbers import Number, product
from .proofs import Proof, exponent_known, prove_exponent, read_proof
from .texts import MalformedError, compact, decimal, fields, read, rows


@dataclass(frozen=True)
class TrusteeKey:
    """A public key, the proof that somebody holds its secret, and the name of who says so."""

    public: Number
    pok: Proof
    name: str | None = None
    signature: Proof | None = None

    def plain(self) -> dict[str, Any]:
        """Fields in the order that is hashed."""
        signature = {"signature": self.signature.plain()} if self.signature else {}
        name = {"name": self.name} if self.name is not None else {}
        return {"pok": self.pok.plain(), "public_key": str(self.public), **signature, **name}


def new_key(group: Group, name: str | None = None) -> tuple[int, TrusteeKey]:
    """A secret, to be kept by one person, and what is published of it."""
    secret = group.random()
    return secret, key_of(group, secret, name)


def key_of(group: Group, secret: int, name: str | None = None) -> TrusteeKey:
    public = group.secret(group.g, secret)
    return TrusteeKey(public, prove_exponent(group, f"pok|{group.name}|{public}|", secret), name)


def read_key(value: Any, group: Group) -> TrusteeKey:
    """MalformedError unless the key is an element and its proof holds."""
    found = fields(value, "trustee", ("pok", "public_key"), ("name", "signature"))
    public = mpz(decimal(found["public_key"], "public key"))
    pok = read_proof(found["pok"], "pok")
    if not group.holds(public) or public == 1 or not exponent_known(group, f"pok|{group.name}|{public}|", public, pok):
        raise MalformedError("trustee: nobody proved to hold this key")
    signature = read_proof(found["signature"], "signature") if "signature" in found else None
    return TrusteeKey(public, pok, found.get("name"), signature)


@dataclass(frozen=True)
class Single:
    """A trustee without whom nothing opens."""

    key: TrusteeKey

    @property
    def public(self) -> Number:
        return self.key.public

    @property
    def verification_keys(self) -> list[Number]:
        return [self.key.public]

    def plain(self) -> list[Any]:
        return ["Single", self.key.plain()]


@dataclass(frozen=True)
class Pedersen:
    """Trustees of whom `threshold` suffice; made by `ceremony`."""

    threshold: int
    certs: tuple[Signed, ...]
    coefexps: tuple[Signed, ...]
    keys: tuple[TrusteeKey, ...]
    signatures: tuple[Proof, ...] | None = None
    #: read out of coefexps: for each trustee g to each coefficient of the polynomial
    exponents: tuple[tuple[Number, ...], ...] = field(default=())
    modulus: int = 0

    @property
    def public(self) -> Number:
        return product((one[0] for one in self.exponents), self.modulus)

    @property
    def verification_keys(self) -> list[Number]:
        return [key.public for key in self.keys]

    def plain(self) -> list[Any]:
        signatures = {"signatures": [one.plain() for one in self.signatures]} if self.signatures is not None else {}
        return ["Pedersen", {
            "threshold": self.threshold, "certs": [cert.plain() for cert in self.certs],
            "coefexps": [one.plain() for one in self.coefexps], **signatures,
            "verification_keys": [key.plain() for key in self.keys],
        }]  # fmt: skip


Trustee = Single | Pedersen


def election_key(group: Group, trustees: Sequence[Trustee]) -> Number:
    """The product of what each entry contributes: ballots are encrypted to it."""
    return product((trustee.public for trustee in trustees), group.p)


def write_trustees(trustees: Sequence[Trustee]) -> str:
    return compact([trustee.plain() for trustee in trustees])


def read_trustees(text: str, group: Group) -> list[Trustee]:
    """Every signature, proof and key of the published list; MalformedError when one does not hold."""
    found: list[Trustee] = []
    for value in rows(read(text), "trustees"):
        kind, body = rows(value, "trustee", 2)
        if kind == "Single":
            found.append(Single(read_key(body, group)))
        elif kind == "Pedersen":
            found.append(read_pedersen(body, group))
        else:
            raise MalformedError("trustees: unknown kind")
    if not found:
        raise MalformedError("trustees: none")
    return found


def read_pedersen(value: Any, group: Group) -> Pedersen:
    """Threshold parameters; MalformedError unless certificates, coefficients and keys belong together."""
    names = ("threshold", "certs", "coefexps", "verification_keys")
    found = fields(value, "threshold", names, ("signatures",))
    certs = tuple(read_signed(one, "cert") for one in rows(found["certs"], "certs"))
    coefexps = tuple(read_signed(one, "coefexps") for one in rows(found["coefexps"], "coefexps", len(certs)))
    keys = tuple(read_key(one, group) for one in rows(found["verification_keys"], "keys", len(certs)))
    threshold = found["threshold"]
    if type(threshold) is not int or not 1 <= threshold <= len(certs):
        raise MalformedError("threshold: more or fewer than there are trustees")
    verifiers = [read_cert(cert, group)[0] for cert in certs]
    exponents = tuple(read_exponents(one, by, group, threshold) for one, by in zip(coefexps, verifiers, strict=True))
    signatures = None
    if "signatures" in found:
        values = rows(found["signatures"], "signatures", len(certs))
        signatures = tuple(read_proof(one, "signature") for one in values)
    made = Pedersen(threshold, certs, coefexps, keys, signatures, exponents, int(group.p))
    _check_keys(made, group, verifiers)
    return made


def read_cert(cert: Signed, group: Group) -> tuple[Number, Number]:
    """Verification and encryption key of a certificate; MalformedError unless its holder signed it."""
    found = fields(read(cert.message), "cert", ("verification", "encryption"), ("context",))
    verification, encryption = (mpz(decimal(found[name], name)) for name in ("verification", "encryption"))
    elements = group.holds(verification) and group.holds(encryption) and 1 not in (verification, encryption)
    if not elements or not signed_by(group, verification, cert):
        raise MalformedError("cert: not signed by its holder")
    return verification, encryption


def read_exponents(signed: Signed, by: Number, group: Group, threshold: int) -> tuple[Number, ...]:
    """g to each coefficient of a trustee's polynomial, signed by them."""
    found = fields(read(signed.message), "coefexps", ("coefexps",))
    numbers = tuple(mpz(decimal(one, "coefexps")) for one in rows(found["coefexps"], "coefexps", threshold))
    if not signed_by(group, by, signed) or not all(group.holds(number) for number in numbers):
        raise MalformedError("coefexps: not signed by its trustee, or no elements")
    return numbers


def share_public(exponents: Sequence[Sequence[Number]], j: int, group: Group) -> Number:
    """Public key of trustee j (from 1): the product of all A_ik to the power j^k."""
    return product((at(one, j, group) for one in exponents), group.p)


def at(exponents: Sequence[Number], j: int, group: Group) -> Number:
    """g to the polynomial's value at j, from g to its coefficients."""
    return product((group.power(number, pow(j, k, int(group.q))) for k, number in enumerate(exponents)), group.p)


def endorsement(certs: Sequence[Signed], exponents: Sequence[Number]) -> str:
    """The text by which a trustee confirms whose certificates their coefficients were made for."""
    body = {"certs": [cert.plain() for cert in certs], "coefexps": [str(number) for number in exponents]}
    return f"certs_sig|{compact(body)}"


def _check_keys(made: Pedersen, group: Group, verifiers: Sequence[Number]) -> None:
    for j, key in enumerate(made.keys, start=1):
        if key.public != share_public(made.exponents, j, group):
            raise MalformedError("threshold: a key does not follow from the coefficients")
    if made.signatures is None:
        return
    pairs = zip(verifiers, made.exponents, made.signatures, made.keys, strict=True)
    for by, exponents, signature, key in pairs:
        if not signed_by(group, by, Signed(endorsement(made.certs, exponents), signature)):
            raise MalformedError("threshold: a trustee did not confirm the certificates")
        if key.signature is None or not signed_by(group, by, Signed(str(key.public), key.signature)):
            raise MalformedError("threshold: a trustee did not sign their key")
