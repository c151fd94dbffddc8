"""The election as it is published, and its questions (specification, sections 4.10 and 4.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gmpy2 import mpz

from .credentials import is_uuid
from .groups import Group, group
from .numbers import Number
from .texts import MalformedError, compact, decimal, fields, fingerprint, read, rows

_NEEDED = ("version", "description", "name", "group", "public_key", "questions", "uuid")


@dataclass(frozen=True)
class Summed:
    """Between `least` and `most` of the answers, or a blank vote; only sums are ever opened."""

    text: str
    answers: tuple[str, ...]
    least: int
    most: int
    blank: bool = False

    @property
    def length(self) -> int:
        """Ciphertexts of a ballot."""
        return len(self.answers) + self.blank

    def plain(self) -> dict[str, Any]:
        blank = {"blank": True} if self.blank else {}
        return {"answers": list(self.answers), **blank, "min": self.least, "max": self.most, "question": self.text}


@dataclass(frozen=True)
class Ranked:
    """One number of a byte for each answer; ballots are shuffled and then opened one by one."""

    text: str
    answers: tuple[str, ...]
    extra: Mapping[str, Any] | None = None

    def plain(self) -> dict[str, Any]:
        extra = {"extra": dict(self.extra)} if self.extra is not None else {}
        return {
            "type": "NonHomomorphic",
            "value": {"answers": list(self.answers), "question": self.text},
            **extra,
        }


Question = Summed | Ranked


@dataclass(frozen=True)
class Election:
    """What everybody votes on; `text` is exactly what is published and hashed."""

    text: str
    uuid: str
    name: str
    group: Group
    key: Number
    questions: tuple[Question, ...]

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.text)

    @property
    def ranked(self) -> list[int]:
        """Places of the questions whose ballots are shuffled."""
        return [place for place, question in enumerate(self.questions) if isinstance(question, Ranked)]


def write_election(
    *, uuid: str, name: str, description: str, group: Group, key: int, questions: Sequence[Question], **more: Any
) -> Election:
    """An election that is published as it is. more: fields of our own (rules, round), covered by the fingerprint.

    ValueError when a question can be answered by nobody, or a ranked one meets a group that embeds nothing.
    """
    body = {
        "version": 1, "description": description, "name": name, "group": group.name, "public_key": str(key),
        "questions": [question.plain() for question in questions], "uuid": uuid, **more,
    }  # fmt: skip
    return read_election(compact(body))


def read_election(text: str) -> Election:
    """Of the published text. MalformedError when a field is missing or means nothing; fields of others are let be."""
    found = read(text)
    if not isinstance(found, dict) or set(_NEEDED) - set(found):
        raise MalformedError("election: fields are missing")
    if found["version"] != 1 or isinstance(found["version"], bool) or not is_uuid(found["uuid"]):
        raise MalformedError("election: unknown version or no name of an election")
    try:
        chosen = group(found["group"])
    except (ValueError, TypeError):
        raise MalformedError("election: unknown group") from None
    key = decimal(found["public_key"], "public key")
    if not chosen.holds(key) or key == 1:
        raise MalformedError("election: the key is no element of the group")
    questions = tuple(_question(one, chosen) for one in rows(found["questions"], "questions"))
    if not questions:
        raise MalformedError("election: no question")
    return Election(text, found["uuid"], _text(found["name"]), chosen, mpz(key), questions)


def _question(value: Any, chosen: Group) -> Question:
    if isinstance(value, dict) and "type" in value:
        found = fields(value, "question", ("type", "value"), ("extra",))
        inner = fields(found["value"], "question", ("answers", "question"))
        answers = _answers(inner["answers"])
        if found["type"] != "NonHomomorphic":
            raise MalformedError("question: unknown type")
        if chosen.embedding is None or (len(answers) + 1) * chosen.embedding.bits + chosen.embedding.padding > 2048:
            raise MalformedError("question: its answers do not fit into an element of this group")
        extra = found.get("extra")
        return Ranked(_text(inner["question"]), answers, extra if isinstance(extra, dict) else None)
    found = fields(value, "question", ("answers", "min", "max", "question"), ("blank",))
    answers, blank = _answers(found["answers"]), found.get("blank", False)
    least, most = found["min"], found["max"]
    if not all(type(bound) is int for bound in (least, most)) or not isinstance(blank, bool):
        raise MalformedError("question: bounds that are no numbers")
    if not 0 <= least <= most <= len(answers):
        raise MalformedError("question: bounds that no ballot can keep")
    return Summed(_text(found["question"]), answers, least, most, blank)


def _answers(value: Any) -> tuple[str, ...]:
    found = tuple(_text(one) for one in rows(value, "answers"))
    if not found:
        raise MalformedError("question: no answer")
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise MalformedError("election: a text is none")
    return value
