"""R097, R079, CMT-01, M01: who speaks where, and that nobody but the author and the reviewers sees unreviewed words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.democracy.speaking import actions, audiences, queries
from lianxin.democracy.speaking.lifecycle import CONTRIBUTION
from lianxin.democracy.speaking.models import Contribution
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.search.queries import find
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from tests.democracy.speaking.conftest import BRANCH, CLOSED, KIND, MEMBERS, PUBLIC, TEXT, UNSEEN, fresh
from tests.factories import County

pytestmark = pytest.mark.django_db
Who, Browser, Said = Callable[[str], Actor], Callable[[str], Client], Callable[..., Contribution]
STATES = ("waiting", "refused", "appealed", "refused_again", "published", "hidden", "contested", "withdrawn")
READERS = ("anonymous", "citizen", "same", "far", "applicant", "secretary_there", "foreign", "worker_here")
#: place -> who of READERS reads what is shown there
READ_BY = {
    BRANCH: {"same", "worker_here"},
    MEMBERS: {"same", "far"},
    PUBLIC: set(READERS),
}


@pytest.mark.parametrize("place", [BRANCH, MEMBERS, PUBLIC])
def test_unreviewed_words_are_seen_nowhere(place: int, said: Said, who: Who, browser: Browser) -> None:
    """M01: every state at every audience on every route: the list, the form of a reply, the search, the desk, one's own."""
    made = {}
    for n, state in enumerate(STATES):
        made[state] = said(place=place, state=state, key=f"k{n}", text=f"{TEXT}{state}号", by="author")
        Contribution.objects.unscoped("test").filter(state="waiting").update(
            opened_at=timezone.now() - timedelta(days=2)
        )
    assert [fresh(one).state for one in made.values()] == list(STATES)
    for reader in READERS:
        words = "".join(row.text for row in queries.published(KIND, place, actor=who(reader)))
        assert words == (f"{TEXT}published号" if reader in READ_BY[place] else ""), reader
        client = browser(reader)
        for state in ("waiting", "published", "hidden"):
            pk = made[state].pk
            for address in (
                f"/me/speaking/{pk}/",
                f"/workbench/speaking/{pk}/",
                f"/speak/{KIND}/{place}/?reply_to={pk}",
            ):
                seen = TEXT in client.get(address, follow=True).text
                # who may speak there reads what they reply to
                assert not seen or (state == "published" and reader in READ_BY[place] and "reply_to" in address), (
                    reader,
                    address,
                )
    assert [hit.object_id for hit in find("路灯坏了三个月").hits] == ([made["published"].pk] if place == PUBLIC else [])
    assert TEXT not in browser("anonymous").get("/search/?q=路灯坏了三个月").text or place == PUBLIC
    assert TEXT in browser("author").get(f"/me/speaking/{made['waiting'].pk}/").text


def test_the_list_and_the_single_place_agree(said: Said, who: Who, cast: County) -> None:
    """P05: one rule for one row and for a list of rows, for everybody and every audience."""
    for place in (BRANCH, MEMBERS, PUBLIC):
        said(place=place, key=f"k{place}", state="published", by="author")
    rows = Contribution.objects.unscoped("test").select_related("organisation")
    for reader in (*READERS, "author", "superior", "leader", "county_reviewer", "assistant", "organiser"):
        actor = who(reader)
        listed = set(rows.filter(audiences.readable(actor)).values_list("pk", flat=True))
        single = {one.pk for one in rows if audiences.reads(actor, one.audience, one.organisation)}
        assert listed == single, reader


@pytest.mark.parametrize(
    ("reader", "place", "code"),
    [("author", BRANCH, ""), ("author", MEMBERS, ""), ("author", PUBLIC, ""), ("citizen", PUBLIC, ""), ("far", MEMBERS, ""),
     ("far", BRANCH, "out_of_scope"), ("applicant", BRANCH, "out_of_scope"), ("citizen", MEMBERS, "out_of_scope"),
     ("worker_here", BRANCH, "not_meant"), ("anonymous", PUBLIC, "anonymous"), ("author", CLOSED, "closed"),
     ("author", UNSEEN, "out_of_scope"), ("author", 99, "out_of_scope"), ("foreign", PUBLIC, "unverified")],
)  # fmt: skip
def test_who_may_speak(reader: str, place: int, code: str, square: None, who: Who) -> None:
    """CMT-01: known in the background; the audience speaks, and only while the place is open."""
    if code:
        with pytest.raises(Refused) as refused:
            actions.say(actor=who(reader), kind=KIND, place=place, text=TEXT, key="k")
        assert refused.value.denied.code == code
    else:
        assert actions.say(actor=who(reader), kind=KIND, place=place, text=TEXT, key="k").state == "waiting"


