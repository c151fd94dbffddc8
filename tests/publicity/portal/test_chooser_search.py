"""Wagtail's own search finds Chinese: page chooser, explorer, pictures, documents (R002)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from lianxin.publicity.portal.access import collection_of
from lianxin.publicity.portal.models import ArticlePage

pytestmark = pytest.mark.django_db
TITLE = "柳河村党支部ＷＩＦＩ夜校第十五期开课（A2区）"


@pytest.mark.parametrize(
    "word",
    [
        "课",
        "夜校",
        "党支部",
        "第十五期",
        "柳河村党支",
        "村党支部WI",
        "wifi",
        "A2区",
        "ａ２区",
        "（A2",
        "夜校 柳河",
        "开课 a2",
    ],
)
def test_words_of_one_to_six_characters_find_the_title(draft: Any, word: str) -> None:
    page, other = draft(title=TITLE), draft(title="渡口镇通知")
    assert [p.pk for p in Page.objects.all().search(word)] == [page.pk]
    assert [p.pk for p in Page.objects.all().autocomplete(word)] == [page.pk]
    assert [p.pk for p in ArticlePage.objects.all().search(word)] == [page.pk]
    assert other.pk not in {p.pk for p in Page.objects.all().search(word)}


@pytest.mark.parametrize(
    "word", ["", " ", '"', "'", "\x00", "%", "_", "*", "\\", "路" * 300, "夜校 没有的词", "a OR b"]
)
def test_signs_find_nothing_and_break_nothing(draft: Any, word: str) -> None:
    draft(title=TITLE)
    assert list(Page.objects.all().search(word)) == []


def test_the_query_set_decides_what_may_be_found(draft: Any) -> None:
    page = draft(title=TITLE)
    assert list(Page.objects.exclude(pk=page.pk).search("夜校")) == []
    assert list(Page.objects.live().search("夜校")) == []
    assert Page.objects.all().search("夜校").count() == 1
    assert list(Page.objects.filter(live=False).order_by("-title").search("夜校", order_by_relevance=False))


def test_published_words_are_found_too(draft: Any) -> None:
    page = draft(title="无题")
    assert list(Page.objects.all().search("打谷场")) == []  # only the title of a draft
    page.get_latest_revision().publish()
    assert [p.pk for p in Page.objects.all().search("打谷场 灯")] == [page.pk]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves a temporary file open
def test_the_choosers_of_the_desk(desk: Any, draft: Any, county: Any) -> None:
    """An editor of the town finds what stands on their shelf, by the pages of the desk."""
    page = draft(title=TITLE)
    shelf = collection_of(county.town)
    foreign = collection_of(county.organisations["QS02"])
    picture = get_image_model().objects.create(title="打谷场上的灯", file=get_test_image_file(), collection=shelf)
    get_image_model().objects.create(title="别处的灯", file=get_test_image_file(), collection=foreign)
    document = get_document_model().objects.create(
        title="夜校报名表", file=ContentFile(b"x", name="a.pdf"), collection=shelf
    )
    client = desk("writer")
    assert TITLE in client.get("/workbench/portal/pages/search/", {"q": "夜校"}).text
    assert TITLE in client.get("/workbench/portal/choose-page/search/", {"q": "十五期"}).text
    assert TITLE not in client.get("/workbench/portal/pages/search/", {"q": "早校"}).text
    shown = client.get("/workbench/portal/images/chooser/results/", {"q": "的灯"}).text
    assert ("打谷场上的灯" in shown, "别处的灯" in shown) == (True, False)
    shown = client.get("/workbench/portal/documents/chooser/results/", {"q": "报名"}).text
    assert document.title in shown
    assert page.pk
    assert picture.pk
