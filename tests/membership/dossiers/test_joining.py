"""Duplicates found and made one without loss, in every room; what people must decide; the way back (R021)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from lianxin.foundation.accounts.joining import former_ids, now_of
from lianxin.foundation.accounts.models import Joining, Person
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.privacy.export import export_of
from lianxin.foundation.spine import joining
from lianxin.foundation.spine.joining import Stay
from lianxin.kernel.decision import Refused
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers import duplicates, papers
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Apart, Member, MemberEvent, Paper
from lianxin.membership.dues.models import Assessment
from lianxin.membership.gatherings.models import Attendance
from tests.factories import County, appoint
from tests.membership.dossiers.rosters import book, number, person
from tests.membership.dossiers.twins import again, all_rows, fill, gathering, merge

pytestmark = pytest.mark.django_db
ROOT = "/workbench/members/"
BOTH = {"name": "周禾苗", "joined_on": date(2010, 7, 1), "full_since": date(2011, 7, 1)}
Desk = Callable[[str], Client]


def test_candidates_by_number_by_name_and_birth_by_phone(two: Any, keepers: County) -> None:
    gone, kept = two
    (pair,) = duplicates.candidates(keepers.actor("organiser"))
    assert ({pair.first.pk, pair.second.pk}, pair.signs) == ({gone.pk, kept.pk}, ["born"])
    Member.objects.unscoped("test").filter(pk=gone.pk).update(name="周禾")
    assert duplicates.candidates(keepers.actor("organiser")) == []
    gone.person.phone = "138 0000 0001"
    gone.person.save()
    assert [p.signs for p in duplicates.candidates(keepers.actor("organiser"))] == [["phone"]]
    gone.person.identity_number = number(sequence=1)
    gone.person.save()
    assert [p.signs for p in duplicates.candidates(keepers.actor("organiser"))] == [["identity", "phone"]]
    assert duplicates.candidates(keepers.actor("other_organiser")) == [], "P05"


def test_empty_numbers_make_nobody_the_same(keepers: County) -> None:
    run(
        book([person(1, name="周甲", phone=""), person(3, name="周乙", phone="")]),
        actor=keepers.actor("organiser"),
        dry=False,
    )
    Person.objects.filter(member__isnull=False).update(identity_index="", identity_number="")
    Member.objects.unscoped("test").update(born=None, name="周某")
    assert duplicates.candidates(keepers.actor("organiser")) == []


def test_everything_moves_and_nothing_is_lost(two: Any, keepers: County) -> None:
    gone, kept = two
    fill(keepers, gone)
    mine, theirs = all_rows(gone), all_rows(kept)
    made = merge(keepers, gone, kept)
    after, left = all_rows(kept), all_rows(gone)
    staying = {key for key in mine if isinstance(joining.way_of(key), Stay)}
    moved = 0
    for key in mine.keys() - staying:
        assert set(mine[key]) <= set(after[key]) | {made.pk}, key
        assert set(theirs[key]) <= set(after[key]), key
        assert not set(mine[key]) & set(left[key]), key
        moved += len(mine[key])
    assert moved >= 7
    gone, kept = again(gone, kept)
    assert (gone.standing, kept.standing) == ("merged", "active")
    assert list(gone.events.values_list("kind", flat=True)) == ["merged"]


def test_what_one_did_not_know_comes_from_the_other(two: Any, keepers: County) -> None:
    gone, kept = two
    # the other way round: the poor file stays
    merge(keepers, kept, gone)
    rich, poor = again(kept, gone)
    assert (poor.work_unit, poor.person.identity_number, poor.person.phone) == (
        "柳河小学",
        number(sequence=1),
        "13800000001",
    )
    assert (rich.person.identity_number, rich.person.phone, rich.person.identity_index) == ("", "", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT before FROM accounts_joining")
        assert "13800000001" not in cursor.fetchone()[0], "sealed"
    # whoever comes with this number finds the one file
    again_in = run(
        book([person(1, work_unit="柳河小学", phone="13800000001")]), actor=keepers.actor("organiser"), dry=True
    )
    assert (again_in.fresh, again_in.unchanged) == (0, 1)


def test_it_can_be_taken_apart_and_each_has_what_it_had(two: Any, keepers: County) -> None:
    gone, kept = two
    fill(keepers, gone)
    before = [all_rows(gone), all_rows(kept)]
    facts = [(f.work_unit, f.born, f.person.identity_number, f.person.phone) for f in again(gone, kept)]
    made = merge(keepers, gone, kept)
    papers.add(actor=keepers.actor("organiser"), member=kept, said=papers.Said("其他材料", on_paper=True))
    duplicates.split(actor=keepers.actor("organiser"), made=made, reason="是两个同名的人")
    told = MemberEvent.objects.filter(kind="merged").values_list("pk", flat=True)
    for file, rows in zip((gone, kept), before, strict=True):
        now = all_rows(file)
        for key, keys in rows.items():
            if key.startswith("accounts.Joining"):
                continue
            fresh = set(now[key]) - set(keys)
            assert set(keys) <= set(now[key]), key
            assert not fresh or key in ("dossiers.MemberEvent.member", "dossiers.Paper.member"), (key, fresh)
    assert told.count() == 4
    assert [(f.work_unit, f.born, f.person.identity_number, f.person.phone) for f in again(gone, kept)] == facts
    assert Paper.objects.get(kind="其他材料").member_id == kept.pk, "what came since stays"
    with pytest.raises(Refused, match="拆开过"):
        duplicates.split(actor=keepers.actor("organiser"), made=Joining.objects.get(pk=made.pk), reason="再来一次")


def test_a_joining_that_was_taken_apart_can_be_made_again(two: Any, keepers: County) -> None:
    gone, kept = two
    duplicates.split(actor=keepers.actor("organiser"), made=merge(keepers, gone, kept), reason="看错了")
    gone, kept = again(gone, kept)
    merge(keepers, gone, kept)
    assert now_of(gone.person_id) == kept.person_id


def test_mentors_are_named_by_the_file_that_stays(two: Any, keepers: County) -> None:
    gone, kept = two
    branch = keepers.organisations["QS01-B1"]
    case = Development.objects.unscoped("test").create(
        member=Member.objects.unscoped("test").create(
            person=keepers.people["author"], organisation=branch, org_path=branch.path, name="钱申请", stage="activist"
        ),
        state="activist", organisation=branch, org_path=branch.path, opened_at=timezone.now(),
        facts={"mentors": {"people": [str(gone.pk)]}, "talk": {"days": gone.pk}},
    )  # fmt: skip
    made = merge(keepers, gone, kept)
    case.refresh_from_db()
    assert case.facts == {"mentors": {"people": [str(kept.pk)]}, "talk": {"days": gone.pk}}
    duplicates.split(actor=keepers.actor("organiser"), made=made, reason="看错了")
    case.refresh_from_db()
    assert case.fact("mentors")["people"] == [str(gone.pk)]


def test_the_ledger_of_both_is_the_persons_own(two: Any, keepers: County) -> None:
    """P03: lines are never changed, so they are found under both keys."""
    gone, kept = two
    keepers.people["twin"] = gone.person
    from lianxin.foundation.privacy import actions as privacy

    privacy.note_export(actor=keepers.actor("twin"), form="JSON")
    lines = AuditLine.objects.unscoped("test").filter(person_id=gone.person_id).count()
    merge(keepers, gone, kept)
    assert AuditLine.objects.unscoped("test").filter(person_id=gone.person_id).count() == lines
    assert former_ids(kept.person_id) == [gone.person_id]
    told = [row["操作"] for row in export_of(kept.person_id).rooms["操作记录"]["本人的操作"]]
    assert any("导出了本人信息" in text for text in told)


def test_in_closed_minutes_both_stay_and_an_assessment_in_force_is_not_doubled(two: Any, keepers: County) -> None:
    gone, kept = two
    one = gathering(keepers)
    for file in (gone, kept):
        Attendance.objects.create(gathering=one, member=file, mark="present")
        Assessment.objects.unscoped("test").create(member=file, since=date(2026, 1, 1), group="farmer", income="0",
                                                   amount=1, payable=1)  # fmt: skip
    merge(keepers, gone, kept)
    assert Attendance.objects.filter(gathering=one).count() == 2
    assert Assessment.objects.unscoped("test").filter(member=kept).count() == 1
    assert Assessment.objects.unscoped("test").count() == 2, "nothing is deleted"


def test_the_two_of_two_people_at_once(two: Any, keepers: County) -> None:
    """One wins, the other is told; so is who looked at an older page."""
    gone, kept = two
    seen = (gone.revision, kept.revision)
    merge(keepers, gone, kept)
    with pytest.raises(Refused, match="已被别人处理过"):
        merge(keepers, gone, kept, revisions=seen)
    gone, kept = again(gone, kept)
    with pytest.raises(Refused, match="已经合并过"):
        merge(keepers, gone, kept)


@pytest.mark.parametrize(
    ("who", "page", "post"),
    [("organiser", 200, 303), ("branch_secretary", 403, 403), ("secretary", 403, 403), ("leader", 403, 403),
     ("other_organiser", 404, 404), ("handler", 403, 403), ("", 302, 302)],
)  # fmt: skip
def test_who_may(who: str, page: int, post: int, two: Any, desk: Desk) -> None:
    gone, kept = two
    client = desk(who) if who else Client()
    url = f"{ROOT}duplicates/{gone.pk}/{kept.pk}/"
    said = {"act": "merge", "kept": kept.pk, "reason": "问过本人", "revision_one": 0, "revision_other": 0}
    assert [client.get(url).status_code, client.post(url, said).status_code] == [page, post]
    assert Joining.objects.exists() == (post == 303)


def test_one_side_outside_the_scope_is_as_if_there_were_none(two: Any, keepers: County, desk: Desk) -> None:
    """P05: nobody learns that a file of another town is like theirs."""
    gone, kept = two
    other = keepers.organisations["QS02"]
    Member.objects.unscoped("test").filter(pk=gone.pk).update(organisation=other)
    assert "没有发现重复" in desk("organiser").get(f"{ROOT}duplicates/").text
    assert desk("organiser").get(f"{ROOT}duplicates/{gone.pk}/{kept.pk}/").status_code == 404


def test_nobody_joins_their_own_file(two: Any, keepers: County) -> None:
    gone, kept = two
    appoint(kept.person, "organiser", keepers.town)
    keepers.people["self"] = kept.person
    with pytest.raises(Refused, match="其他同志"):
        duplicates.merge(actor=keepers.actor("self"), gone=gone, kept=kept, reason="自己知道", revisions=(0, 0))


def test_side_by_side_numbers_are_masked_and_the_page_says_what_to_decide(
    two: Any, keepers: County, desk: Desk
) -> None:
    gone, kept = two
    client, url = desk("organiser"), f"{ROOT}duplicates/{gone.pk}/{kept.pk}/"
    text = client.get(url).text
    assert "13800000001" not in text
    assert "138****0001" in text
    empty = client.post(url, {"act": "merge", "kept": kept.pk, "reason": ""})
    assert (empty.status_code, "请填写“怎样核实是同一个人”" in empty.text) == (422, True)
    Member.objects.unscoped("test").filter(pk=gone.pk).update(joined_on=date(2010, 7, 2))
    assert "请核对原件" in client.get(url).text


def test_kept_apart_they_are_not_listed_again(two: Any, keepers: County, desk: Desk) -> None:
    gone, kept = two
    client, url = desk("organiser"), f"{ROOT}duplicates/{gone.pk}/{kept.pk}/"
    assert client.post(url, {"act": "apart"}).status_code == 303
    assert "没有发现重复" in client.get(f"{ROOT}duplicates/").text
    assert client.post(url, {"act": "apart"}).status_code == 422, "twice"
    assert Apart.objects.count() == 1


def test_the_pages_after_a_joining(two: Any, keepers: County, desk: Desk) -> None:
    gone, kept = two
    made = merge(keepers, gone, kept)
    client = desk("organiser")
    text = client.get(f"{ROOT}{kept.pk}/").text
    assert "合并记录" in text
    assert "电话问过本人" in text
    assert f"{ROOT}{kept.pk}/" in client.get(f"{ROOT}{gone.pk}/").text
    assert f"{ROOT}{gone.pk}/" not in client.get(ROOT).text
    assert desk("other_organiser").post(f"{ROOT}joinings/{made.pk}/split/", {"reason": "x"}).status_code == 404
    assert client.post(f"{ROOT}joinings/{made.pk}/split/", {"reason": "弄错了"}).status_code == 303
    assert f"{ROOT}{gone.pk}/" in client.get(ROOT).text
