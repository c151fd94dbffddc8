"""A key of which some scrutineers suffice: three messages of each, carried by the server, made in their browsers.

What stands in `Round.keys` then: {scrutineer key: {"certificate": text, "polynomial": text, "output": text}}; the part
"private_key" of an output is sealed for its scrutineer, the server only keeps it (specification, section 4.9).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianxin.democracy.ballotbox import ceremony as library
from lianxin.democracy.ballotbox.groups import Group
from lianxin.democracy.ballotbox.letters import Signed, read_signed
from lianxin.democracy.ballotbox.texts import MalformedError, compact, fields, read
from lianxin.democracy.ballotbox.trustees import Pedersen, read_cert, read_exponents, read_key

from .models import Election, Round, Scrutineer
from .texts import group_of

#: the messages in their order
PARTS = ("certificate", "polynomial", "output")


def needed(case: Election) -> int:
    """How many scrutineers suffice; 0 when all of them are needed and each has a key of their own."""
    return case.threshold if 0 < case.threshold < case.scrutineers.count() else 0


def handed_in(row: Round, part: str) -> list[Any]:
    """That message of every scrutineer in their order, None where it is missing."""
    return [row.keys.get(str(one.pk), {}).get(part) for one in row.election.scrutineers.all()]


def complete(row: Round, part: str) -> bool:
    return all(handed_in(row, part))


def check(row: Round, holder: Scrutineer, part: str, text: str) -> None:
    """Whether a message is what it should be. MalformedError or ValueError when it is not."""
    group, most = group_of(row.election), needed(row.election)
    order = [one.pk for one in row.election.scrutineers.all()]
    place = order.index(holder.pk) + 1
    if part == "certificate":
        cert = read_signed(read(text), "cert")
        read_cert(cert, group)
        wanted = {"group": group.name, "size": len(order), "threshold": most, "index": place}
        if fields(read(cert.message), "cert", ("context", "verification", "encryption"))["context"] != wanted:
            raise MalformedError("cert: made for another ceremony")
    elif part == "polynomial":
        found = library.read_polynomial(read(text))
        verification = read_cert(certificates(row)[place - 1], group)[0]
        read_exponents(found.coefexps, verification, group, most)
        if len(found.secrets) != len(order):
            raise MalformedError("polynomial: not a share for everybody")
    else:
        body = fields(read(text), "output", ("private_key", "public_key"))
        read_key(body["public_key"], group)


def certificates(row: Round) -> list[Signed]:
    return [read_signed(read(text), "cert") for text in handed_in(row, "certificate")]


def input_of(row: Round, holder: Scrutineer) -> str:
    """What a scrutineer needs for the last message: their own letter, one of everybody, everybody's coefficients."""
    found = library.inputs([library.read_polynomial(read(text)) for text in handed_in(row, "polynomial")])
    mine = found[[one.pk for one in row.election.scrutineers.all()].index(holder.pk)]
    return compact(
        {"polynomial": mine.own, "secrets": list(mine.secrets), "coefexps": [one.plain() for one in mine.coefexps]}
    )


def kept(row: Round, holder: Scrutineer) -> str:
    """The sealed part that a scrutineer decrypts with; empty without a ceremony."""
    text = row.keys.get(str(holder.pk), {}).get("output") if needed(row.election) else None
    return str(read(text)["private_key"]) if text else ""


def made(row: Round, group: Group, threshold: int) -> Pedersen:
    """The published parameters. MalformedError unless everything belongs together."""
    polynomials = [library.read_polynomial(read(text)) for text in handed_in(row, "polynomial")]
    keys = [read_key(read(text)["public_key"], group) for text in handed_in(row, "output")]
    return library.parameters(group, certificates(row), threshold, polynomials, keys)


def next_part(keys: Sequence[str], row: Round) -> str:
    """The first message that a scrutineer with these messages still owes; empty when all are there."""
    return next((part for part in PARTS if part not in keys), "")
