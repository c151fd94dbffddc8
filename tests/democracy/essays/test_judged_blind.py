"""R035: judged by several who read neither the author's name nor each other; decided with reasons, works honoured, nobody ranked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lianxin.democracy.essays import actions
from lianxin.democracy.essays.models import Call, Judge, Judgement, Recusal, Work
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.privacy.export import export_of
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from tests.democracy.essays.conftest import BODY, after, fresh, fresh_call, further, judge_all, said_by
from tests.factories import County

pytestmark = pytest.mark.django_db
Who, Browser = Callable[[str], Actor], Callable[[str], Client]
MakeCall, MakeWork = Callable[..., Call], Callable[..., Work]
NAME, PEN = "周禾苗", "桥头人"


def code(run: Callable[[], object]) -> str:
    """ "ok", or the code of the refusal."""
    try:
        run()
    except Refused as refused:
        return refused.denied.code
    return "ok"


def judge(call: Call, who: Who, name: str) -> Judge:
    return Judge.objects.select_related("call").get(call=call, person_id=who(name).person_id)


def ask(call: Call, who: Who, *names: str) -> Call:
    for name in names:
        person = Person.objects.get(pk=who(name).person_id)
        actions.ask_judge(actor=who("editor"), call=call, person=person, revision=fresh_call(call).revision)
    return fresh_call(call)


def test_a_judge_never_reads_who_wrote_it(call: MakeCall, work: MakeWork, who: Who, browser: Browser) -> None:
    """On no page of theirs, in no notice and not in their own export; also not at the desk, when they have a duty there."""
    one = call()
    made = work(one)
    work(one, by="same", key="w2", title="井台边上", body="这一篇是评委自己写的。")
    one = ask(one, who, "same", "superior")  # a member without a duty, and the secretary who runs the desk
    one = further(one, "judging", who("editor"), who("deputy_above"), who)
    with time_machine.travel(after(one), tick=False):
        for name in ("same", "superior"):
            client = browser(name)
            listed = client.get(f"/me/essays/judging/{one.pk}/").text
            page = client.get(f"/me/essays/judging/{one.pk}/{made.pk}/")
            assert BODY in page.text
            told = "".join(f"{n.title}{n.body}" for n in Notice.objects.filter(person_id=who(name).person_id))
            own = str(export_of(who(name).person_id or 0))
            for text in (listed, page.text, told) if name == "same" else (listed, page.text, told, own):
                assert NAME not in text
                assert PEN not in text
        same = browser("same")
        assert "井台边上" not in same.get(f"/me/essays/judging/{one.pk}/").text, "nobody judges their own"
        assert (
            same.get(f"/me/essays/judging/{one.pk}/{Work.objects.unscoped('t').get(key='w2').pk}/").status_code == 404
        )
        desk = browser("superior")
        for url in (
            f"/workbench/essays/{one.pk}/works/",
            f"/workbench/essays/works/{made.pk}/",
            f"/workbench/essays/{one.pk}/judges/",
        ):
            text = desk.get(url).text
            assert PEN not in text, url
            assert NAME not in text, url
        assert PEN in browser("editor").get(f"/workbench/essays/works/{made.pk}/").text, "the desk knows the authors"
        for stranger in ("citizen", "worker_here", "editor"):
            assert browser(stranger).get(f"/me/essays/judging/{one.pk}/{made.pk}/").status_code == 404


def test_a_judge_from_outside_comes_by_the_user_name_alone(
    call: MakeCall, work: MakeWork, who: Who, browser: Browser, cast: County
) -> None:
    """Somebody without any duty: asked only when the office says so, with a phone that was verified; reads what is judged, and
    nothing of the desk."""
    one = call()
    made = work(one)
    guest, desk = cast.account_of("neighbour"), browser("editor")
    ask_for = lambda **more: desk.post(  # noqa: E731 - one form, several ways
        f"/workbench/essays/{one.pk}/judges/",
        {"act": "ask", "revision": fresh_call(one).revision, "judge": guest.username} | more,
    )
    plain = ask_for()
    assert plain.status_code == 422, "a stranger who calls himself like a colleague is not found by that name"
    assert plain.context["ask"]["judge"].value() == guest.username
    Person.objects.filter(pk=guest.person_id).update(phone_verified_at=None)
    refused = ask_for(outside="on")
    assert (refused.status_code, list(refused.context["ask"].errors)) == (422, ["judge"])
    Person.objects.filter(pk=guest.person_id).update(phone_verified_at=timezone.now())
    assert ask_for(outside="on").status_code == 303
    one = further(one, "judging", who("editor"), who("deputy_above"), who)
    with time_machine.travel(after(one), tick=False):
        page = browser("citizen").get(f"/me/essays/judging/{one.pk}/{made.pk}/").text
        assert BODY in page
        assert PEN not in page
        assert browser("citizen").get(f"/workbench/essays/works/{made.pk}/").status_code == 403


def test_no_judge_reads_another_before_they_have_handed_in(
    call: MakeCall, work: MakeWork, who: Who, browser: Browser
) -> None:
    """Not on the judges' pages at all; at the desk only once their own is in; the author when the result is public."""
    one = call()
    made = work(one)
    one = ask(one, who, "superior")
    one = further(one, "judging", who("editor"), who("deputy_above"), who)
    with time_machine.travel(after(one), tick=False):
        actions.hand_in_judgement(
            actor=who("judge1"), judge=judge(one, who, "judge1"), work=fresh(made), said=said_by("judge1")
        )
        words = "judge1说事情写得真。"
        pages = {"judge2": f"/me/essays/judging/{one.pk}/{made.pk}/", "superior": f"/workbench/essays/works/{made.pk}/",
                 "author": f"/me/essays/{made.pk}/"}  # fmt: skip
        for name, url in pages.items():
            assert words not in browser(name).get(url).text, name
        assert words in browser("editor").get(pages["superior"]).text
        typed = {"level_0": "good", "said_0": "", "level_1": "fair", "said_1": "", "overall": ""}
        sent = browser("superior").post(f"/me/essays/judging/{one.pk}/{made.pk}/", {**typed, "said_0": "写得细"})
        assert sent.status_code == 422
        assert "写得细" in sent.text, "nothing typed is lost"
        assert (
            browser("superior")
            .post(f"/me/essays/judging/{one.pk}/{made.pk}/", {**typed, "overall": "可以"})
            .status_code
            == 303
        )
        assert words in browser("superior").get(pages["superior"]).text
        again = lambda: actions.hand_in_judgement(  # noqa: E731 - the same press once more
            actor=who("superior"), judge=judge(one, who, "superior"), work=fresh(made), said=said_by("superior")
        )
        assert code(again) == "twice"


