"""An old site moves in: whole lines or refused ones, twice the same, found by every reader (R002, R157)."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from lianxin.foundation.audit.models import AuditLine as Line
from lianxin.publicity.portal.models import ArticlePage, ColumnPage, ImportedItem, ShownPicture, SitePage, Version
from tests.factories import County

pytestmark = pytest.mark.django_db


def record(number: int, **more: Any) -> dict[str, Any]:
    values = {
        "id": f"old-{number}", "title": f"第{number}期村务", "body": f"<p>本月办了{number}件事，编号A{number}区。</p>",
        "published_at": f"2019-0{number % 9 + 1}-12 09:30", "source": "村委会", "organisation": "QS01", "column": "news",
    }  # fmt: skip
    return values | more


def jpeg(colour: str = "red", size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


class Old:
    """A folder with an export, and the command."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "old.jsonl"

    def write(self, *rows: Any) -> Old:
        lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
        self.file.write_text("\n".join(lines) + "\n")
        return self

    def bring(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        """(exit code, figures)"""
        out = io.StringIO()
        with pytest.raises(SystemExit) as stopped:
            call_command("import_articles", str(self.file), "--json", *arguments, stdout=out, stderr=io.StringIO())
        last = out.getvalue().strip().split("\n")[-1]
        return int(stopped.value.code or 0), json.loads(last) if last.startswith("{") else {}


@pytest.fixture
def old(tmp_path: Path, settings: Any) -> Old:
    settings.STORAGES = settings.STORAGES | {
        "default": settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path / "kept", "base_url": "/x/"}}
    }
    return Old(tmp_path)


def test_articles_come_in_whole_and_twice_changes_nothing(client: Client, old: Old, sites: dict[str, SitePage]) -> None:
    old.write(*(record(n) for n in range(1, 21)))
    code, figures = old.bring()
    assert (code, figures["imported"], figures["refused"]) == (0, 20, [])
    page = ArticlePage.objects.get(imported__original_id="old-7")
    assert (page.title, page.live, page.source, page.org_path) == (
        "第7期村务",
        True,
        "村委会",
        sites["town"].organisation.path,
    )  # type: ignore[union-attr]
    assert page.first_published_at.isoformat() == "2019-08-12T01:30:00+00:00"
    shown = client.get(page.get_url())
    assert (shown.status_code, "本月办了7件事" in shown.text) == (200, True)
    assert "第7期村务" in client.get("/portal/qs01/news/").text
    got = client.get("/search.json", {"q": "A7区"}).json()
    assert [(r["original_id"], r["url"]) for r in got["results"]] == [("old-7", page.get_url())]
    assert client.get("/search.json", {"q": "村委会"}).json()["total"] == 0  # the source is not text of the article
    assert Line.objects.unscoped("a test").filter(code="portal.import").count() == 1
    code, again = old.bring()
    assert (code, again["imported"], again["updated"], again["unchanged"]) == (0, 0, 0, 20)
    assert Page.find_problems() == ([], [], [], [], [])
    call_command("search_reindex", "--kind", "article", "--json", stdout=io.StringIO())
    assert client.get("/search.json", {"q": "A7区"}).json()["results"] == got["results"]


@pytest.mark.usefixtures("sites")
def test_a_changed_text_is_brought_up_to_date(client: Client, old: Old) -> None:
    old.write(record(1), record(2)).bring()
    address = ArticlePage.objects.get(imported__original_id="old-1").get_url()
    code, figures = old.write(record(1, body="<p>更正：办了十二件事。</p>"), record(2)).bring()
    assert (code, figures["updated"], figures["unchanged"], figures["imported"]) == (0, 1, 1, 0)
    shown = client.get(address).text
    assert ("十二件事" in shown, "按原网站更新" in shown) == (True, True)
    page = ArticlePage.objects.get(imported__original_id="old-1")
    assert [(v.number, v.note[10:]) for v in Version.objects.filter(page=page).order_by("number")] == [
        (1, ""),
        (2, " 按原网站更新"),
    ]
    assert client.get("/search.json", {"q": "十二件事"}).json()["total"] == 1
    assert client.get("/search.json", {"q": "A1区"}).json()["total"] == 0


@pytest.mark.usefixtures("sites")
def test_what_was_decided_here_is_not_undone(old: Old) -> None:
    """M01: an item that was taken down stays down, whatever the old house says."""
    old.write(record(1)).bring()
    ArticlePage.objects.get(imported__original_id="old-1").unpublish()
    code, figures = old.write(record(1, title="换个标题")).bring()
    assert (code, figures["refused"][0]["row"]) == (1, 1)
    assert "撤下" in figures["refused"][0]["reason"]
    assert not ArticlePage.objects.get(imported__original_id="old-1").live


