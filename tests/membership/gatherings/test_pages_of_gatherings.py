"""Every page for every role, and what a browser meets: kept forms, double submit, two hands, what is not shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings import actions
from lianxin.membership.gatherings.models import Gathering
from tests.factories import County
from tests.membership.gatherings.meetings import FULL, at, close, fresh, mark, row

pytestmark = pytest.mark.django_db
ROOT = "/workbench/gatherings/"
Make = Callable[..., Gathering]

#: role -> what the list, one gathering of the branch, and a form that changes it answer
DESK = {
    "keeper": (200, 200, 200), "keeper2": (200, 200, 200), "organiser": (200, 200, 200), "secretary": (200, 200, 200),
    "watcher": (200, 200, 403), "leader": (200, 200, 403), "other_organiser": (200, 404, 404), "handler": (403, 403, 403),
    "editor": (403, 403, 403), "m0": (403, 403, 403), "": (302, 302, 302),
}  # fmt: skip


def browser(county: County, who: str) -> Client:
    client = Client()
    if who:
        client.force_login(county.account_of(who))
    return client


@pytest.fixture
def begun(branch: County, call: Make, clock: Any) -> Gathering:
    """Called, and it is an hour after the beginning."""
    one = call(online_url="https://meet.example/7")
    clock.move_to(at("2026-12-01 16:00"))
    return one


@pytest.mark.parametrize("who", DESK)
def test_every_page_of_the_desk_by_role(who: str, branch: County, begun: Gathering) -> None:
    branch.add("editor", "editor", "QS01")
    client, one = browser(branch, who), f"{ROOT}{begun.pk}/"
    pages = [client.get(url).status_code for url in (ROOT, one, f"{one}list/")]
    assert pages == list(DESK[who])
    listing, page, form = DESK[who]
    office = branch.organisations["QS01-B1"].pk
    assert client.get(f"{ROOT}ledger/?org={office}").status_code == page
    assert client.get(f"{ROOT}gaps/").status_code == listing
    assert {client.get(f"{one}{part}/").status_code for part in ("edit", "cancel", "close")} == {form}
    assert client.get(f"{ROOT}exempt/?org={office}").status_code == form
    posts = [f"{one}{part}/" for part in ("call", "add", "resolve", "task")] + [f"{one}leave/1/"]
    wanted = {200: {303, 422, 404}, 403: {403}, 404: {404}, 302: {302}}[form]
    assert {client.post(url, {}).status_code for url in posts} <= wanted
    assert {client.get(url).status_code for url in posts} <= {405, 302, 403}
    assert fresh(begun).state == "called"


@pytest.mark.parametrize(
    ("who", "page"), [("m0", 200), ("probationary", 200), ("keeper", 404), ("author", 404), ("", 302)]
)
def test_own_pages_by_role(who: str, page: int, branch: County, begun: Gathering) -> None:
    client = browser(branch, who)
    assert client.get("/me/gatherings/").status_code == (200 if who else 302)
    assert client.get(f"/me/gatherings/{begun.pk}/").status_code == page
    for part in ("leave", "online"):
        answer = client.post(f"/me/gatherings/{begun.pk}/{part}/", {})
        assert answer.status_code in ((303, 422) if page == 200 else (404,)), part


def test_a_plan_in_the_browser_sent_twice(branch: County) -> None:
    client = browser(branch, "keeper")
    page = client.get(f"{ROOT}new/").text
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key
    said = {
        "organisation": branch.organisations["QS01-B1"].pk, "kind": "theme_day", "title": "清淤", "day": "2026-12-05", "hour": "9点",
        "place": "东渠", "agenda": "清淤", "key": key[1],
    }  # fmt: skip
    wrong = client.post(f"{ROOT}new/", said)
    assert (wrong.status_code, "请按 15:00 这样填写" in wrong.text, 'value="9点"' in wrong.text) == (422, True, True)
    said["hour"] = "09:00"
    first, second = client.post(f"{ROOT}new/", said), client.post(f"{ROOT}new/", said)
    assert (first.status_code, first.headers["Location"]) == (303, second.headers["Location"])
    assert Gathering.objects.unscoped("test").count() == 1
    foreign = client.post(f"{ROOT}new/", {**said, "organisation": branch.town.pk, "key": "other"})
    assert (foreign.status_code, "请从列出的选项里选择" in foreign.text) == (422, True)


def test_from_the_notice_to_the_ledger(branch: County, begun: Gathering) -> None:
    client, one = browser(branch, "keeper"), f"{ROOT}{begun.pk}/"
    assert "还有 5 人没有登记" in client.get(f"{one}close/").text
    marks = {
        f"mark-{r.pk}": "present" if r.member.name in FULL[:3] else "absent"
        for r in begun.attendances.select_related("member")
    }
    listed = client.post(f"{one}list/", {"revision": begun.revision, **marks})
    assert listed.status_code == 303
    assert "达到规定的 3 人，可以表决" in client.get(one).text
    wrong = client.post(f"{one}resolve/", {"key": "k", "text": "同意转正。", "yes": "三", "no": "0", "abstained": "0"})
    assert (wrong.status_code, "要填整数" in wrong.text, "同意转正。" in wrong.text, 'value="三"' in wrong.text) == (
        422,
        True,
        True,
        True,
    )
    assert (
        client.post(
            f"{one}resolve/", {"key": "k", "text": "同意转正。", "yes": "3", "no": "0", "abstained": "0"}
        ).status_code
        == 303
    )
    said = {"revision": fresh(begun).revision, "host": "周禾苗", "recorder": "吴春秋", "minutes": "大家发了言。"}
    assert client.post(f"{one}close/", said).status_code == 303
    page = client.get(one).text
    assert "大家发了言。" in page
    assert "通过" in page
    assert client.post(f"{one}close/", said).status_code == 403, "pressed twice"
    assert "12月1日" in client.get(f"{ROOT}ledger/?org={begun.organisation_id}").text


def test_two_hands_on_one_list(branch: County, begun: Gathering) -> None:
    first, second = browser(branch, "keeper"), browser(branch, "keeper2")
    url = f"{ROOT}{begun.pk}/list/"
    everybody = {f"mark-{r.pk}": "present" for r in begun.attendances.all()} | {"revision": begun.revision}
    assert first.post(url, everybody).status_code == 303
    late = second.post(url, {**everybody, **{k: "absent" for k in everybody if k.startswith("mark")}})
    assert (late.status_code, "被别人处理过" in late.text) == (422, True)
    assert set(begun.attendances.values_list("mark", flat=True)) == {"present"}


def test_minutes_and_reasons_stay_at_the_desk(branch: County, call: Make, clock: Any) -> None:
    one = call()
    actions.ask_leave(actor=branch.actor("m0"), row=row(one, "周禾苗"), reason="带孩子看病")
    assert "带孩子看病" in browser(branch, "keeper").get(f"{ROOT}{one.pk}/").text
    assert "带孩子看病" not in browser(branch, "m1").get(f"/me/gatherings/{one.pk}/").text
    clock.move_to(at("2026-12-01 16:00"))
    mark(branch, one, FULL)
    close(branch, one)
    assert "大家同意" not in browser(branch, "m1").get(f"/me/gatherings/{one.pk}/").text


def test_refusing_leave_without_a_reason_comes_back(branch: County, call: Make) -> None:
    one = call()
    found = actions.ask_leave(actor=branch.actor("m0"), row=row(one, "周禾苗"), reason="病")
    client, url = browser(branch, "keeper"), f"{ROOT}{one.pk}/leave/{found.pk}/"
    wrong = client.post(url, {"grant": "no", "answer": " "})
    assert (wrong.status_code, "不准假的，请写明原因" in wrong.text) == (422, True)
    assert client.post(url, {"grant": "yes"}).status_code == 303
    assert "准假" in browser(branch, "m0").get(f"/me/gatherings/{one.pk}/").text


def test_a_planned_gathering_is_not_on_own_pages(branch: County, plan: Make) -> None:
    one = plan()
    assert browser(branch, "m0").get(f"/me/gatherings/{one.pk}/").status_code == 404
    assert "四季度党员大会" not in browser(branch, "m0").get("/me/gatherings/").text


def test_the_address_of_the_online_room_is_only_for_those_called(branch: County, begun: Gathering) -> None:
    assert "meet.example" in browser(branch, "m0").get(f"/me/gatherings/{begun.pk}/").text
    assert browser(branch, "m0").post(f"/me/gatherings/{begun.pk}/online/").status_code == 303
    assert row(begun, "周禾苗").mark == "online"


def test_gaps_of_many_branches_are_no_ranking(branch: County) -> None:
    """In the order of the tree and without figures (B01)."""
    text = browser(branch, "organiser").get(f"{ROOT}gaps/").text
    main = text[text.index("<main") : text.index("</main>")]
    assert "新桥村支部" in main
    assert not re.search(r"第 ?\d+ ?名|完成率|%", main)


def test_somebody_without_a_branch_is_told_what_to_do(branch: County) -> None:
    branch.add("organiser_of_unit", "organiser", "QS-U1")
    client = browser(branch, "organiser_of_unit")
    assert "您任职的组织下面没有党支部" in client.get(ROOT).text
    assert client.get(f"{ROOT}new/").status_code == 200
    assert client.get(f"{ROOT}ledger/").status_code == 404


def test_exempting_in_the_browser(branch: County) -> None:
    client, office = browser(branch, "keeper"), branch.organisations["QS01-B1"].pk
    old = Member.objects.unscoped("test").get(name="王平安")
    url = f"{ROOT}exempt/?org={office}"
    wrong = client.post(url, {"org": office, "member": old.pk, "since": "2026-11-01", "reason": ""})
    assert (wrong.status_code, "请填写“情况”" in wrong.text) == (422, True)
    assert (
        client.post(url, {"org": office, "member": old.pk, "since": "2026-11-01", "reason": "年老"}).status_code == 303
    )
    assert "不作硬性要求" in client.get(url).text
    row = old.exemptions.get()
    assert browser(branch, "other_organiser").post(f"{ROOT}exempt/{row.pk}/end/").status_code == 404
    assert client.post(f"{ROOT}exempt/{row.pk}/end/").status_code == 303
    assert "，到 11月27日" in client.get(url).text, "today is the last day"


def test_one_press_for_all_who_were_not_chosen(branch: County, begun: Gathering) -> None:
    client, url = browser(branch, "keeper"), f"{ROOT}{begun.pk}/list/"
    away = row(begun, "王平安").pk
    assert (
        client.post(url, {"revision": begun.revision, f"mark-{away}": "absent", "rest": "present"}).status_code == 303
    )
    assert set(begun.attendances.values_list("member__name", "mark")) == {
        *((n, "present") for n in (*FULL[:3], "陈新来")), ("王平安", "absent"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("who", "status"), [("keeper", 200), ("organiser", 200), ("watcher", 403), ("handler", 403), ("", 302)]
)
def test_the_plan_of_a_year_by_role(who: str, status: int, branch: County) -> None:
    client = browser(branch, who)
    assert client.get(f"{ROOT}year/").status_code == status
    said = {"organisation": branch.organisations["QS01-B1"].pk, "year": "2027", "kind": "lecture", "month": "3", "day": "二十",
            "hour": "15:00", "place": "村委会", "agenda": "待定"}  # fmt: skip
    if status == 200:
        wrong = client.post(f"{ROOT}year/", said)
        assert (wrong.status_code, 'value="二十"' in wrong.text) == (422, True)
        assert client.post(f"{ROOT}year/", {**said, "day": "20"}).status_code == 303
        twice = client.post(f"{ROOT}year/", {**said, "day": "20"})
        assert (twice.status_code, "没有可以排的" in twice.text) == (422, True)
