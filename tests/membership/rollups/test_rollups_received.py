"""What comes in is believed only from the registered instance, when it adds up, and once (V07, P01; decision 0021)."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from nacl.signing import SigningKey

from lianxin.foundation.exchange.models import Outgoing, Peer
from lianxin.kernel.decision import Refused
from lianxin.membership.rollups import actions, crossing, documents, queries
from lianxin.membership.rollups.models import Received, Reporter
from tests.factories import County
from tests.membership.rollups.conftest import DAY, body, document

ComeIn = Callable[..., Received]


def rows() -> Any:
    return Received.objects.unscoped("test")


def test_a_report_waits_for_people_and_counts_when_they_confirmed(offices: County, come_in: ComeIn, put: Any) -> None:
    put(4)
    actor, county = offices.actor("organiser"), offices.organisations["QS"]
    one = come_in()
    assert queries.summary(actor, county, DAY).sheet.total == 4, "nothing is added up by itself"
    actions.accept(actor=actor, received=one, revision=one.revision)
    found = queries.summary(actor, county, DAY)
    assert (found.sheet.total, found.own.total, found.others) == (34, 4, 30)
    assert found.sheet.table("sex").value("女") == 4 + 12
    assert found.sheet.table("education").value("大专及以上") == 4 + 20
    assert found.sheet.table("organisations").n == found.own.table("organisations").n + 3
    assert found.faults == []
    assert queries.summary(actor, offices.town, DAY).sheet.total == 4, (
        "it was registered at the county, not at the town"
    )
    told = Outgoing.objects.get(kind=crossing.DECISION)
    assert '"decision":"accepted"' in told.body


def test_a_correction_replaces_with_history_and_only_when_confirmed(offices: County, come_in: ComeIn) -> None:
    actor, county = offices.actor("organiser"), offices.organisations["QS"]
    first = come_in()
    actions.accept(actor=actor, received=first, revision=0)
    changed = document(version=2)
    changed["tables"]["sex"]["lines"] |= {"女": 13, "男": 17}
    second = come_in(changed)
    part = queries.summary(actor, county, DAY).parts[0]
    assert (part.counted, part.latest, part.corrected) == (first, second, True)
    assert queries.differences(queries.report_of(second), queries.report_of(first)) == [
        ("性别", "女", 12, 13),
        ("性别", "男", 18, 17),
    ]
    actions.accept(actor=actor, received=second, revision=0)
    assert queries.summary(actor, county, DAY).sheet.table("sex").value("女") == 13
    assert [row.version for row in queries.versions(second)] == [2, 1]


def test_a_returned_correction_leaves_the_confirmed_version(offices: County, come_in: ComeIn) -> None:
    actor, county = offices.actor("organiser"), offices.organisations["QS"]
    first = come_in()
    actions.accept(actor=actor, received=first, revision=0)
    second = come_in(version=2)
    with pytest.raises(Refused, match="原因"):
        actions.send_back(actor=actor, received=second, reason=" ", revision=0)
    actions.send_back(actor=actor, received=second, reason="年龄一表看着不对", revision=0)
    assert queries.summary(actor, county, DAY).included == [first]


def test_older_versions_and_copies_change_nothing(offices: County, peer: Peer, come_in: ComeIn) -> None:
    come_in(version=3)
    for said in (body(version=3), body(version=2), body(document(version=3) | {"full": 20})):
        assert crossing.hear_report(peer, said) == {"state": "arrived"}
    assert [row.version for row in rows()] == [3]
    assert rows().get().document == body(version=3)["document"]


def test_only_the_newest_version_is_decided(offices: County, come_in: ComeIn) -> None:
    first = come_in()
    come_in(version=2)
    with pytest.raises(Refused, match="更新的一版"):
        actions.accept(actor=offices.actor("organiser"), received=first, revision=0)


def test_a_recall_takes_everything_up_to_its_version(offices: County, peer: Peer, come_in: ComeIn) -> None:
    actor, county = offices.actor("organiser"), offices.organisations["QS"]
    for version in (1, 2):
        actions.accept(actor=actor, received=come_in(version=version), revision=0)
    recall = {"code": "DJ", "day": DAY.isoformat(), "version": 2, "reason": "有一个支部算了两次"}
    assert crossing.hear_recall(peer, recall) == {"state": "recalled"}
    assert queries.summary(actor, county, DAY).sheet.total == 0
    assert {row.recall_reason for row in rows()} == {"有一个支部算了两次"}
    before = list(rows().values_list("recalled_at", flat=True))
    crossing.hear_recall(peer, recall)
    assert list(rows().values_list("recalled_at", flat=True)) == before
    assert crossing.hear_report(peer, body(version=2)) == {"state": "arrived"}, "an old message does not bring it back"
    assert queries.summary(actor, county, DAY).sheet.total == 0
    actions.accept(actor=actor, received=come_in(version=3), revision=0)
    assert queries.summary(actor, county, DAY).sheet.total == 30


def _refused(peer: Peer, said: dict[str, Any]) -> str:
    with pytest.raises(Refused) as caught:
        crossing.hear_report(peer, said)
    assert not rows().exists()
    return str(caught.value.denied.reason)


def test_forged_and_bent_documents_are_not_taken_in(peer: Peer, reporter: Reporter) -> None:
    """Signed by the instance that was registered, sign for sign, whoever carried it."""
    assert "签名" in _refused(peer, body(key=SigningKey.generate()))
    said = body()
    assert "签名" in _refused(peer, said | {"document": said["document"].replace('"女":12', '"女":13')})
    assert "签名" in _refused(peer, said | {"signature": "x"})
    assert "签名" in _refused(peer, {})


def test_a_subtree_that_nobody_registered_is_refused(peer: Peer, reporter: Reporter, offices: County) -> None:
    assert "没有登记" in _refused(peer, body(organisation={"code": "XJ", "name": "中共西江区委员会"}))
    other = Peer.objects.create(name="别的平台", url="http://127.0.0.1:2", public="A" * 43 + "=")
    assert "签名" in _refused(other, body())
    actions.unregister(actor=offices.actor("organiser"), reporter=reporter, revision=0)
    assert "没有登记" in _refused(peer, body())


def _bent(*path: str, value: Any) -> dict[str, Any]:
    content = deepcopy(document())
    at: Any = content
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return content


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (_bent("tables", "sex", "lines", "女", value=13), "性别"),
        (_bent("tables", "age", "n", value=29), "年龄"),
        (_bent("tables", "education", "sums", "大专及以上", value=21), "大专及以上"),
        (_bent("full", value=31), "正式党员"),
        (_bent("total", value=-30), "人数"),
        (_bent("total", value=30.5), "人数"),
        (_bent("total", value=True), "人数"),
        (_bent("tables", "developed", "lines", "女", value=4), "发展党员"),
        (_bent("tables", "developed_work", "lines", "农牧渔民", value=2), "发展党员"),
        (_bent("tables", "organisations", "lines", "支部", value=3), "党组织"),
        (_bent("codes", value=""), "组织标记"),
        (_bent("definitions", value="0" * 16), "口径"),
        (_bent("tables", "sex", "lines", "某某", value=0), "分组"),
        (_bent("tables", "way", value={"n": 0, "lines": {}, "sums": {}}), "表"),
        (_bent("tables", "sex", value=[]), "性别"),
        (_bent("day", value="2099-12-31"), "还没有到"),
        (_bent("day", value="去年底"), "不完整"),
        (_bent("version", value=0), "版次"),
        (_bent("what", value="something else"), "不是统计上报"),
        (_bent("tables", value=None), "不完整"),
    ],
)
def test_what_does_not_add_up_is_refused_with_the_reason(
    peer: Peer, reporter: Reporter, content: dict[str, Any], word: str
) -> None:
    """The sum's internal checks, the version of the definitions, the format: each alone is enough."""
    assert word in _refused(peer, body(content))