BAD = [
    ("{不是 JSON", "不是完整的 JSON"), ("[1, 2]", "一个 JSON 对象"), (record(1, source=""), "没有来源"), (record(1, source="来" * 81), "来源超过 80"),
    (record(1, organisation="NIX"), "没有代码为 NIX 的组织"), (record(1, column="八卦"), "没有这个栏目：八卦"), (record(1, published_at="去年"), "发布时间看不懂"),
    (record(1, published_at="2019-02-30"), "发布时间看不懂"), (record(1, published_at="2999-01-01"), "将来"), (record(1, published_at=None), "发布时间看不懂：空"),
    (record(1, title="  \u200b "), "没有标题"), (record(1, title="长" * 201), "标题超过 200"), (record(1, body=" "), "没有正文"), (record(1, body="<script>x</script>"), "没有正文"),
    (record(1, body="<p>" + "长" * 4_100_000), "太长"), (record(1, id=""), "没有编号"), (record(1, title=["x"]), "标题应当是文字"),
    (record(1, body="<p>图</p><img src='none.jpg'>"), "找不到图片：none.jpg"), (record(1, body="<p>图</p><img src='../../etc/passwd'>"), "图片路径不合规"),
    (record(1, pictures=["evil.jpg"]), "矢量图"), (record(1, pictures=["broken.jpg"]), "损坏"), (record(1, pictures=[{"alt": "x"}]), "没有路径"), (record(1, pictures="a.jpg"), "列表"),
    (record(1, pictures=["two.jpg"]), "还藏着"), (record(1, pictures=["link.jpg"]), "图片路径不合规"), (record(1, body="<p>x</p><img src='data:image/png;base64,AAAA'>"), "认不出"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "reason"), BAD)
@pytest.mark.usefixtures("sites")
def test_a_bad_line_is_refused_in_words_and_the_others_come_in(old: Old, bad: Any, reason: str) -> None:
    (old.folder / "evil.jpg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    (old.folder / "two.jpg").write_bytes(jpeg() + b"<?php echo 1 ?>")
    (old.folder / "broken.jpg").write_bytes(jpeg()[:200])
    (old.folder / "link.jpg").symlink_to("/etc/passwd")
    code, figures = old.write(record(2), bad, record(3)).bring("--rejects", str(old.folder / "out.jsonl"))
    assert (code, figures["imported"]) == (1, 2)
    assert [r["row"] for r in figures["refused"]] == [2]
    assert reason in figures["refused"][0]["reason"]
    kept = json.loads((old.folder / "out.jsonl").read_text())
    assert (kept["row"], kept["line"]) == (2, [1, 2] if bad == "[1, 2]" else bad)
    assert not ImportedItem.objects.filter(original_id="old-1").exists()
    assert not get_image_model().objects.exists()


@pytest.mark.usefixtures("sites")
@pytest.mark.parametrize("name", ["organisation_code", "org_code"])
def test_the_code_of_the_organisation_may_be_called_so(old: Old, name: str) -> None:
    given = record(1)
    given[name] = given.pop("organisation")
    assert old.write(given).bring()[1]["imported"] == 1


@pytest.mark.usefixtures("sites")
def test_the_same_number_twice_in_one_file(old: Old) -> None:
    code, figures = old.write(record(1), record(1), record(1, title="另一个")).bring()
    assert (code, figures["imported"], figures["unchanged"], len(figures["refused"])) == (1, 1, 1, 1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("sites")
def test_pictures_come_along_drawn_anew_and_are_shown(client: Client, old: Old) -> None:
    (old.folder / "upload").mkdir()
    (old.folder / "upload" / "甲.jpg").write_bytes(jpeg())
    (old.folder / "b.jpg").write_bytes(jpeg("blue"))
    body = "<p>前</p><img src='/upload/%E7%94%B2.jpg?x=1' alt='红'><p>▲ 红色的</p><p>后</p><img src='http://old.example.net/c.jpg'>"
    code, figures = old.write(record(1, body=body, pictures=["b.jpg"]), record(2, pictures=["b.jpg"])).bring()
    assert (code, figures["imported"], figures["dropped"]) == (0, 2, {"外站图片（没有取来）": 1})
    page = ArticlePage.objects.get(imported__original_id="old-1")
    assert [b.block_type for b in page.body] == ["text", "picture", "text", "picture"]
    assert (page.body[1].value["alt"], page.body[1].value["caption"]) == ("红", "红色的")
    assert get_image_model().objects.count() == 2  # the shared one is kept once
    assert ShownPicture.objects.count() == 3
    shown = client.get(f"/portal/pictures/{page.body[1].value['image'].pk}/640/")
    assert (shown.status_code, b"".join(shown.streaming_content)[8:12]) == (200, b"WEBP")
    shown.close()


def test_sites_that_are_missing_are_founded(client: Client, old: Old, county: County) -> None:
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    code, figures = old.write(record(1), record(2, organisation="QS", column="通知公告")).bring()
    assert (code, figures["imported"], len(figures["founded"])) == (0, 2, 2)
    assert SitePage.objects.count() == 2
    assert ColumnPage.objects.filter(code="notice").count() == 2
    assert client.get(ArticlePage.objects.get(imported__original_id="old-1").get_url()).status_code == 200


def test_a_missing_file_is_said_so(old: Old) -> None:
    assert old.bring()[0] == 2
    old.write(record(1))
    assert old.bring("--pictures", str(old.folder / "nowhere"))[0] == 2


@pytest.mark.usefixtures("sites")
def test_a_large_file_is_read_by_another_process(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lianxin.publicity.portal.importing.feeding.SMALL", 0)
    code, figures = old.write(*(record(n) for n in range(1, 451)), "kaputt").bring()
    assert (code, figures["imported"], figures["refused"][0]["row"]) == (1, 450, 451)