def test_nobody_judges_where_they_stand_aside(call: MakeCall, work: MakeWork, who: Who, browser: Browser) -> None:
    """Declared by the desk for an author, by the judge for a work; then it takes another judge."""
    one = call()
    made = {word: work(one, by=by, key=word, title=word) for word, by in (("甲篇", "author"), ("乙篇", "same"))}
    one = ask(one, who, "judge1")
    author = Person.objects.get(pk=who("author").person_id)
    declare = lambda by, revision: actions.declare(  # noqa: E731 - three times
        actor=who(by), judge=judge(one, who, "judge1"), author=author, why="亲属", revision=revision
    )
    assert code(lambda: declare("editor", fresh_call(one).revision - 1)) == "stale"
    assert code(lambda: declare("editor", fresh_call(one).revision)) == "ok"
    one = further(fresh_call(one), "judging", who("editor"), who("deputy_above"), who)
    with time_machine.travel(after(one), tick=False):
        client = browser("judge1")
        listed = client.get(f"/me/essays/judging/{one.pk}/").text
        assert "甲篇" not in listed
        assert "乙篇" in listed
        hand_in = lambda name, word: actions.hand_in_judgement(  # noqa: E731 - by several
            actor=who(name), judge=judge(one, who, name), work=fresh(made[word]), said=said_by(name)
        )
        assert code(lambda: hand_in("judge1", "甲篇")) == "out_of_scope"
        assert code(lambda: hand_in("judge2", "甲篇")) == "ok"
        assert code(lambda: _decide(who, made["甲篇"])) == "opinions", "one opinion of two that were promised"
        aside = client.post(f"/me/essays/judging/{one.pk}/{made['乙篇'].pk}/aside/", {"why": ""})
        assert aside.status_code == 422
        assert (
            client.post(f"/me/essays/judging/{one.pk}/{made['乙篇'].pk}/aside/", {"why": "是邻居"}).status_code == 303
        )
        assert client.get(f"/me/essays/judging/{one.pk}/{made['乙篇'].pk}/").status_code == 404
        ask(one, who, "worker_here")
        assert code(lambda: hand_in("worker_here", "甲篇")) == "ok"
        assert code(lambda: _decide(who, made["甲篇"])) == "ok"
        assert Recusal.objects.count() == 2


