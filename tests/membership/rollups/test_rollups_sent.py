"""What leaves the instance: counts, signed, prepared by one and issued by another (LX-99, V07, P01)."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.exchange import messages
from lianxin.foundation.exchange.keys import house_key
from lianxin.foundation.exchange.models import Outgoing, Peer
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.decision import Refused
from lianxin.membership.rollups import actions, crossing, documents
from lianxin.membership.rollups.models import Filing
from tests.factories import County
from tests.membership.rollups.conftest import DAY

ROOT = "/workbench/statistics/rollups/"


def filings() -> Any:
    return Filing.objects.unscoped("test").order_by("pk")


def prepare(offices: County, peer: Peer, who: str = "organiser", code: str = "QS", day: date = DAY) -> Filing:
    return actions.prepare(actor=offices.actor(who), organisation=offices.organisations[code], peer=peer, day=day)


def issued(offices: County, peer: Peer) -> Filing:
    return actions.issue(actor=offices.actor("head"), filing=prepare(offices, peer), revision=0)


def test_one_prepares_and_another_issues(offices: County, peer: Peer, put: Any) -> None:
    put(25)
    made = prepare(offices, peer, "head")
    assert not Outgoing.objects.exists(), "nothing leaves before it is issued"
    with pytest.raises(Refused, match="准备的人不能自己签发"):
        actions.issue(actor=offices.actor("head"), filing=made, revision=0)
    with pytest.raises(Refused, match="岗位"):
        actions.issue(actor=offices.actor("organiser"), filing=made, revision=0)
    done = actions.issue(actor=offices.actor("deputy"), filing=made, revision=0)
    assert done.version == 1
    sent = json.loads(Outgoing.objects.get().body)
    found = messages.verified(
        messages.public_of(house_key()), sent["document"].encode(), sent["signature"], documents.SIGNED
    )
    assert found["total"] == 25
    with pytest.raises(Refused, match="已被别人处理过"):
        actions.issue(actor=offices.actor("head"), filing=made, revision=0)


def test_what_is_sent_holds_sums_and_no_person(offices: County, peer: Peer, put: Any) -> None:
    """No name, no number, no free text of a file, no key of a row, no two features together."""
    put(24)
    put(1, name="欧阳秋实", occupation="养蜂赶花的人", work_unit="柳河蜂场", ethnicity="05")
    text = issued(offices, peer).document
    for word in ("欧阳", "秋实", "禾苗", "养蜂", "蜂场", "QS01-B1", "新桥村"):
        assert word not in text
    found = json.loads(text)
    assert set(found) == {
        "v",
        "what",
        "organisation",
        "day",
        "version",
        "definitions",
        "total",
        "full",
        "tables",
        "codes",
        "includes",
    }
    for table in found["tables"].values():
        assert set(table) == {"n", "lines", "sums"}
        assert all(isinstance(n, int) for n in (*table["lines"].values(), *table["sums"].values()))
    assert documents.faults(documents.read(text)) == []
    assert not AuditLine.objects.unscoped("test").filter(data__icontains="禾苗").exists()


@pytest.mark.parametrize(("short", "sent"), [(1, False), (0, True), (-1, True)])
def test_small_subtrees_are_not_reported_alone(offices: County, peer: Peer, put: Any, short: int, sent: bool) -> None:
    """LX-99: one below the figure, the figure, one above."""
    put(rule("LX-99", timezone.localdate()).count("least") - short)
    if sent:
        assert prepare(offices, peer).total
        return
    with pytest.raises(Refused) as caught:
        prepare(offices, peer)
    assert caught.value.denied.rule == "LX-99"


def test_only_a_committee_reports_and_only_days_that_came(offices: County, peer: Peer, put: Any) -> None:
    put(25)
    with pytest.raises(Refused, match="由党委上报"):
        prepare(offices, peer, code="QS01-B1")
    with pytest.raises(Refused, match="还没有到"):
        prepare(offices, peer, day=timezone.localdate() + timedelta(days=1))
    assert prepare(offices, peer, day=timezone.localdate()).total == 25
    with pytest.raises(Refused):
        prepare(offices, peer, "town_organiser")


def test_the_draft_is_frozen_and_a_new_one_takes_its_place(offices: County, peer: Peer, put: Any) -> None:
    put(25)
    first = prepare(offices, peer)
    put(5)
    second = prepare(offices, peer)
    first.refresh_from_db()
    assert (first.total, first.is_draft, second.total) == (25, False, 30)
    with pytest.raises(Refused):
        actions.issue(actor=offices.actor("head"), filing=first, revision=first.revision)


def test_a_correction_is_the_next_version_and_a_recall_takes_all(offices: County, peer: Peer, put: Any) -> None:
    put(25)
    first = issued(offices, peer)
    put(1)
    second = issued(offices, peer)
    assert [row.version for row in filings()] == [1, 2]
    with pytest.raises(Refused, match="原因"):
        actions.recall(actor=offices.actor("head"), filing=second, reason="", revision=second.revision)
    actions.recall(actor=offices.actor("head"), filing=second, reason="有一个支部算了两次", revision=second.revision)
    assert {row.standing for row in filings()} == {"已撤回"}
    assert [row.kind for row in Outgoing.objects.order_by("pk")] == [crossing.REPORT, crossing.REPORT, crossing.RECALL]
    assert len(set(Outgoing.objects.values_list("subject", flat=True))) == 1, "one after another"
    first.refresh_from_db()
    with pytest.raises(Refused):
        actions.recall(actor=offices.actor("head"), filing=first, reason="再撤一次", revision=first.revision)
    assert issued(offices, peer).version == 3


def test_the_answer_and_the_decision_are_kept_with_the_version_they_are_about(
    offices: County, peer: Peer, put: Any
) -> None:
    put(25)
    first, second = issued(offices, peer), issued(offices, peer)
    sent = {"document": first.document, "signature": first.signature}
    crossing.reported(peer, sent, {"refused": {"reason": "这里没有登记"}})
    first.refresh_from_db()
    assert (first.outcome, first.outcome_text) == ("refused", "这里没有登记")
    said = {"code": "QS", "day": DAY.isoformat(), "version": 2, "decision": "returned", "reason": "年龄不对"}
    crossing.hear_decision(peer, said)
    crossing.reported(peer, {"document": second.document, "signature": second.signature}, {"state": "arrived"})
    second.refresh_from_db()
    assert (second.outcome, second.outcome_text) == ("returned", "年龄不对"), (
        "an answer that comes later does not undo it"
    )
    other = Peer.objects.create(name="别的平台", url="http://127.0.0.1:2", public="A" * 43 + "=")
    with pytest.raises(Refused):
        crossing.hear_decision(other, said)
    with pytest.raises(Refused):
        crossing.hear_decision(peer, said | {"decision": "perhaps"})
    for broken in ({}, said | {"version": "2"}, said | {"version": 0}, said | {"day": "x"}):
        with pytest.raises(Refused):
            crossing.hear_decision(peer, broken)


def test_what_was_confirmed_below_goes_up_with_it(offices: County, peer: Peer, put: Any, come_in: Any) -> None:
    """A roll-up of roll-ups: the sum, the marks of both, and which report is in it."""
    put(25)
    actions.accept(actor=offices.actor("organiser"), received=come_in(), revision=0)
    above = Peer.objects.create(name="省平台", url="http://127.0.0.1:2", public="A" * 43 + "=")
    report = documents.read(prepare(offices, above).document)
    assert report.total == 55
    assert documents.marks_of(["DJ", "DJ-1", "QS01-B1", "QS"]) <= report.marks
    assert [one["code"] for one in report.includes] == ["DJ"]


def test_the_pages_from_preparing_to_recalling(offices: County, peer: Peer, put: Any, desk: Any) -> None:
    put(25)
    county = offices.organisations["QS"]
    page = desk("organiser").get(ROOT, {"org": county.pk})
    assert page.status_code == 200
    assert "还没有登记上报单位" in page.text or "没有登记上报单位" in page.text
    asked = {"org": county.pk, "on": DAY.isoformat()}
    assert "请填写" in desk("organiser").post(f"{ROOT}prepare/", asked).text
    answer = desk("organiser").post(f"{ROOT}prepare/", asked | {"peer": peer.pk})
    assert answer.status_code == 303
    url = answer.headers["Location"]
    assert "您的岗位不能办这一步" in desk("organiser").get(url).text
    assert desk("town_organiser").get(url).status_code == 404
    assert desk("disciplined").post(f"{url}issue/", {"revision": 0}).status_code == 403
    assert desk("head").post(f"{url}issue/", {"revision": 0}).status_code == 303
    assert "签发第 1 版" in desk("head").get(url).text
    one = filings().get()
    empty = desk("head").post(f"{url}recall/", {"revision": one.revision, "reason": ""})
    assert (empty.status_code, "请写明撤回的原因" in empty.text) == (422, True)
    assert desk("head").post(f"{url}recall/", {"revision": one.revision, "reason": "算错了"}).status_code == 303
    assert "已撤回" in desk("organiser").get(ROOT, asked).text
    assert desk("head").get(f"{url}issue/").status_code == 405


def test_registering_says_what_is_wrong_and_keeps_what_was_typed(
    offices: County, peer: Peer, reporter: Any, desk: Any
) -> None:
    url, county = f"{ROOT}reporters/new/", offices.organisations["QS"]
    said = {"org": county.pk, "peer": peer.pk, "code": "DJ", "name": "中共东江区委员会"}
    again = desk("organiser").post(url, said)
    assert (again.status_code, "已经登记过了" in again.text, 'value="DJ"' in again.text) == (422, True, True)
    assert "请填写对方党组织的组织代码" in desk("organiser").post(url, said | {"code": " "}).text
    assert desk("organiser").post(url, said | {"code": "DJ-9"}).status_code == 303
    assert desk("disciplined").get(url).status_code == 403
    assert desk("town_organiser").post(url, said | {"code": "DJ-8"}).status_code == 404


def test_the_page_costs_the_same_for_three_and_for_thirty(
    offices: County, peer: Peer, put: Any, desk: Any, django_assert_max_num_queries: Any
) -> None:
    put(3)
    for n in range(30):
        actions.register(
            actor=offices.actor("organiser"),
            peer=peer,
            code=f"DJ-{n}",
            name=f"第{n}区委",
            organisation=offices.organisations["QS"],
        )
    client = desk("organiser")
    client.get(ROOT)
    with django_assert_max_num_queries(34):
        client.get(ROOT)
