"""粘贴导入: what an editor pastes or uploads becomes a draft in a column where they may write, and nothing more (M01, P05)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as Paper
from PIL import Image
from wagtail.images import get_image_model

from lianxin.publicity.portal.desk import hints
from lianxin.publicity.portal.models import ArticlePage, ColumnPage

pytestmark = pytest.mark.django_db
URL = "/workbench/portal-desk/paste/"
TEXTS = Path(__file__).parent / "intake_texts"


@pytest.fixture
def column(sites: Any) -> ColumnPage:
    return ColumnPage.objects.child_of(sites["town"]).get(code="news")


def sent(client: Client, column: Any, **more: Any) -> Any:
    return client.post(URL, {"column": str(column.pk), "source": "村委会", "title": "", "body": "", "html": ""} | more)


def word() -> bytes:
    paper, out, picture = Paper(), io.BytesIO(), io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(picture, "PNG")
    paper.add_heading("防汛公告", 1)
    paper.add_paragraph("请大家").add_run("马上").bold = True
    paper.add_paragraph("清理水沟", style="List Number")
    paper.add_paragraph("检查电线", style="List Number")
    paper.add_picture(io.BytesIO(picture.getvalue()))
    table = paper.add_table(rows=2, cols=2)
    for i, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"格{i}"
    paper.save(out)
    return out.getvalue()


def test_a_pasted_wechat_text_becomes_a_draft_with_a_report(desk: Any, column: ColumnPage, client: Client) -> None:
    editor = desk("writer")
    answer = sent(editor, column, body="茶馆开讲…", html=(TEXTS / "wechat.html").read_text())
    page = ArticlePage.objects.get(title="老茶馆里的党课")
    assert (answer.status_code, answer["Location"]) == (303, f"{URL}{page.pk}/")
    assert (page.live, page.owner.person.nickname, page.get_parent().pk) == (False, "writer", column.pk)
    shown = editor.get(answer["Location"]).text
    assert "看不见的文字" in shown
    assert "没有随文字带过来的图片" in shown
    assert "讲得短，听得进。" in shown
    assert "推广" not in shown
    assert editor.get(f"/workbench/portal/pages/{page.pk}/edit/").status_code == 200
    assert client.get(page.get_url()).status_code == 404
    assert client.get("/search.json", {"q": "茶馆"}).json()["total"] == 0


def shot(colour: str, name: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


FROM_WORD = """<p>前</p><img src="file:///C:/Temp/clip_image002.png" alt="水闸"><p>中</p>
<img src="file:///C:/Temp/clip_image004.png"><p>后</p>"""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves a temporary file open
def test_pictures_handed_in_beside_stand_where_the_text_has_them(
    desk: Any, column: ColumnPage, settings: Any, tmp_path: Path
) -> None:
    """R157, bad input: by their names, whatever their order; those without a name of the text in the order of the text."""
    settings.FILES_ROOT = tmp_path
    for files, wanted in (
        ([shot("red", "clip_image004.png"), shot("blue", "clip_image002.png")], ["blue", "red"]),
        ([shot("red", "一.png"), shot("blue", "二.png")], ["red", "blue"]),
    ):
        answer = sent(desk("writer"), column, title="水闸", html=FROM_WORD, pictures=files)
        assert answer.status_code == 303
        body = ArticlePage.objects.order_by("-pk").first().body
        assert [b.block_type for b in body] == ["text", "picture", "text", "picture", "text"]
        assert body[1].value["alt"] == "水闸"
        for block, colour in zip((body[1], body[3]), wanted, strict=True):
            with block.value["image"].file.open("rb") as drawn, Image.open(drawn) as seen:
                assert seen.convert("RGB").getpixel((5, 5)) == {"red": (255, 0, 0), "blue": (0, 0, 255)}[colour]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_picture_that_did_not_come_along_is_said_in_its_place(
    desk: Any, column: ColumnPage, settings: Any, tmp_path: Path
) -> None:
    """The structure stays, the desk hints at it, and no reader is to find it by chance."""
    settings.FILES_ROOT = tmp_path
    answer = sent(desk("writer"), column, title="水闸", html=FROM_WORD, pictures=[shot("red", "clip_image004.png")])
    page = ArticlePage.objects.get(title="水闸")
    assert [b.block_type for b in page.body] == ["text", "picture", "text"]
    assert (
        page.body[0].value.source == "<p>前</p><p>【这里原来有一张图片：水闸。补上图片后，请删去这一行。】</p><p>中</p>"
    )
    assert "picture_missing" in {h.code for h in hints.check(page)}
    assert "没有随文字带过来的图片" in desk("writer").get(answer["Location"]).text


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_hostile_picture_beside_is_refused_and_the_others_wait_for_the_next_try(
    desk: Any, column: ColumnPage, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_ROOT = tmp_path
    bad = SimpleUploadedFile("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>")
    answer = sent(desk("writer"), column, title="水闸", html=FROM_WORD, pictures=[bad, shot("red", "好的.png")])
    assert (answer.status_code, "a.png" in answer.text, "已收下：好的.png" in answer.text) == (422, True, True)
    assert not ArticlePage.objects.filter(title="水闸").exists()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves a temporary file open
def test_a_word_file_brings_its_pictures_along(desk: Any, column: ColumnPage) -> None:
    editor = desk("writer")
    answer = sent(editor, column, file=SimpleUploadedFile("公告.docx", word()))
    page = ArticlePage.objects.get(title="防汛公告")
    assert [b.block_type for b in page.body] == ["heading", "text", "picture", "text"]
    assert page.body[1].value.source == "<p>请大家<b>马上</b></p><ol><li>清理水沟</li><li>检查电线</li></ol>"
    assert "格0 ｜ 格1" in page.body[3].value.source
    picture = get_image_model().objects.get()
    assert f"/workbench/portal/pictures/{picture.pk}/640/" in editor.get(answer["Location"]).text


def test_a_page_in_the_old_encoding_and_plain_words(desk: Any, column: ColumnPage) -> None:
    editor = desk("writer")
    page = "<html><body><h1>旧编码</h1><p>打谷场上亮起了灯。</p></body></html>".encode("gb18030")
    assert sent(editor, column, file=SimpleUploadedFile("a.html", page)).status_code == 303
    assert ArticlePage.objects.get(title="旧编码").body[1].value.source == "<p>打谷场上亮起了灯。</p>"
    assert sent(editor, column, title="手写", body="第一段\n第二段 1<2").status_code == 303
    assert ArticlePage.objects.get(title="手写").body[0].value.source == "<p>第一段</p><p>第二段 1&lt;2</p>"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "请粘贴内容"), ({"body": "没有标题"}, "请填写标题"), ({"body": "好", "title": "题", "source": ""}, "来源"), ({"html": "<script>x</script>", "title": "题"}, "没有读到文字"),
        ({"title": "题", "file": SimpleUploadedFile("a.docx", b"PK\x03\x04 broken")}, ""), ({"title": "题", "file": SimpleUploadedFile("a.doc", b"\xd0\xcf\x11\xe0\x00\x00")}, "只收"),
        ({"title": "题", "body": "<p>x" * 70_000}, "太长"), ({"title": "长" * 201, "body": "好"}, "200"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field_and_everything_typed_stays(
    desk: Any, column: ColumnPage, more: dict[str, Any], said: str
) -> None:
    before = ArticlePage.objects.count()
    answer = sent(desk("writer"), column, **more)
    assert answer.status_code == 422
    assert said in answer.text
    for name in ("title", "source"):
        if more.get(name):
            assert more[name] in answer.text
    assert ArticlePage.objects.count() == before


def test_only_where_one_may_write(desk: Any, column: ColumnPage, sites: Any, client: Client) -> None:
    foreign = ColumnPage.objects.child_of(sites["home"]).get(code="news")
    assert sent(desk("writer"), foreign, title="题", body="好").status_code == 422
    assert desk("checker").get(URL).status_code == 403
    assert client.get(URL).status_code == 302
    page = desk("writer")
    sent(page, column, title="题", body="好")
    assert desk("checker").get(f"{URL}{ArticlePage.objects.get(title='题').pk}/").status_code == 403
