"""R044, LX-122: help with consent, in time, and its result in the words of the one who was helped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.succession import left_at
from lianxin.foundation.privacy.export import export_of
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.helping import actions, queries
from lianxin.membership.helping.demo import load
from lianxin.membership.helping.models import Help, HelpDeed
from tests.factories import County
from tests.membership.helping.conftest import DID, NEED, TODAY, WHO, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Find, Make = Callable[[str], Actor], Callable[[str], Client], Callable[[str], Member], Callable[..., Help]
MINE, DESK = "/me/helping/", "/workbench/helping/"


def form(cast: County, **more: Any) -> dict[str, Any]:
    return {"organisation": cast.organisations["QS01-B1"].pk, "who": WHO, "kind": "illness", "need": NEED, "consent": "spoken",
            "consent_on": "2026-11-27", "witness": "村会计", "key": "f1", **more}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "desk", "reads", "mine"),
    [("secretary_here", 200, True, False), ("worker_here", 200, True, False), ("superior", 200, False, False),
     ("organiser", 200, False, False), ("secretary_there", 200, False, False), ("foreign", 200, False, False),
     ("leader", 302, False, False), ("handler", 403, False, False), ("same", 403, False, True), ("author", 403, False, True),
     ("far", 403, False, False), ("citizen", 403, False, False), ("anonymous", 302, False, False)],
)  # fmt: skip
def test_who_reads_it(word: str, desk: int, reads: bool, mine: bool, help_: Make, browser: Browser) -> None:
    """Those who organise it at exactly that organisation, who helps, who is helped; those above see numbers alone."""
    case = help_("helping")
    client = browser(word)
    page = client.get(DESK)
    assert page.status_code in (desk, 303)
    assert (WHO in page.text) is reads
    page = client.get(f"{DESK}{case.pk}/")
    assert (page.status_code == 200) is reads
    assert (NEED in page.text) is reads
    own = client.get(f"{MINE}{case.pk}/")
    assert (own.status_code == 200) is mine
    assert (NEED in own.text) is mine
    for step in ("assign", "deed", "result", "stop", "revoke"):
        assert client.get(f"{DESK}{case.pk}/{step}/").status_code in ((200, 404) if reads else (404, 403, 302)), step


def test_every_look_of_who_organises_leaves_a_line_without_words(help_: Make, browser: Browser) -> None:
    case = help_("helping")
    for word, lines in (("same", 0), ("author", 0), ("secretary_here", 1), ("superior", 1)):
        browser(word).get(f"{DESK}{case.pk}/")
        browser(word).get(f"{MINE}{case.pk}/")
        found = AuditLine.objects.unscoped("test").filter(code="helping.look")
        assert found.count() == lines, word
    kept = str(list(AuditLine.objects.unscoped("test").filter(code__regex="^help").values_list("data", flat=True)))
    assert not [text for text in (WHO, NEED, "13800000021", "村会计") if text in kept]


def test_stored_sealed_and_told_without_words(help_: Make) -> None:
    case = help_("following")
    with connection.cursor() as cursor:
        for model in apps.get_app_config("helping").get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            stored = repr(cursor.fetchall())
            assert not [t for t in (WHO, NEED, DID, "13800000021", "村会计", "新桥村 9 号", "好多了") if t in stored], (
                model
            )
    told = "".join(n.title + n.body for n in Notice.objects.filter(code__startswith="help."))
    assert told
    assert not [text for text in (WHO, NEED, DID) if text in told]
    assert case.state == "following"


@pytest.mark.parametrize(
    ("change", "words"),
    [({"who": ""}, "请填写“姓名或户主”"), ({"need": ""}, "请填写“困难和需要”"), ({"need": "长" * 1001}, "最多 1000 个字，现在是 1001 个字"),
     ({"consent": ""}, "请填写“本人怎么同意的”"), ({"witness": ""}, "请写明谁在场"), ({"consent_on": "2026-11-28"}, "这一天还没有到"),
     ({"kind": ""}, "请填写“哪方面”"), ({"member": "没有这个人"}, "没有叫这个名字的党员")],
)  # fmt: skip
def test_nobody_is_registered_without_consent_and_nothing_typed_is_lost(change: dict[str, str], words: str, cast: County,
                                                                       browser: Browser) -> None:  # fmt: skip
    page = browser("worker_here").post(f"{DESK}new/", form(cast, **change))
    assert page.status_code == 422
    assert words in page.text
    assert all(text in page.text for name, text in (("who", WHO), ("need", NEED)) if name not in change)
    assert not Help.objects.unscoped("test").exists()


def test_the_same_page_twice_is_one(cast: County, browser: Browser) -> None:
    pages = [browser("worker_here").post(f"{DESK}new/", form(cast, need="长" * 1000)) for _ in range(2)]
    assert [page.status_code for page in pages] == [303, 303]
    assert pages[0].headers["Location"] == pages[1].headers["Location"]
    assert Help.objects.unscoped("test").count() == 1


def test_nobody_registers_elsewhere(cast: County, browser: Browser) -> None:
    for word in ("secretary_there", "foreign", "superior"):
        assert browser(word).post(f"{DESK}new/", form(cast)).status_code == 422, word
    assert not Help.objects.unscoped("test").exists()


def test_from_the_first_word_to_the_end_in_the_browser(cast: County, browser: Browser, member: Find, who: Who) -> None:
    desk, helper, helped = browser("secretary_here"), browser("same"), browser("author")
    desk.post(f"{DESK}new/", form(cast, member="周禾苗"))
    case = Help.objects.unscoped("test").get()
    assert (
        desk.post(f"{DESK}{case.pk}/assign/", {"helper": member("same").pk, "revision": case.revision}).status_code
        == 303
    )
    assert Notice.objects.get(code="help.assign").person_id == who("same").person_id
    assert NEED in helper.get(f"{MINE}{case.pk}/").text
    early = helper.post(f"{MINE}{case.pk}/done/", {"revision": fresh(case).revision})
    assert "还没有登记做过什么" in early.text
    for _ in range(2):
        assert helper.post(f"{MINE}{case.pk}/deed/", {"on": "2026-11-27", "text": DID, "key": "d"}).status_code == 303
    assert HelpDeed.objects.count() == 1
    assert helper.post(f"{MINE}{case.pk}/done/", {"revision": fresh(case).revision}).status_code == 303
    said = {"result": "same", "on": "2026-11-27", "text": "还差一点", "revision": fresh(case).revision}
    own = helper.post(f"{MINE}{case.pk}/result/", said)
    assert "结果由本人说" in own.text
    assert helped.post(f"{MINE}{case.pk}/result/", said).status_code == 303
    assert (fresh(case).state, fresh(case).said_by) == ("helping", "own")
    helper.post(f"{MINE}{case.pk}/done/", {"revision": fresh(case).revision})
    said |= {"result": "solved", "revision": fresh(case).revision, "text": "电话里问过"}
    assert desk.post(f"{DESK}{case.pk}/result/", said).status_code == 303
    assert (fresh(case).state, fresh(case).said_by) == ("following", "assisted")
    follow = {"stable": "yes", "text": "上门看过", "revision": fresh(case).revision}
    assert desk.post(f"{DESK}{case.pk}/follow/", follow).status_code == 303
    assert fresh(case).state == "closed"


def test_the_helper_is_a_member_of_there_and_not_the_helped(help_: Make, who: Who, member: Find) -> None:
    case = help_()
    for word in ("far", "applicant", "author"):
        with pytest.raises(Refused) as refused:
            actions.assign(actor=who("secretary_here"), case=case, helper=member(word), revision=case.revision)
        assert refused.value.denied.field == "helper", word


def test_the_helper_who_also_organises_does_not_say_the_result(
    help_: Make, who: Who, member: Find, cast: County
) -> None:
    """M04: whoever helped does not judge it, whatever their post."""
    from tests.factories import appoint

    case = help_("confirming")
    appoint(member("same").person, "deputy_secretary", cast.organisations["QS01-B1"])
    with pytest.raises(Refused, match="不替他登记"):
        actions.say_result(actor=who("same"), case=case, result="solved", text="", on=TODAY, revision=case.revision)


@pytest.mark.parametrize(("on", "taken"), [("2026-11-26", False), ("2026-11-27", True), ("2026-11-28", False)])
def test_a_deed_lies_between_consent_and_today(on: str, taken: bool, help_: Make, who: Who) -> None:
    case = help_("helping")
    if taken:
        assert actions.deed(actor=who("same"), case=case, on=date.fromisoformat(on), text=DID, key="x")
    else:
        with pytest.raises(Refused):
            actions.deed(actor=who("same"), case=case, on=date.fromisoformat(on), text=DID, key="x")


def test_the_days_of_the_registry(help_: Make, who: Who) -> None:
    """LX-122: ten working days to the first visit (11 December), then sixty days; ten working days for the result; three
    months to the follow-up. Each is told before its end and once after."""
    case = help_("helping")
    assert case.due_at is not None
    assert (case.due_clock, timezone.localdate(case.due_at)) == ("visit", date(2026, 12, 11))
    for day, sent in (("2026-12-01", 0), ("2026-12-10", 1), ("2026-12-11", 1), ("2026-12-14", 2)):
        with time_machine.travel(f"{day}T04:00:00+00:00", tick=False):
            actions.remind()
            actions.remind()
            assert Notice.objects.filter(code="help.alert", person=who("same").person_id).count() == sent, day
    case = actions.deed(actor=who("same"), case=case, on=TODAY, text=DID, key="x")
    assert timezone.localdate(case.due_at) == TODAY + timedelta(days=60)
    case = actions.done(actor=who("same"), case=case, revision=case.revision)
    assert (case.due_clock, timezone.localdate(case.due_at)) == ("confirm", date(2026, 12, 11))
    case = actions.say_result(actor=who("author"), case=case, result="eased", text="", on=TODAY, revision=case.revision)
    assert (case.due_clock, timezone.localdate(case.due_at)) == ("follow", date(2027, 2, 27))


def test_consent_taken_back_nothing_is_left(help_: Make, browser: Browser, who: Who) -> None:
    """P06: by the helped person in two presses; the number stays."""
    case = help_("following")
    assert browser("author").post(f"{MINE}{case.pk}/revoke/", {}).status_code == 303
    row = fresh(case)
    assert (row.state, row.who, row.phone, row.address, row.need, row.witness, row.result_text) == (
        "stopped",
        *[""] * 6,
    )
    assert (row.member_id, row.handler_id) == (None, None)
    assert not HelpDeed.objects.filter(case=case).exists()
    assert not row.steps.exclude(note="").exists()
    for word in ("author", "same"):
        assert browser(word).get(f"{MINE}{case.pk}/").status_code == 404
    assert queries.figures(who("secretary_here"))[1].cells[2] == 1


def test_who_helps_cannot_take_consent_back_and_strangers_find_nothing(help_: Make, who: Who) -> None:
    case = help_("helping")
    for word in ("same", "far", "secretary_there", "superior"):
        with pytest.raises(Refused):
            actions.revoke(actor=who(word), case=case)
    assert fresh(case).who == WHO


def test_those_above_see_numbers_in_the_order_of_the_tree(help_: Make, browser: Browser) -> None:
    help_("following")
    help_("helping", key="k2", own=False)
    page = browser("superior").get(f"{DESK}figures/").text
    assert "新桥村支部" in page
    assert not [text for text in (WHO, NEED) if text in page]
    assert "新桥村支部" not in browser("foreign").get(f"{DESK}figures/").text
    assert browser("handler").get(f"{DESK}figures/").status_code == 403
    assert browser("leader").get(DESK).headers["Location"] == f"{DESK}figures/"


def test_the_helped_person_exports_it_the_helper_only_the_own_deeds(help_: Make, who: Who) -> None:
    help_("following")
    helped, helper = (export_of(who(word).person_id or 0).as_json().decode() for word in ("author", "same"))
    assert NEED in helped
    assert NEED not in helper
    assert DID in helper


def test_two_at_once_one_is_told(help_: Make, browser: Browser, member: Find) -> None:
    case = help_()
    said = {"helper": member("same").pk, "revision": case.revision}
    assert browser("secretary_here").post(f"{DESK}{case.pk}/assign/", said).status_code == 303
    late = browser("worker_here").post(f"{DESK}{case.pk}/stop/", {"text": "搬走了", "revision": case.revision})
    assert late.status_code == 422
    assert "已被别人处理过" in late.text
    assert "搬走了" in late.text


def test_a_merger_carries_them_and_says_so_before(help_: Make, cast: County, browser: Browser) -> None:
    case = help_("helping")
    old, new = cast.organisations["QS01-B1"], cast.organisations["QS01-B2"]
    assert "1 件没有了结的帮扶" in [str(part) for part in left_at(old)]
    organisations.merge(actor=SYSTEM, organisation=old, into=new, on=TODAY, basis="镇党委决定")
    assert browser("secretary_there").get(f"{DESK}{case.pk}/").status_code == 200


def test_lists_cost_the_same_with_three_and_thirty(help_: Make, browser: Browser) -> None:
    def statements(word: str, path: str) -> int:
        client = browser(word)
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    def grow(first: int, last: int) -> None:
        for n in range(first, last):
            help_("helping", key=f"k{n}", own=False)

    pages = (("secretary_here", DESK), ("same", MINE), ("superior", f"{DESK}figures/"))
    grow(0, 3)
    few = [statements(*page) for page in pages]
    grow(3, 25)
    assert [statements(*page) for page in pages] == few


def test_the_demonstration_has_one_in_each_state(cast: County) -> None:
    assert load(today=TODAY) == 4
    assert set(Help.objects.unscoped("test").values_list("state", flat=True)) == {
        "registered",
        "helping",
        "confirming",
        "following",
    }
