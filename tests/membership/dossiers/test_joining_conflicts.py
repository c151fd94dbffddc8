"""What stands in the way of joining two files: people decide it first, and nothing changes before (R021)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from lianxin.foundation.accounts.models import Joining
from lianxin.kernel.decision import Refused
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.models import Attendance
from lianxin.membership.transfer.models import Transfer
from tests.factories import County, appoint
from tests.membership.dossiers.rosters import number
from tests.membership.dossiers.twins import again, against, all_rows, charge, gathering, merge

pytestmark = pytest.mark.django_db
Two = tuple[Member, Member]


def update(file: Member, **columns: Any) -> None:
    Member.objects.unscoped("test").filter(pk=file.pk).update(**columns)


def other_number(county: County, gone: Member, kept: Member) -> None:
    gone.person.identity_number = number(sequence=7)
    gone.person.save()


def verified_phones(county: County, gone: Member, kept: Member) -> None:
    for at, file in enumerate((gone, kept)):
        file.person.phone, file.person.phone_verified_at = f"1390000000{at}", timezone.now()
        file.person.save()


def accounts(county: County, gone: Member, kept: Member) -> None:
    for at, file in enumerate((gone, kept)):
        county.people[f"twin{at}"] = file.person
        county.account_of(f"twin{at}")


def dues(county: County, gone: Member, kept: Member) -> None:
    charge(county, gone)
    charge(county, kept)


def open_gathering(county: County, gone: Member, kept: Member) -> None:
    one = gathering(county, state="called", title="七月党课")
    for file in (gone, kept):
        Attendance.objects.create(gathering=one, member=file)


def ways(county: County, gone: Member, kept: Member) -> None:
    branch = county.organisations["QS01-B1"]
    for file in (gone, kept):
        Development.objects.unscoped("test").create(
            member=file, state="applied", organisation=branch, org_path=branch.path, opened_at=timezone.now()
        )


def way_elsewhere(county: County, gone: Member, kept: Member) -> None:
    branch = county.organisations["QS01-B1"]
    Development.objects.unscoped("test").create(
        member=gone, state="applied", organisation=branch, org_path=branch.path, opened_at=timezone.now()
    )
    update(kept, organisation=county.town)


def transfers(county: County, gone: Member, kept: Member) -> None:
    branch = county.organisations["QS01-B1"]
    for file in (gone, kept):
        Transfer.objects.unscoped("test").create(
            member=file, state="asked", organisation=branch, org_path=branch.path, opened_at=timezone.now(),
            asked_on=date(2026, 3, 1), source_name="甲", target_name="乙",
        )  # fmt: skip


def posts(county: County, gone: Member, kept: Member) -> None:
    for file in (gone, kept):
        appoint(file.person, "caller", county.organisations["QS01-B1"])


CASES: list[tuple[Callable[[County, Member, Member], Any], str]] = [
    (lambda c, gone, kept: update(gone, stage="probationary"), "人员类别不同"),
    (lambda c, gone, kept: update(gone, joined_on=date(2010, 7, 2)), "入党日期不同"),
    (lambda c, gone, kept: update(gone, full_since=date(2011, 7, 2)), "转正日期不同"),
    (lambda c, gone, kept: update(gone, born=date(1988, 3, 8)), "出生日期不同"),
    (lambda c, gone, kept: update(kept, standing="moved"), "请保留在册的那一份"),
    (other_number, "身份证号不同"),
    (verified_phones, "核验过的手机号"),
    (accounts, "登录账号"),
    (dues, "2026年03月的党费"),
    (open_gathering, "七月党课"),
    (ways, "在办的发展党员"),
    (way_elsewhere, "另一个支部有在办的发展党员"),
    (transfers, "没办完的组织关系转接"),
    (posts, "同一个岗位"),
]


@pytest.mark.parametrize(("differ", "word"), CASES)
def test_what_people_must_decide_stops_it_and_changes_nothing(
    differ: Any, word: str, two: Two, keepers: County
) -> None:
    gone, kept = two
    update(kept, born=date(1988, 3, 7))
    update(gone, born=date(1988, 3, 7))
    gone, kept = again(gone, kept)
    assert against(gone, kept) == "", "nothing stands in the way before"
    differ(keepers, gone, kept)
    gone, kept = again(gone, kept)
    before = [all_rows(gone), all_rows(kept)]
    assert word in against(gone, kept)
    with pytest.raises(Refused, match="还不能合并"):
        merge(keepers, gone, kept)
    assert [all_rows(gone), all_rows(kept)] == before
    assert not Joining.objects.exists()


@pytest.mark.parametrize("differ", [
    lambda c, gone, kept: update(gone, joined_on=None, full_since=None, born=None),
    lambda c, gone, kept: charge(c, gone),
    lambda c, gone, kept: update(gone, standing="moved"),
    lambda c, gone, kept: update(gone, organisation=c.town),
    lambda c, gone, kept: update(gone, work_unit="别的单位", education="31"),
])  # fmt: skip
def test_what_only_one_knows_or_says_otherwise_in_passing_stops_nothing(differ: Any, two: Two, keepers: County) -> None:
    gone, kept = two
    differ(keepers, gone, kept)
    gone, kept = again(gone, kept)
    merge(keepers, gone, kept)
    assert Joining.objects.count() == 1


def test_a_closed_account_stays_with_the_row_that_was_emptied(two: Two, keepers: County) -> None:
    gone, kept = two
    accounts(keepers, gone, kept)
    account = gone.person.account
    account.is_active = False
    account.save()
    gone, kept = again(gone, kept)
    merge(keepers, gone, kept)
    account.refresh_from_db()
    assert account.person_id == gone.person_id
