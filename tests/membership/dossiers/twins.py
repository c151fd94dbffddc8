"""One person twice: what tests of joining do with the two files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lianxin.foundation.accounts.models import Joining
from lianxin.foundation.spine import joining
from lianxin.membership.dossiers import duplicates
from lianxin.membership.dossiers.models import Member, Paper
from lianxin.membership.dues.models import Posting
from lianxin.membership.gatherings.models import Attendance, Gathering
from tests.factories import County, appoint


def merge(keepers: County, gone: Member, kept: Member, **more: Any) -> Joining:
    said: dict[str, Any] = {"reason": "电话问过本人", "revisions": (gone.revision, kept.revision)} | more
    return duplicates.merge(actor=keepers.actor("organiser"), gone=gone, kept=kept, **said)


def against(gone: Member, kept: Member) -> str:
    return "".join(duplicates.against(gone, kept))


def again(*files: Member) -> list[Any]:
    return [Member.objects.unscoped("test").select_related("person", "organisation").get(pk=file.pk) for file in files]


def all_rows(file: Member) -> dict[str, list[int]]:
    """Every row of every room that hangs on the file or its person."""
    return {
        key: list(QuerySet(model).filter(**{column: target.pk}).order_by("pk").values_list("pk", flat=True))
        for target in (file, file.person)
        for key, model, column in joining.keys_to(type(target))
    }


def gathering(county: County, *, state: str = "closed", title: str = "党课") -> Gathering:
    branch = county.organisations["QS01-B1"]
    return Gathering.objects.unscoped("test").create(
        organisation=branch, org_path=branch.path, kind="lecture", title=title, starts_at=timezone.now(), agenda="学习",
        state=state, key=f"{state}-{Gathering.objects.unscoped('test').count()}",
    )  # fmt: skip


def charge(county: County, file: Member) -> None:
    """The dues of a month are owed."""
    branch = county.organisations["QS01-B1"]
    Posting.objects.unscoped("test").create(
        organisation=branch, on=date(2026, 3, 2), debit="receivable", credit="income", fen=500,
        member=file, month=date(2026, 3, 1), text="应收", key=f"p{file.pk}",
    )  # fmt: skip


def fill(county: County, file: Member) -> None:
    """Rows of several rooms: appointment, paper, gathering, attendance, dues."""
    appoint(file.person, "reviewer", county.organisations["QS01-B1"])
    Paper.objects.create(member=file, kind="入党申请书", on_paper=True, by=file.person)
    one = gathering(county)
    Gathering.objects.unscoped("test").filter(pk=one.pk).update(by=file.person)
    Attendance.objects.create(gathering=one, member=file, mark="present")
    charge(county, file)