def test_nobody_is_counted_here_and_there(offices: County, come_in: ComeIn, put: Any) -> None:
    """A branch whose files lie here stands in their report as well: not confirmed, and out of the sum when it comes about later."""
    import base64

    actor, county = offices.actor("organiser"), offices.organisations["QS"]
    codes = base64.b64encode(b"".join(sorted(documents.marks_of(["DJ", "DJ-1", "QS01-B1"])))).decode()
    one = come_in(codes=codes)
    actions.accept(actor=actor, received=one, revision=0)  # the branch stands here, too, and keeps nobody
    assert queries.summary(actor, county, DAY).sheet.total == 30
    put(3)
    found = queries.summary(actor, county, DAY)
    assert (found.sheet.total, found.included) == (3, [])
    assert "新桥村支部" in found.parts[0].why
    second = come_in(codes=codes, version=2)
    with pytest.raises(Refused, match="新桥村支部的党员在本平台也有档案"):
        actions.accept(actor=actor, received=second, revision=0)


def test_two_reports_that_share_a_branch_are_not_both_counted(
    offices: County, come_in: ComeIn, reporter: Reporter
) -> None:
    actor, county = offices.actor("organiser"), offices.organisations["QS"]
    actions.accept(actor=actor, received=come_in(), revision=0)
    key = SigningKey(b"8" * 32)
    from lianxin.foundation.exchange.messages import public_of

    other = Peer.objects.create(name="西江平台", url="http://127.0.0.1:2", public=public_of(key))
    actions.register(actor=actor, peer=other, code="XJ", name="中共西江区委员会", organisation=offices.town)
    said = body(key=key, organisation={"code": "XJ", "name": "中共西江区委员会"})
    crossing.hear_report(other, said)
    twice = rows().get(reporter__code="XJ")
    with pytest.raises(Refused, match="有相同的组织"):
        actions.accept(actor=actor, received=twice, revision=0)
    assert queries.summary(actor, county, DAY).sheet.total == 30


