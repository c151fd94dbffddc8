"""The library: versions with their days, what changed between them, citations that go to the text of the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client

from lianxin.foundation.rules import anchors, comparing, library, queries
from lianxin.foundation.rules.actions import import_text
from lianxin.foundation.rules.models import Regulation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.rules.texts import parse, read_text
from lianxin.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "regulations"
OLD = """# 青山县村务公开办法

2019年3月1日 青山县人民政府发布

## 第一章 总则

第一条 村务应当公开。

第二条 财务每季度公开一次，公开后接受询问。

第三条 公开栏设在村部。

第四条 本办法自2019年5月1日起施行。
"""
NEW = """# 青山县村务公开办法

2024年3月1日 青山县人民政府发布

## 第一章 总则

第一条 村务应当公开。

第二条 财务每月公开一次，公开后接受询问。

第三条 村民可以查阅账目的原件，村里应当在三日内答复。

第四条 公开栏设在村部。

第五条 本办法自2024年5月1日起施行。
"""


@pytest.fixture
def texts() -> list[Regulation]:
    for words in (OLD, NEW, NEW.replace("2024年", "2099年").replace("三日内", "当日")):
        import_text(actor=SYSTEM, text=parse(words))
    return list(Regulation.objects.order_by("in_force"))


def test_each_version_says_when_it_holds(client: Client, texts: list[Regulation]) -> None:
    rows = {row.text.version: row for row in library.shelf()}
    assert {v: r.state for v, r in rows.items()} == {
        "2019-03-01": "over", "2024-03-01": "in_force", "2099-03-01": "waiting",
    }  # fmt: skip
    assert rows["2019-03-01"].until == date(2024, 4, 30)
    page = client.get("/regulations/").text
    assert all(words in page for words in ("现行", "尚未施行", "已被替代", "2024年4月30日止"))
    only = client.get("/regulations/?state=over").text
    assert only.count("<h3>") == 1
    old = client.get(f"{texts[0].page}?version=2019-03-01").text
    assert "这不是现行版本" in old
    assert "每季度公开" in old
    assert "每月公开" in client.get(texts[0].page).text


def test_two_versions_stand_side_by_side(client: Client, texts: list[Regulation]) -> None:
    pairs = comparing.compare(texts[0], texts[1])
    kinds = [(p.kind, p.moved, (p.new or p.old).number) for p in pairs if p.new or p.old]  # type: ignore[union-attr]
    assert kinds[:4] == [("same", False, 1), ("changed", False, 2), ("added", False, 3), ("same", True, 4)]
    page = client.get(f"{texts[0].page}compare/?old=2019-03-01&new=2024-03-01").text
    assert "<del>季度</del>" in page
    assert "<ins>月</ins>" in page
    assert "第三条 → 第四条" in page
    assert "村务应当公开" not in page
    assert "村务应当公开" in client.get(f"{texts[0].page}compare/?old=2019-03-01&new=2024-03-01&all=1").text
    assert client.get("/regulations/nothing/compare/").status_code == 404
    assert client.get(f"{texts[0].page}compare/?old=x&new=%00").status_code == 200


def test_the_shelf_is_searched_in_the_present_texts(client: Client, texts: list[Regulation]) -> None:
    found = library.search("账目 答复")
    assert [(f.heading, f.url.endswith("#art-3")) for f in found] == [("第三条", True)]
    assert library.search("每季度") == []
    assert "条文里没有找到" in client.get("/regulations/?q=没有这个词").text
    assert client.get("/regulations/?q=%00&kind=zzz&state=%27").status_code == 200


def test_a_citation_goes_to_the_text_of_the_day_of_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """A case keeps the version under which it began; so does the link behind its refusal."""
    source = rule("PET-04").source
    name = f"# {source.name}"
    clause = rule("PET-04").articles[0]
    for year in (2019, 2022):
        body = "".join(f"\n\n第{n}条 {year}年的第{n}条。" for n in range(1, clause + 1))
        import_text(
            actor=SYSTEM,
            text=parse(f"{name}\n\n{year}年3月1日 发布\n{body}\n\n第{clause + 1}条 自{year}年5月1日起施行。"),
        )
    anchors.forget()
    page = f"/regulations/{source.slug}/"
    assert rule("PET-04").url == f"{page}#art-{clause}"
    assert rule("PET-04").url_on(date(2023, 1, 1)) == f"{page}#art-{clause}"
    assert rule("PET-04").url_on(date(2020, 1, 1)) == f"{page}?version=2019-03-01#art-{clause}"
    draw = Template('{% load rules %}{% rule_note "PET-04" on=day %}').render
    assert "version=2019-03-01" not in draw(Context({"day": None}))


def test_a_long_text_comes_in_parts_and_every_anchor_is_reached(client: Client) -> None:
    """A phone never loads hundreds of kilobytes; the address of an article names the part in which it stands."""
    chapters = "".join(
        f"\n\n## 第{c}章 很长" + "".join(f"\n\n第{c * 20 + n + 1}条 " + "字" * 300 for n in range(20))
        for c in range(30)
    )
    import_text(actor=SYSTEM, text=parse(f"# 长法\n\n2020年1月1日 发布{chapters}"))
    anchors.forget()
    text = Regulation.objects.get(title="长法")
    first = client.get(text.page)
    assert len(first.content) < 250_000
    assert 'id="art-1"' in first.text
    assert 'id="art-600"' not in first.text
    url = anchors.address(text.slug, "art-600", long=queries.stored_texts()[text.name_key][0].long)
    assert 'id="art-600"' in client.get(url.partition("#")[0]).text


@pytest.mark.skipif(not SAMPLES.exists(), reason="published texts are not part of the repository")
def test_published_texts_are_shelved_by_kind(client: Client) -> None:
    for path in sorted(SAMPLES.glob("*.md")):
        import_text(actor=SYSTEM, text=parse(read_text(path.read_bytes())))
    anchors.forget()
    kinds: dict[str, Any] = {row.text.title: row.kind for row in library.shelf()}
    assert kinds["中华人民共和国个人信息保护法"] == "law"
    assert kinds["信访工作条例"] == "party"
    assert kinds["国务院关于在线政务服务的若干规定"] == "state"
    assert len(client.get(Regulation.objects.get(title__contains="个人信息").page).content) < 250_000
    assert library.search("答复")