def _decide(who: Who, work: Work, by: str = "editor", **more: object) -> Work:
    given = {"chosen": True, "rank": 0, "text": "写得真", **more}
    return actions.decide(actor=who(by), work=fresh(work), revision=fresh(work).revision, **given)  # type: ignore[arg-type]  # of the test


def test_the_result_needs_every_work_and_another_hand(call: MakeCall, work: MakeWork, who: Who) -> None:
    """征集→评审→展示: not judged before the end, not without the judges, not decided without them, announced by another one."""
    one = call()
    first, second = work(one), work(one, by="same", key="w2", title="第二篇")
    assert code(lambda: _take(who, one, "begin_judging")) == "early"
    with time_machine.travel(after(one), tick=False):
        assert code(lambda: _take(who, one, "begin_judging")) == "judges"
        ask(one, who, "judge1", "judge2")
        assert code(lambda: _take(who, one, "begin_judging")) == "ok"
        assert code(lambda: actions.withdraw(actor=who("author"), work=first)) == "judging"
        assert code(lambda: _decide(who, first)) == "opinions"
        for one_work in (first, second):
            judge_all(one_work, who)
        assert code(lambda: _decide(who, first, text="")) == "empty"
        _decide(who, first)
        assert code(lambda: _take(who, one, "submit_result", text="都看了。")) == "undecided"
        _decide(who, second, chosen=False, rank=None)
        assert code(lambda: _take(who, one, "submit_result", text="都看了。")) == "ok"
        assert code(lambda: _decide(who, first)) == "wrong_state"
        assert code(lambda: _take(who, one, "announce")) == "no_right"
        assert code(lambda: _take(who, one, "announce", by="deputy_above")) == "ok"


TYPED = {
    "level_0": "strong",
    "said_0": "像是亲历",
    "level_1": "good",
    "said_1": "",
    "overall": "strong 的一篇，\n要印出来",
}
ENDED = {"deciding": "结束", "stopped": "终止", "refused": "这一篇"}


@pytest.mark.parametrize("how", ENDED)
def test_who_sends_after_the_judging_keeps_the_words(
    how: str, call: MakeCall, work: MakeWork, who: Who, browser: Browser
) -> None:
    """R035: nothing is stored any more, and what was typed stands on the page with the day on which the judging ended."""
    one = call()
    made = work(one)
    one = ask(one, who, "same")
    one = further(one, "deciding" if how == "deciding" else "judging", who("editor"), who("deputy_above"), who)
    url = f"/me/essays/judging/{one.pk}/{made.pk}/"
    with time_machine.travel(after(one), tick=False):
        if how == "stopped":
            actions.stop(
                actor=who("deputy_above"), call=fresh_call(one), text="另办", revision=fresh_call(one).revision
            )
        if how == "refused":
            row = fresh(made)
            actions.refuse(actor=who("editor"), work=row, reason="copied", text="见县报", revision=row.revision)
        count = Judgement.objects.count(), Recusal.objects.count()
        client, ended = browser("same"), timezone.localtime(after(one))
        for answer in (client.post(url, TYPED), client.post(f"{url}aside/", {"why": "是邻居，看得出来"})):
            assert (answer.status_code, "没有保存" in answer.text, ENDED[how] in answer.text) == (422, True, True)
            assert f"{ended.month}月{ended.day}日" in answer.text
            assert BODY not in answer.text, "the work is read while it is judged"
        answer = client.post(url, TYPED)
        assert [word for word in ("突出", "像是亲历", "strong 的一篇，") if word not in answer.text] == []
        assert "没有保存" not in client.get(url).text, "who only looks has lost nothing"
        assert (Judgement.objects.count(), Recusal.objects.count()) == count