def test_what_was_changed_in_the_database_is_seen_and_not_counted(offices: County, come_in: ComeIn, desk: Any) -> None:
    actor, county = offices.actor("organiser"), offices.organisations["QS"]
    one = come_in()
    actions.accept(actor=actor, received=one, revision=0)
    assert "签名有效" in desk("organiser").get(f"/workbench/statistics/rollups/received/{one.pk}/").text
    rows().update(document=one.document.replace('"女":12', '"女":13').replace('"男":18', '"男":17'))
    found = queries.summary(actor, county, DAY)
    assert (found.sheet.total, found.parts[0].why) == (0, "签名和内容对不上，没有计入")
    page = desk("organiser").get(f"/workbench/statistics/rollups/received/{one.pk}/").text
    assert "签名和内容对不上" in page
    assert "签名有效" not in page


def test_who_may_confirm(offices: County, come_in: ComeIn, desk: Any) -> None:
    """P05: outside the scope it does not exist; who only reads is told so; a second tab is told, too."""
    one = come_in()
    url = f"/workbench/statistics/rollups/received/{one.pk}/"
    assert desk("town_organiser").get(url).status_code == 404
    assert desk("town_organiser").post(f"{url}accept/", {"revision": 0}).status_code == 404
    assert desk("disciplined").get(url).status_code == 200
    assert desk("disciplined").post(f"{url}accept/", {"revision": 0}).status_code == 403
    assert desk("organiser").post(f"{url}return/", {"revision": 0, "reason": ""}).status_code == 422
    long = desk("organiser").post(f"{url}return/", {"revision": 0, "reason": "数" * 201})
    assert (long.status_code, "最多 200 个字" in long.text, "数" * 201 in long.text) == (422, True, True)
    assert desk("organiser").post(f"{url}accept/", {"revision": 0}).status_code == 303
    assert desk("head").post(f"{url}return/", {"revision": 0, "reason": "数不对"}).status_code == 422
    assert rows().get().decision == "accepted"
    assert desk("organiser").post(f"{url}else/", {"revision": 0}).status_code == 404
