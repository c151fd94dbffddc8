"""Who reads which lines on the workbench, and in what words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.accounts.models import Account, Appointment, Person
from lianxin.foundation.audit import queries
from lianxin.foundation.audit.ledger import write
from lianxin.foundation.audit.sealing import seal
from lianxin.foundation.audit.sentences import describe, sentence_for
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import Fact
from lianxin.kernel.actor import SYSTEM, Actor, Duty

pytestmark = pytest.mark.django_db
PAGE = "/workbench/audit/"


def node(parent: Organisation | None, code: str, kind: str = "committee") -> Organisation:
    values = {"name": code, "short_name": code, "kind": kind, "code": code}
    return parent.add_child(**values) if parent else Organisation.add_root(**values)


@pytest.fixture
def tree() -> dict[str, Organisation]:
    root = node(None, "county")
    return {"county": root, "east": node(root, "east"), "west": node(Organisation.objects.get(pk=root.pk), "west")}


def signed_in(organisation: Organisation | None, post: str = "admin") -> Client:
    person = Person.objects.create(nickname="小禾")
    account = Account.objects.create_account("xiaohe", "a long pass phrase", person)
    if organisation:
        Appointment.objects.create(
            person=person, post=post, organisation=organisation, org_path=organisation.path, since=date(2020, 1, 1)
        )
    client = Client()
    client.force_login(account, backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    return client


def happen(tree: dict[str, Organisation]) -> None:
    describe("desk_test.done", "办结了 {count} 件（{note}）")
    clerk = Actor("staff", 7, duties=(Duty("handler", 2, tree["east"].path),))
    write([
        Fact("desk_test.done", clerk, "thing:1", tree["east"].path, {"count": 3, "note": "东边的事"}),
        Fact("desk_test.done", clerk, "thing:2", tree["west"].path, {"count": 1, "note": "西边的事"}),
        Fact("desk_test.system", SYSTEM, "", "", {"note": "系统的事"}),
    ])  # fmt: skip


def text_of(client: Client, query: str = "") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_lines_of_the_own_subtree_only(tree: dict[str, Organisation]) -> None:
    happen(tree)
    page = text_of(signed_in(tree["east"]))
    assert "办结了 3 件（东边的事）" in page
    assert "西边的事" not in page
    assert "系统的事" not in page


def test_the_root_reads_everything(tree: dict[str, Organisation]) -> None:
    happen(tree)
    page = text_of(signed_in(tree["county"]))
    assert all(word in page for word in ("东边的事", "西边的事", "系统的事"))


@pytest.mark.parametrize(("place", "post"), [(None, ""), ("county", "handler")])
def test_others_are_refused(tree: dict[str, Organisation], place: str | None, post: str) -> None:
    assert signed_in(tree[place] if place else None, post).get(PAGE).status_code in (302, 403, 404)


def test_filters_narrow_and_wrong_ones_are_named(tree: dict[str, Organisation]) -> None:
    happen(tree)
    client = signed_in(tree["county"])
    assert "东边的事" in text_of(client, "?subject=thing:1")
    assert "西边的事" not in text_of(client, "?subject=thing:1")
    assert "系统的事" not in text_of(client, "?person=7")
    assert "没有符合条件的记录" in text_of(client, "?until=2001-01-01")
    wrong = text_of(client, "?since=gestern&subject=thing:1")
    assert "gestern" in wrong, "what was typed is kept"
    assert "西边的事" not in wrong, "the right fields still narrow"
    for far in ("since=0001-01-01", "until=9999-12-31"):
        assert "1900 到 2200 年" in text_of(client, f"?{far}&subject=thing:1")


def test_pages_go_back_in_time(tree: dict[str, Organisation]) -> None:
    write([Fact("desk_test.many", SYSTEM, f"thing:{n}", tree["east"].path) for n in range(60)])
    client = signed_in(tree["east"])
    first = client.get(PAGE)
    assert [e.subject for e in first.context["entries"]][:1] == ["thing:59"]
    second = client.get(f"{PAGE}?{first.context['older']}")
    assert [e.subject for e in second.context["entries"]] == [f"thing:{n}" for n in range(9, -1, -1)]


def test_statements_do_not_grow_with_the_page(
    tree: dict[str, Organisation], django_assert_max_num_queries: Any
) -> None:
    people = [Person.objects.create(nickname=f"群众{n}") for n in range(50)]
    write([Fact("desk_test.many", Actor("staff", p.pk), "x:1", tree["east"].path) for p in people])
    with django_assert_max_num_queries(3):
        shown = queries.entries(queries.lines(SYSTEM)[:50])
    assert shown[0].who == "群众49（工作人员）"


def test_trail_tells_one_thing_from_its_beginning(tree: dict[str, Organisation]) -> None:
    happen(tree)
    seal()
    happen(tree)
    told = queries.trail("thing:1")
    assert [entry.sentence for entry in told] == ["办结了 3 件（东边的事）"] * 2
    assert [entry.sealed for entry in told] == [True, False]


def test_sentences_never_fail_and_reach_no_attribute() -> None:
    describe("desk_test.odd", "{missing} {text} {text.__class__}")
    assert sentence_for("desk_test.odd", {"text": "好"}) == "（未记） 好 （未记）"
    assert sentence_for("desk_test.unknown", {}) == "执行了操作“desk_test.unknown”"
    with pytest.raises(ValueError, match="twice"):
        describe("desk_test.odd", "another")


@pytest.mark.parametrize("name", ["items", "keys", "values"])
def test_a_fact_may_have_any_name(tree: dict[str, Organisation], name: str) -> None:
    """A page that reads pairs by `data.items` falls over a fact of that name."""
    write([Fact("desk_test.named", SYSTEM, "", "", {name: 4711})])
    assert "4711" in text_of(signed_in(tree["county"]))
