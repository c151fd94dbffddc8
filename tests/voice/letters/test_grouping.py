"""R088 主题聚合 and R086 苗头提示: by what letters say, never by who wrote them; the machine proposes, people decide."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Refused
from lianxin.voice.letters import actions
from lianxin.voice.letters.actions import grouping
from lianxin.voice.letters.actions.rises import look_for_rises, mark_rise
from lianxin.voice.letters.models import Grouped, Letter, LetterGroup, Rise, Topic
from lianxin.voice.letters.queries import grouping as queries
from tests.factories import SHANGHAI, County, letter_in, submit
from tests.voice.letters.matrix import visitor

NOW = datetime(2025, 6, 17, 10, 0, tzinfo=SHANGHAI)
MONDAY = date(2025, 6, 9)
LAMP = ("双河口桥头路灯整夜不亮", "双河口桥头的路灯坏了半个月，晚上过桥看不清路，孩子放学害怕。")
ALIKE = ("桥头路灯不亮，双河口晚上没法走", "我们双河口桥头路灯坏了很久，晚上看不清路，老人过桥害怕。")
OTHERS = (
    ("中心小学门口堵车", "早上七点半到八点中心小学门口车辆乱停，接送孩子的家长过不去。"),
    ("医保卡怎样补办", "医保卡丢了，想问在哪里补办，需要带什么材料，几天能拿到新卡。"),
    ("河道里漂满水葫芦", "东门河道漂满了水葫芦和垃圾，天热发臭，请组织打捞清理。"),
    ("养老金八月没有到账", "退休职工的养老金八月份没有到账，打电话没有人接，请核实。"),
    ("广场舞音响太吵", "人民广场晚上十点还在放音响跳广场舞，影响高三学生休息。"),
)


def write(county: County, said: tuple[str, str], *, days: int = 1, by: str = "author", **more: Any) -> Letter:
    with moment.at(NOW - timedelta(days=days)):
        return submit(county, county.actor(by), title=said[0], body=said[1], **more)


def told(county: County) -> Letter:
    """Some letters about everything, and two about one thing."""
    for i, said in enumerate(OTHERS):
        write(county, said, days=20 - i)
    first = write(county, LAMP, days=5)
    write(county, ALIKE, days=2, by="neighbour")
    return first


def group_at(county: County) -> LetterGroup:
    told(county)
    grouping.sort_new()
    return LetterGroup.objects.unscoped("test").get()


def test_letters_about_one_thing_stand_together_whoever_wrote_them(county: County) -> None:
    """R088, O01: two authors, one group; the others stand alone; no field of it names an author."""
    group = group_at(county)
    assert set(group.members.values_list("letter__title", flat=True)) == {LAMP[0], ALIKE[0]}
    assert (group.name, group.mark, group.organisation) == (LAMP[0], "proposed", county.town)
    names = {f.name for model in (LetterGroup, Grouped, Rise) for f in model._meta.get_fields()}
    assert not [n for n in names if "author" in n or n in ("person", "nickname")]
    assert not {"author_id", "nickname", "contact_name"} & set(grouping.READ)


def test_one_step_or_many_give_the_same_groups(county: County) -> None:
    """R088: incremental; what was looked at is not looked at again."""
    told(county)
    write(county, LAMP, days=1)
    assert grouping.sort_new() == 8
    once = set(Grouped.objects.values_list("letter_id", "group__name"))
    from lianxin.voice.letters.models import SortedUpTo

    LetterGroup.objects.unscoped("test").all().delete()
    SortedUpTo.objects.all().delete()
    while grouping.sort_new(most=1):
        pass
    assert set(Grouped.objects.values_list("letter_id", "group__name")) == once
    assert len(once) == 3
    assert grouping.sort_new() == 0


def test_another_place_another_time_another_topic_are_another_matter(county: County) -> None:
    top = [
        Topic.objects.create(code=f"T{i}", name=name, level=1, path=name) for i, name in enumerate(("城乡建设", "教育"))
    ]
    for i, said in enumerate(OTHERS):
        write(county, said, days=100 - i)
    write(county, LAMP, days=90, topic=top[0])
    write(county, LAMP, days=2, topic=top[0])  # LX-152: more than sixty days later
    write(county, ALIKE, days=2, topic=top[1])
    write(county, ALIKE, days=2, received_by=county.organisations["QS02"])
    grouping.sort_new()
    assert not Grouped.objects.exists()


def test_people_decide(county: County) -> None:
    """R088: keep, rename, merge, take out, dissolve; the machine does not take it back."""
    group, leader = group_at(county), county.actor("leader")
    with pytest.raises(Refused):
        grouping.decide_group(actor=county.actor("foreign_dispatcher"), group=group, revision=0, mark="kept")
    group = grouping.decide_group(actor=leader, group=group, revision=0, mark="kept", name="双河口路灯")
    with pytest.raises(Refused) as stale:
        grouping.decide_group(actor=leader, group=group, revision=0, mark="dissolved")
    assert stale.value.denied.code == "stale"
    group = grouping.decide_group(actor=leader, group=group, revision=1, mark="dissolved")
    write(county, LAMP, days=0)
    grouping.sort_new()
    assert group.members.count() == 2, "a dissolved matter does not grow"
    other = LetterGroup.objects.create(name="另一个", organisation=county.town, org_path=county.town.org_path,
                                       created_at=NOW, last_at=NOW)  # fmt: skip
    grouping.merge_groups(actor=leader, group=group, into=other, revision=2)
    assert (group.members.count(), other.members.count()) == (0, 2)
    other.refresh_from_db()
    grouping.take_out(actor=leader, group=other, letter=other.members.first().letter, revision=other.revision)
    assert other.members.count() == 1


def test_who_keeps_away_does_not_read_of_it(county: County) -> None:
    """PET-06, P05."""
    group = group_at(county)
    reviewer = county.actor("reviewer")
    assert [g.n for g in queries.groups(reviewer, "proposed")] == [2]
    assert not queries.groups(county.actor("foreign_reviewer"), "proposed")
    letter = group.members.first().letter
    letter = actions.take_in(actor=reviewer, letter=letter, public=True, revision=letter.revision)
    actions.exclude(
        actor=county.actor("dispatcher"), letter=letter, person=county.people["reviewer"], revision=letter.revision
    )
    assert not queries.groups(reviewer, "proposed")


def test_the_pages_of_groups(county: County) -> None:
    group = group_at(county)
    client = visitor(county, "dispatcher", group.members.first().letter)
    assert LAMP[0] in client.get("/workbench/letters/groups/").content.decode()
    page = client.get(f"/workbench/letters/groups/{group.pk}/").content.decode()
    assert ALIKE[0] in page
    address = f"/workbench/letters/groups/{group.pk}/"
    assert client.post(f"{address}rename/", {"name": " ", "revision": 0}).status_code == 422
    assert client.post(f"{address}rename/", {"name": "路灯", "revision": 0}).status_code == 302
    assert client.post(f"{address}keep/", {"revision": 0}).status_code == 409
    assert client.get(f"{address}keep/").status_code == 405
    assert visitor(county, "foreign_dispatcher", group.members.first().letter).get(address).status_code == 404
    assert Client().get("/workbench/letters/groups/").status_code == 302


# -- 苗头 -------------------------------------------------------------------------------------------


def flood(county: County, many: int = 7) -> Topic:
    """One letter a week about the lamps, and then many in one week."""
    top = Topic.objects.create(code="A", name="城乡建设", level=1, path="城乡建设")
    lamps = Topic.objects.create(code="A1", name="路灯", level=2, path="城乡建设/路灯", parent=top)
    deep = Topic.objects.create(code="A11", name="不亮", level=3, path="城乡建设/路灯/不亮", parent=lamps)
    for week in range(1, 9):
        write(county, (f"第 {week} 件", "路灯"), days=5 + 7 * week, topic=lamps)
    for i in range(many):
        write(county, (f"村口路灯 {i}", f"{i} 号灯"), days=5, topic=deep)
    return lamps


def test_a_planted_rise_is_found_with_its_sources_and_method(county: County) -> None:
    """R087: R086, O04: topic × place × week; the page prints window, test and rate, and opens what it stands on."""
    lamps = flood(county)
    with moment.at(NOW):
        assert look_for_rises(week=MONDAY) == 1
        assert look_for_rises(week=MONDAY) == 0, "the same week twice"
    rise = Rise.objects.unscoped("test").get()
    assert (rise.topic, rise.organisation, rise.sources, rise.before) == (lamps, county.town, 7, [1] * 8)
    client = visitor(county, "leader", Letter.objects.unscoped("test").first())  # type: ignore[arg-type]  # there is one
    page = client.get(f"/workbench/letters/rises/{rise.pk}/").content.decode()
    assert "Bonferroni" in page
    assert page.count("村口路灯") == 7
    assert "前 8 周" in page
    assert (
        visitor(county, "handler", rise and Letter(pk=1)).get(f"/workbench/letters/rises/{rise.pk}/").status_code == 404
    )


def test_quiet_weeks_and_few_sources_raise_nothing(county: County) -> None:
    """O02 (LX-153): four sources say nothing; one and the same title is one source."""
    flood(county, many=4)
    for _ in range(6):
        write(county, ("一样的标题", "一样的话"), days=5, topic=Topic.objects.get(code="A1"))
    with moment.at(NOW):
        assert look_for_rises(week=MONDAY) == 1, "five titles are five sources"
        assert Rise.objects.unscoped("test").get().sources == 5
        assert look_for_rises(week=MONDAY - timedelta(7)) == 0


def test_a_person_says_what_becomes_of_a_hint(county: County) -> None:
    """R086: looked at, passed on (to whom), not so (why); never by itself."""
    flood(county)
    with moment.at(NOW):
        look_for_rises(week=MONDAY)
    rise, leader = Rise.objects.unscoped("test").get(), county.actor("leader")
    for given in ({"mark": "passed"}, {"mark": "not_so"}, {"mark": "new"}):
        with pytest.raises(Refused):
            mark_rise(actor=leader, rise=rise, revision=0, **given)
    with pytest.raises(Refused):
        mark_rise(actor=county.actor("handler"), rise=rise, revision=0, mark="looked")
    assert not queries.rises(county.actor("handler"), "new")
    rise = mark_rise(actor=leader, rise=rise, revision=0, mark="passed", passed_to=county.office)
    assert Notice.objects.filter(person=county.people["handler"], code="letters.rise").exists()
    assert list(queries.rises(county.actor("handler"), "passed")) == [rise]
    assert not queries.rises(county.actor("foreign_handler"), "passed")


def test_a_form_says_what_is_missing(county: County) -> None:
    flood(county)
    with moment.at(NOW):
        look_for_rises(week=MONDAY)
    rise = Rise.objects.unscoped("test").get()
    client = visitor(county, "leader", letter_in(county, "submitted"))
    address = f"/workbench/letters/rises/{rise.pk}/"
    assert client.post(address, {"revision": 0, "mark": "not_so"}).status_code == 422
    assert client.post(address, {"revision": 0, "mark": "looked"}).status_code == 302
    assert client.post(address, {"revision": 0, "mark": "looked"}).status_code == 409
    assert "看过" in client.get("/workbench/letters/rises/?mark=looked").content.decode()
