"""Hints and difference: what writers and reviewers are shown, and that hints lock nothing (R005, R109, A11Y-01)."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from lianxin.publicity.portal.access import collection_of
from lianxin.publicity.portal.desk import contrast, hints, wordlist
from lianxin.publicity.portal.desk.difference import compare, runs
from lianxin.publicity.portal.models import ArticlePage, ColumnPage, WordEntry
from lianxin.publicity.portal.texts import ITEMS
from tests.publicity.portal.walking import OURS, Desk, account, fresh, press, publish, send_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # a temporary file of the image library
]


def codes(page: Any) -> set[str]:
    return {h.code for h in hints.check(page)}


def picture(**more: Any) -> Any:
    return get_image_model().objects.create(title="渡口", file=get_test_image_file(), **more)


@pytest.mark.parametrize(
    ("code", "body", "more"),
    [
        ("private", [("text", "<p>请打张三电话 13800138000。</p>")], {}),
        ("word_spelling", [("text", "<p>老人们再接再励。</p>")], {}),
        ("word_term", [("text", "<p>截止目前已到三十人。</p>")], {}),
        ("link_text", [("text", '<p>报名<a href="https://example.org/">点击这里</a></p>')], {}),
        ("contrast", [("text", '<p><span style="color: #cccccc">看不清</span></p>')], {}),
        ("paragraph", [("text", f"<p>{'长' * 201}</p>")], {}),
        ("short", [("text", f"<p>{'长' * 150}</p><p>{'长' * 151}</p>")], {"form": "short"}),
        ("read", [("text", "".join(f"<p>{'长' * 190}</p>" for _ in range(8)))], {"form": "article"}),
        ("heading_order", [("heading", "一"), ("text", "<h4>跳级</h4><p>正文</p>")], {}),
        ("heading_last", [("text", "<p>正文</p>"), ("heading", "孤零零")], {}),
    ],
)
def test_each_hint_is_given(code: str, body: Any, more: dict[str, str]) -> None:
    assert code in codes(ArticlePage(title="夜校", body=body, **({"form": "article"} | more)))


@pytest.mark.parametrize(
    ("code", "body", "form", "given"),
    [
        ("paragraph", f"<p>{'长' * 200}</p>", "article", False),
        ("paragraph", f"<p>{'长' * 201}</p>", "article", True),
        ("short", f"<p>{'长' * 150}</p><p>{'长' * 150}</p>", "short", False),
        ("short", f"<p>{'长' * 150}</p><p>{'长' * 151}</p>", "short", True),
        # six minutes at 220 signs
        ("read", f"<p>{'长' * 132}</p>" * 10, "article", False),
        ("read", f"<p>{'长' * 132}</p>" * 10 + "<p>长</p>", "article", True),
    ],
)
def test_lx_63_one_sign_more_is_a_hint(code: str, body: str, form: str, given: bool) -> None:
    page = ArticlePage(title="渡口修好了", form=form, body=[("text", body)])
    assert (code in {h.code for h in hints.check(page, OURS)}) is given


@pytest.mark.parametrize(
    ("alt", "code"),
    [("", "alt_missing"), ("图片", "alt_empty"), ("IMG_2031.jpg", "alt_empty"), ("渡口清晨，两位老人在等船", "")],
)
def test_descriptions_that_say_nothing(alt: str, code: str) -> None:
    page = ArticlePage(title="渡口", body=[("picture", {"image": picture(), "alt": alt, "caption": ""})])
    assert {c for c in codes(page) if c.startswith("alt")} == ({code} if code else set())


def test_ordinary_texts_give_no_false_alarm() -> None:
    """以经济、按排名、目的的 and the demonstration's own items must not look misspelt."""
    page = ArticlePage(
        title="以经济建设为中心", body=[("text", "<p>按排名先后，目的的不同，农民工返乡，问候大家。</p>")]
    )
    assert not {c for c in codes(page) if c.startswith("word")}
    for item in ITEMS:
        page = ArticlePage(title=item.title, summary=item.summary, body=item.body())
        assert not {h for h in hints.check(page) if h.code.startswith("word")}, item.title


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert round(contrast.ratio((0, 0, 0), (255, 255, 255)), 1) == 21.0
    assert contrast.weak('<b style="color:#777">x</b><i style="color:#1f1b16">y</i>')[0][0] == "#777"