def test_what_was_never_theirs_to_judge_is_not_there_afterwards_either(
    call: MakeCall, work: MakeWork, who: Who, browser: Browser
) -> None:
    one = call()
    made, own = work(one), work(one, by="same", key="w2", title="第二篇")
    one = ask(one, who, "same")
    root = f"/me/essays/judging/{one.pk}/"
    assert browser("same").post(f"{root}{made.pk}/", TYPED).status_code == 404, "nobody has read it yet"
    further(one, "deciding", who("editor"), who("deputy_above"), who)
    assert browser("same").post(f"{root}{own.pk}/", TYPED).status_code == 404
    assert browser("judge1").post(f"{root}{own.pk}/", TYPED).status_code == 422
    assert browser("neighbour").post(f"{root}{made.pk}/", TYPED).status_code == 404, "who is no judge"


def _take(who: Who, call: Call, step: str, by: str = "editor", **more: str) -> object:
    run: Any = getattr(actions, step)
    return run(actor=who(by), call=fresh_call(call), revision=fresh_call(call).revision, **more)


def test_told_when_it_is_announced_and_not_before(call: MakeCall, work: MakeWork, who: Who, browser: Browser) -> None:
    """Every author learns what and why, without the judges' names; everybody sees the chosen alone; a paper for who has one."""
    one = call()
    first, second = work(one), work(one, by="same", key="w2", title="第二篇", consent=False)
    one = further(one, "judging", who("editor"), who("deputy_above"), who)
    with time_machine.travel(after(one), tick=False):
        for one_work in (first, second):
            judge_all(one_work, who)
        _decide(who, first)
        _decide(who, second, chosen=False, rank=None, text="写得有些散")
        author = browser("same")
        _take(who, one, "submit_result", text="都看了。")
        assert "写得有些散" not in author.get(f"/me/essays/{second.pk}/").text, "nothing before it is public"
        assert "写得有些散" not in str(export_of(who("same").person_id or 0))
        _take(who, one, "announce", by="deputy_above")
        page = author.get(f"/me/essays/{second.pk}/").text
        assert "写得有些散" in page
        assert "judge1说事情写得真" in page
        assert "评委 1" in page
        shown = browser("anonymous").get(f"/essays/{one.pk}/").text
        assert "一等奖" in shown
        assert "第二篇" not in shown
        assert "写得有些散" not in shown
        assert [n.person_id for n in Notice.objects.filter(code="essays.honour")] == [who("author").person_id]
        assert "入选通知" in browser("author").get(f"/me/essays/{first.pk}/notice/").text
        assert browser("author").get(f"/me/essays/{first.pk}/notice/?file").content.startswith(b"PK")
        assert author.get(f"/me/essays/{second.pk}/notice/").status_code == 403


def test_kept_from_the_judges_only_for_a_reason_and_after_an_appeal_not_at_all(
    call: MakeCall, work: MakeWork, who: Who
) -> None:
    """M02, M03: a reason code that is no opinion of the text, one appeal to another one; the result waits for it."""
    one = call()
    made = work(one)
    refuse = lambda reason: actions.refuse(  # noqa: E731 - asked several times
        actor=who("editor"), work=fresh(made), reason=reason, text="与县报一篇相同", revision=fresh(made).revision
    )
    assert code(lambda: refuse("weak")) == "no_reason", "whether it is good is for the judges to say"
    assert code(lambda: refuse("critical")) == "no_reason"
    assert code(lambda: refuse("copied")) == "ok"
    one = further(one, "judging", who("editor"), who("deputy_above"), who)
    with time_machine.travel(after(one), tick=False):
        submit = lambda: actions.submit_result(  # noqa: E731 - asked several times
            actor=who("editor"), call=fresh_call(one), text="看了。", revision=fresh_call(one).revision
        )
        assert code(lambda: actions.appeal(actor=who("author"), work=made, text="是我先写的")) == "too_late"
        assert code(submit) == "ok"
    second = call(key="k2")
    made = work(second, key="w9")
    assert code(lambda: refuse("copied")) == "ok"
    assert code(lambda: actions.appeal(actor=who("author"), work=made, text="是我先写的")) == "ok"
    admit = lambda by: actions.decide_appeal(  # noqa: E731 - asked several times
        actor=who(by), work=fresh(made), overturn=True, text="确是原创", revision=fresh(made).revision
    )
    assert code(lambda: admit("editor")) == "same_reviewer"
    assert code(lambda: admit("superior")) == "ok"
    assert code(lambda: refuse("copied")) == "decided"
    assert fresh(made).state == "sent"
    assert not Judgement.objects.filter(work=made).exists()