def test_the_front_name_is_ones_own(square: None, who: Who, cast: County) -> None:
    """CMT-01: nickname by default, the real name when chosen, never another one."""
    Person.objects.filter(pk=who("citizen").person_id).update(nickname="河边人")
    person = Person.objects.get(pk=who("citizen").person_id)
    person.name = "赵长安"
    person.save()
    for wished, shown in (("", "河边人"), ("nick", "河边人"), ("name", "赵长安"), ("县委书记", "河边人")):
        one = actions.say(actor=who("citizen"), kind=KIND, place=PUBLIC, text=TEXT, key=f"k{wished}", front_name=wished)
        assert one.front_name == shown


def test_in_the_browser_from_the_form_to_the_page(browser: Browser, said: Said, who: Who, square: None) -> None:
    """Without JavaScript; the same form twice is one; the reviewer publishes; the author is told; a reply is one level."""
    client, form = browser("citizen"), {"text": TEXT, "key": "f1", "front_name": "nick"}
    for _ in range(2):
        assert client.post(f"/speak/{KIND}/{PUBLIC}/", form).status_code == 303
    one = Contribution.objects.unscoped("test").get()
    assert Notice.objects.filter(code="contribution.waiting", person=who("superior").person_id).count() == 1
    desk = browser("superior")
    assert TEXT[:20] in desk.get("/workbench/speaking/").text
    assert "有发言等审核" in desk.get("/workbench/").text
    answer = desk.post(f"/workbench/speaking/{one.pk}/", {"act": "publish", "revision": one.revision})
    assert answer.status_code == 303
    assert Notice.objects.filter(code="contribution.publish", person=who("citizen").person_id).count() == 1
    reply = said(by="author", place=PUBLIC, key="r1", reply_to=one.pk, text="我也看到了", state="published")
    deeper = said(by="citizen", place=PUBLIC, key="r2", reply_to=reply.pk, text="谢谢", state="published")
    assert deeper.reply_to_id == one.pk
    rows = list(queries.published(KIND, PUBLIC, actor=who("anonymous")))
    assert [row.text for row in rows[0].replies] == ["我也看到了", "谢谢"]
    assert Notice.objects.filter(code="contribution.answered", person=who("citizen").person_id).count() == 1
    assert queries.counts(KIND, [PUBLIC, BRANCH]) == {PUBLIC: 3}


@pytest.mark.parametrize(
    ("change", "words"),
    [({"text": ""}, "请填写“想说什么”"), ({"text": "长" * 1001}, "最多 1000 个字，现在是 1001 个字"), ({"part": "9"}, "没有这一段"),
     ({"reply_to": "777"}, "现在看不到了")],
)  # fmt: skip
def test_a_refused_form_keeps_what_was_typed(
    change: dict[str, str], words: str, browser: Browser, square: None
) -> None:
    form = {"text": TEXT, "key": "f1", "front_name": "nick", **change}
    page = browser("citizen").post(f"/speak/{KIND}/{PUBLIC}/", form)
    assert page.status_code == 422
    assert words in page.text
    assert form["text"] in page.text
    assert not Contribution.objects.unscoped("test").exists()


def test_five_wait_at_most(said: Said, who: Who) -> None:
    """LX-130: the sixth is refused until one was decided; others are not bound by it."""
    made = [said(key=f"k{n}") for n in range(5)]
    with pytest.raises(Refused) as refused:
        said(key="k6")
    assert refused.value.denied.rule == "LX-130"
    assert said(by="same", key="other")
    actions.publish(actor=who("secretary_here"), contribution=made[0], revision=made[0].revision)
    assert said(key="k7")