def test_hints_are_shown_at_both_places_and_lock_nothing(desk: Desk, draft: Any) -> None:
    page = send_in(desk, draft, title="再接再励")
    shown = desk("second").get(f"{OURS}/{page.pk}/").text
    assert "请核对是不是“再接再厉”" in shown
    assert "请核对是不是“再接再厉”" in desk("writer").get(f"/workbench/portal/pages/{page.pk}/edit/").text
    assert "再接再厉" in desk("writer").get(f"{OURS}/{page.pk}/hints/").json()["html"]
    assert desk("foreign_reviewer").get(f"{OURS}/{page.pk}/hints/").status_code == 404
    assert publish(desk, page).live


def test_the_operator_keeps_the_list_for_the_own_organisation(desk: Desk, county: Any, sites: Any) -> None:
    town = county.town.path
    words = f"{OURS}/words/"
    assert desk("writer").get(words).status_code == 403
    desk("checker")
    answer = desk("checker").post(
        words, {"word-org_path": town, "word-wrong": "柳和镇", "word-right": "柳河镇", "word-kind": "name"}
    )
    assert answer.status_code == 303
    assert "word_name" in {h.code for h in hints.check(ArticlePage(title="柳和镇的早晨"), town)}
    assert not hints.check(ArticlePage(title="柳和镇的早晨"), county.organisations["QS02"].path)
    foreign = county.organisations["QS02"].path
    assert (
        desk("checker").post(words, {"word-org_path": foreign, "word-wrong": "x", "word-kind": "name"}).status_code
        == 422
    )
    desk("checker").post(f"{OURS}/words/off/", {"wrong": "再接再励"})
    assert not hints.check(ArticlePage(title="再接再励"), town)
    assert hints.check(ArticlePage(title="再接再励"), foreign)
    row = WordEntry.objects.get(wrong="再接再励")
    assert desk("foreign_reviewer").post(f"{OURS}/words/{row.pk}/drop/").status_code == 404
    assert desk("checker").post(f"{OURS}/words/{row.pk}/drop/").status_code == 303
    assert hints.check(ArticlePage(title="再接再励"), town)


