"""The way of somebody who goes to another instance, as `history` writes it; and what another instance told, kept for 接续."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxin.foundation.files.queries import files_of_all
from lianxin.membership.dossiers.models import Member, Paper

from . import history
from .models import Brought, Development


def tell(member: Member) -> dict[str, Any] | None:
    """The open way of a member at a stage that goes on elsewhere; None for everybody else."""
    case = Development.objects.unscoped("the way of one person").filter(member=member, closed_at=None).first()
    if case is None or member.stage not in history.CHAIN:
        return None
    bodies = _bodies(case)
    steps = [
        {
            "event": event,
            "on": on,
            "by": bodies.get(event, "")[: history.LONGEST_NAME],
            "figures": _figures(case, event),
        }
        for event, on in _days(case, history.may_tell(member.stage))
    ]
    if not steps:
        return None
    steps.sort(key=lambda step: str(step["on"]))  # the same days keep the order of the table
    return {
        "v": history.VERSION,
        "stage": member.stage,
        "steps": steps[-history.MOST_STEPS :],
        "papers": _papers(member),
    }


def _days(case: Development, events: tuple[str, ...]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for event in events:
        days = case.fact(event).get("days", []) if event in history.SEVERAL else []
        found += [(event, day) for day in days or filter(None, [case.dates.get(event)])]
    return found


def _bodies(case: Development) -> dict[str, str]:
    """event -> who took it: as another instance told it before, or the organisation by whose duty it was taken here."""
    found = {str(event): str(by) for event, by in case.fact("carry_on").get("bodies", {}).items()}
    for step in case.steps.filter(organisation__isnull=False).select_related("organisation").order_by("at", "pk"):
        found[step.event] = step.organisation.name if step.organisation else ""
    return {"apply": case.organisation.name} | found


def _figures(case: Development, event: str) -> dict[str, int]:
    fact = case.fact("extend" if event == "approve_extend" else event)
    found: dict[str, int] = {}
    for name, most in history.FIGURES.get(event, {}).items():
        said = fact.get(name)
        number = sum(int(n or 0) for n in said) if isinstance(said, list) else int(said or 0)
        if said is not None and 0 <= number <= most:
            found[name] = number
    return found


def _papers(member: Member) -> list[dict[str, Any]]:
    """Papers of the list of DEV-26 that the file holds, by kind, day and the fingerprints of their pages; no words of them."""
    rows = list(
        Paper.objects.filter(member=member, state="kept", kind__in=_of_the_way()).order_by("kind", "dated", "pk")
    )
    files = files_of_all([row.subject for row in rows])
    return [
        {"kind": row.kind, "dated": row.dated.isoformat() if row.dated else "",
         "pages": [file.sha256 for file in files.get(row.subject, [])][: history.MOST_PAGES]}
        for row in rows[: history.MOST_PAPERS]
    ]  # fmt: skip


def _of_the_way() -> set[str]:
    from .steps import STEPS

    return {step.paper for step in STEPS if step.paper}


def bring(member: Member, told: str, source: str, letter: str, on: date) -> None:
    """Keep what came with a letter until somebody goes on with it; a later letter takes the place of an earlier one."""
    Brought.objects.update_or_create(
        member=member, defaults={"told": told, "source": source, "letter": letter, "came_on": on}
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One step as it is proposed."""

    event: str
    label: str
    on: date
    by: str
    figures: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What another instance told of somebody, before a person has confirmed any of it."""

    row: Brought
    said: dict[str, Any]

    @property
    def lines(self) -> list[Line]:
        """The steps in the order of their days."""
        lines = [
            Line(step["event"], history.label(step["event"]), date.fromisoformat(step["on"]), step.get("by", ""),
                 history.figures_in_words(step.get("figures", {})))
            for step in self.said["steps"]
        ]  # fmt: skip
        return sorted(lines, key=lambda line: line.on)

    @property
    def days(self) -> dict[str, date]:
        """event -> its day, for those that come once."""
        return {line.event: line.on for line in self.lines if line.event not in history.SEVERAL}

    @property
    def months(self) -> int:
        """By how much the probation was extended before (DEV-22)."""
        return sum(
            step.get("figures", {}).get("months", 0) for step in self.said["steps"] if step["event"] == "approve_extend"
        )

    @property
    def papers(self) -> list[tuple[str, str, list[tuple[str, bool]]]]:
        """(kind, day, pages): each page's fingerprint, and whether the file here holds exactly that page."""
        rows = Paper.objects.filter(member=self.row.member_id)
        here = {file.sha256 for files in files_of_all([row.subject for row in rows]).values() for file in files}
        return [
            (paper["kind"], paper.get("dated", ""), [(page, page in here) for page in paper.get("pages", [])])
            for paper in self.said["papers"]
        ]


def proposed(member: Member) -> Proposal | None:
    """What came with the letter of a member, as long as it fits the file; else nothing is proposed."""
    row = Brought.objects.filter(member=member).first()
    if row is None:
        return None
    said = json.loads(row.told)
    return Proposal(row, said) if said.get("stage") == member.stage else None