def test_taken_down_for_somebody_without_an_account(browser: Browser, square: None, who: Who) -> None:
    """A02: entered by the assistant, who does not review it (M04); who said it is sealed and shown to nobody."""
    form = {
        "text": TEXT,
        "key": "a1",
        "front_name": "河口王大妈",
        "assisted_for": "王桂花 13800000000",
        "source": "visit",
    }
    assert browser("citizen").post(f"/speak/{KIND}/{PUBLIC}/assist/", form).status_code == 404
    assert browser("assistant").post(f"/speak/{KIND}/{PUBLIC}/assist/", form).status_code == 303
    one = Contribution.objects.unscoped("test").get()
    assert (one.person_id, one.assisted_by_id, one.source) == (None, who("assistant").person_id, "visit")
    actions.publish(actor=who("superior"), contribution=one, revision=one.revision)
    row = queries.published(KIND, PUBLIC, actor=who("anonymous")).object_list[0]
    assert (row.name, row.assisted) == ("河口王大妈", True)
    assert "王桂花" not in browser("superior").get(f"/workbench/speaking/{one.pk}/").text
    assert browser("assistant").get(f"/speak/{KIND}/{BRANCH}/assist/").status_code == 404


def test_taken_down_for_a_member_at_an_inner_place(browser: Browser, square: None, who: Who) -> None:
    """A02, CMT-01: by the branch itself, for one of its own members, whose words they are from then on."""
    url = f"/speak/{KIND}/{BRANCH}/assist/"
    form = {"text": TEXT, "key": "a2", "front_name": "老党员", "assisted_for": "周禾苗", "source": "paper"}
    for word in ("same", "assistant", "superior", "secretary_there"):  # no duty there, or not of the branch
        assert browser(word).post(url, form).status_code == 404, word
    page = browser("worker_here").get(url).text
    assert "代党员录入" in page
    for name, words in (
        ("王桂花", "没有这个姓名"),
        ("郑平安", "没有这个姓名"),
        ("冯长河", "没有这个姓名"),
    ):  # far; applicant
        answer = browser("worker_here").post(url, form | {"assisted_for": name})
        assert (answer.status_code, words in answer.text, TEXT in answer.text) == (422, True, True), name
    assert browser("worker_here").post(url, form).status_code == 303
    one = Contribution.objects.unscoped("test").get()
    assert (one.person_id, one.assisted_by_id, one.source) == (
        who("author").person_id,
        who("worker_here").person_id,
        "paper",
    )
    assert queries.published(KIND, BRANCH, actor=who("same")).object_list == []
    assert one in list(queries.mine(who("author").person_id))
    one = actions.publish(actor=who("secretary_here"), contribution=one, revision=one.revision)
    row = queries.published(KIND, BRANCH, actor=who("same")).object_list[0]
    assert (row.name, row.assisted, row.text) == ("老党员", True, TEXT)


def test_the_organisation_answers_under_its_own_name(said: Said, who: Who, browser: Browser) -> None:
    """C01, M04: signed with organisation and post, released by another; no post elsewhere speaks for it."""
    one = said(place=PUBLIC, state="published")
    for word, status in (
        ("citizen", 403),
        ("secretary_here", 403),
        ("foreign", 403),
        ("anonymous", 404),
        ("secretary", 200),
    ):
        assert browser(word).get(f"/speak/{KIND}/{PUBLIC}/answer/").status_code == status, word
    answer = actions.say_officially(
        actor=who("secretary"), kind=KIND, place=PUBLIC, text="下周二前修好。", key="o1", reply_to=one.pk
    )
    with pytest.raises(Refused, match="另一位同志"):
        actions.publish(actor=who("secretary"), contribution=answer, revision=answer.revision)
    assert "下周二前修好" not in str([row.replies for row in queries.published(KIND, PUBLIC, actor=who("citizen"))])
    actions.publish(actor=who("superior"), contribution=answer, revision=answer.revision)
    reply = queries.published(KIND, PUBLIC, actor=who("citizen")).object_list[0].replies[0]
    assert (reply.office, reply.name) == (True, "柳河镇党委 书记")


def test_the_table_has_no_state_that_leaks() -> None:
    """M01 by the table: words are shown in one state only, and every way into it is a reviewer's."""
    into = [row for row in CONTRIBUTION.transitions if row.target == "published"]
    assert {row.verb for row in into} == {"speaking.review"}