@pytest.mark.parametrize(
    ("content", "word"),
    [("错误写法,正确写法,类别,说明\n柳和,柳河,人名地名,\n青禾真,青禾镇,,", ""), ("a,b,乱写,\n", "第 1 行"), ("", "文件"), ("\x00\x01", "不是文本"),
     ("甲,乙,,\n,丙,,\n", "第 2 行"), ("错误写法,正确写法,类别,说明\n", "没有词条"),
     ('甲,乙,,\n柳和,"柳河,,\n青禾真,青禾镇,,\n', "第 2 行：引号没有成对"), ('甲,乙,,\n丙,"丁\n戊","己,,\n', "第 2 行：引号没有成对"),
     ('甲,乙,,\r\n丙,"丁"戊,,\r\n', "第 2 行：引号没有成对")],
)  # fmt: skip
def test_a_table_is_taken_in_whole_or_not_at_all(desk: Desk, county: Any, sites: Any, content: str, word: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("words.csv", content.encode("gb18030"))
    answer = desk("checker").post(f"{OURS}/words/import/", {"file-org_path": county.town.path, "file-file": file})
    if word:
        assert (answer.status_code, word in answer.text, WordEntry.objects.count()) == (422, True, 0)
    else:
        assert (answer.status_code, WordEntry.objects.count()) == (303, 2)
        assert "柳和,柳河" in desk("checker").get(f"{OURS}/words/export/").text


def test_own_list_can_be_read() -> None:
    assert len(wordlist.own()) > 50


def test_signs_are_compared_one_by_one() -> None:
    old, new = runs("来了二十多人", "来了二十六人")
    assert old == (("same", "来了二十"), ("gone", "多"), ("same", "人"))
    assert new == (("same", "来了二十"), ("new", "六"), ("same", "人"))
    long = "这是一句话。" * 400
    left, right = runs(long, long + "末尾加一句。")
    assert "".join(t for _, t in right) == long + "末尾加一句。"
    assert [k for k, _ in left] == ["same"]


def test_difference_names_what_happened_to_each_block(draft: Any) -> None:
    """Text, source, title, pictures and their description; moved blocks are not lost and found."""
    one, other = picture(), picture()
    old = ArticlePage(title="夜校", source="村支部", body=[
        ("heading", "一"), ("text", "<p>打谷场上亮起了灯，二十多人自带板凳。</p>"), ("quote", {"text": "来得好", "source": "老乡"}),
        ("picture", {"image": one, "alt": "打谷场", "caption": ""}),
    ])  # fmt: skip
    new = ArticlePage(title="夜校开课", source="镇党委", body=[
        ("heading", "一"), ("text", "<p>打谷场上亮起了灯，二十六人自带板凳。</p>"),
        ("picture", {"image": other, "alt": "打谷场夜景", "caption": ""}), ("plain_words", {"policy": "条", "plain": "白"}),
    ])  # fmt: skip
    rows = {(r.label, r.state) for r in compare(old, new)}
    assert {("标题", "changed"), ("来源", "changed"), ("小标题", "same"), ("正文", "changed"), ("引用", "removed"),
            ("图片", "changed"), ("政策与白话", "added")} <= rows  # fmt: skip
    shown = next(r for r in compare(old, new) if r.label == "图片")
    assert (shown.cells[0].old_image, shown.cells[0].new_image) == (one.pk, other.pk)


def test_previews_show_pictures_to_those_with_a_duty_only(desk: Desk, draft: Any, client: Any, county: Any) -> None:
    page = send_in(desk, draft)
    page.workflow_states.all().delete()
    image = picture()
    image.collection = collection_of(county.town)
    image.save()
    page.body = [("picture", {"image": image, "alt": "渡口清晨", "caption": ""})]
    page.save_revision(user=account("writer"))
    page.save()
    ours, readers = f"/workbench/portal/pictures/{image.pk}/640/", f"/portal/pictures/{image.pk}/640/"
    assert client.get(readers).status_code == 404
    assert client.get(ours).status_code == 302
    assert desk("foreign_reviewer").get(ours).status_code == 404
    shown = desk("second").get(ours)
    assert (shown.status_code, bool(shown.getvalue())) == (200, True)
    assert ours in desk("second").get(f"{OURS}/{page.pk}/").text
    preview = desk("second").get(f"/workbench/portal/pages/{page.pk}/view_draft/").text
    assert (ours in preview, f'"{readers}' in preview) == (True, False)


def test_missing_source_and_description_are_refused_by_the_form(desk: Desk, draft: Any, county: Any) -> None:
    """Hard only where something must be there: a draft saves with anything missing, sending in does not."""
    desk("writer")
    shelf = collection_of(county.town)
    page = draft(account("writer"))
    text = {"body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "picture", "body-0-id": "",
            "body-0-value-image": str(picture(collection=shelf).pk), "body-0-value-alt": "", "body-0-value-caption": ""}  # fmt: skip
    url = f"/workbench/portal/pages/{page.pk}/edit/"
    data = {"title": "夜校", "form": "short", "source": "", **text}
    desk("writer").post(url, data | {"action-submit": "1"})
    assert fresh(page).current_workflow_state is None
    data |= {"source": "村支部"}
    desk("writer").post(url, data | {"action-submit": "1"})
    assert fresh(page).current_workflow_state is None
    desk("writer").post(url, data | {"body-0-value-alt": "打谷场的夜景", "action-submit": "1"})
    assert fresh(page).current_workflow_state is not None
    assert press(desk("writer"), fresh(page), "take-back").status_code == 303


def test_two_items_are_begun_on_one_day(desk: Desk, sites: Any) -> None:
    """The address of an item is its day; the second one of a column gets a number and no error."""
    desk("writer")
    column = ColumnPage.objects.child_of(sites["town"]).get(code="news")
    for title in ("第一篇", "第二篇", "第三篇"):
        url = f"/workbench/portal/pages/add/portal/articlepage/{column.pk}/"
        answer = desk("writer").post(url, {"title": title, "form": "short", "source": "村支部", "body-count": "0"})
        assert answer.status_code == 302
    slugs = ArticlePage.objects.child_of(column).order_by("pk").values_list("slug", flat=True)
    assert [slug[8:] for slug in slugs] == ["", "-2", "-3"]
