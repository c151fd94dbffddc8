"""Letters put straight into the tables, for the figures that are counted from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lianxin.voice.letters.models import Letter, LetterClock, Review
from tests.factories import SHANGHAI, County

#: a Wednesday in the middle of a quarter
NOW = datetime(2025, 8, 13, 12, 0, tzinfo=SHANGHAI)
CODES = ("QS", "QS-U1", "QS01", "QS01-U1", "QS01-U2", "QS02", "QS02-U1")


@dataclass(frozen=True)
class Row:
    """What one letter brings to the figures."""

    code: str
    kind: str
    state: str
    opened: timedelta
    days: int | None
    late: bool
    rating: int | None
    round: int
    due: timedelta | None
    clock: timedelta | None
    refusal: str

    @property
    def at(self) -> datetime:
        return NOW - self.opened

    @property
    def answered(self) -> bool:
        return self.days is not None


def plant(county: County, made: list[Row]) -> None:
    """The rows straight into the tables: what the figures see, whether or not a life could lead there."""
    letters = Letter.objects.bulk_create(
        Letter(
            kind=r.kind, state=r.state, title="题", body="文", opened_at=r.at,
            received_by=county.town, organisation=county.organisations[r.code],
            org_path=county.organisations[r.code].org_path,
            answered_at=r.at + timedelta(days=1) if r.answered else None, answer_days=r.days,
            answer_late=r.late if r.answered else None, rating=r.rating if r.answered else None, round=r.round,
            due_at=NOW + r.due if r.due else None,
        )
        for r in made
    )  # fmt: skip
    LetterClock.objects.bulk_create(
        LetterClock(
            case=x, name="answer", label="答复", rule_id="HOT-01", rule_version="1", amount=1, unit="workday",
            started_at=x.opened_at, due_at=NOW + r.clock, state="running",
        )
        for x, r in zip(letters, made, strict=True) if r.clock
    )  # fmt: skip
    Review.objects.bulk_create(
        Review(letter=x, decision="refuse", reason=r.refusal, created_at=r.at)
        for x, r in zip(letters, made, strict=True)
        if r.refusal
    )


def answered(count: int, **more: Any) -> list[Row]:
    """Letters of the last days with an answer each."""
    base = {
        "code": "QS01-U1", "kind": "help", "state": "replied", "days": 2, "late": False, "rating": None, "round": 1,
        "due": None, "clock": None, "refusal": "",
    }  # fmt: skip
    return [Row(opened=timedelta(days=n % 20), **{**base, **more}) for n in range(count)]
