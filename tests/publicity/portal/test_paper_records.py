"""纸件登记: what was on paper says from whom, when, and where the paper lies; the scan comes with the page (R001, R109)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model

from lianxin.foundation.search.queries import find
from lianxin.publicity.portal.access import collection_of
from lianxin.publicity.portal.blocks import PaperBlock
from lianxin.publicity.portal.desk.difference import compare
from lianxin.publicity.portal.models import ArticlePage
from tests.factories import County

pytestmark = pytest.mark.django_db


def paper(scan: str = "", **more: Any) -> dict[str, Any]:
    return {
        "title": "一九八三年修渠记工册", "number": "柳水〔1983〕4 号", "maker": "柳河公社水利队", "day": date(1983, 4, 2),
        "pages": 36, "kept": "镇档案室三号柜", "scan": scan, **more,
    }  # fmt: skip


def body(**more: Any) -> list[tuple[str, Any]]:
    return [("text", "<p>记工册上写着每天谁来、挖了几方。</p>"), ("paper", paper(**more))]


def published(page: ArticlePage) -> ArticlePage:
    page.get_latest_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def test_readers_see_where_the_paper_lies_and_search_finds_its_number(
    client: Client, draft: Callable[..., ArticlePage]
) -> None:
    page = published(draft(body=body()))
    shown = client.get(page.get_url()).text
    for words in (
        "根据纸件录入",
        "一九八三年修渠记工册",
        "柳水〔1983〕4 号",
        "柳河公社水利队",
        "36 页",
        "镇档案室三号柜",
    ):
        assert words in shown
    assert find("柳水〔1983〕4 号").total == 1
    assert client.get(page.get_url()).text == shown, "stored with the publication, not drawn at each visit"


def test_the_scan_is_as_public_as_its_page(
    client: Client, draft: Callable[..., ArticlePage], county: County, sites: Any
) -> None:
    document = get_document_model()(title="扫描件", collection=collection_of(county.town))
    document.file.save("jigong.pdf", ContentFile(b"%PDF-1.4\n%%EOF\n"))
    page = draft(body=body(scan=f'<p><a linktype="document" id="{document.pk}">扫描件</a></p>'))
    address = f"/portal/documents/{document.pk}/"
    assert client.get(address).status_code == 404
    live = published(page)
    assert f'href="{address}"' in client.get(live.get_url()).text
    assert client.get(address).status_code == 200
    live.unpublish()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["title", "maker", "kept"])
def test_a_paper_without_origin_is_none(name: str) -> None:
    block = PaperBlock()
    value = block.to_python(paper() | {"day": "1983-04-02", name: ""})
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    assert set(refused.value.block_errors) == {name}  # type: ignore[attr-defined]  # Wagtail's, without types


def test_reviewers_see_what_changed_on_the_record(draft: Callable[..., ArticlePage]) -> None:
    old = draft(body=body())
    new = ArticlePage.objects.get(pk=old.pk)
    new.body = body(kept="县档案馆")
    row = next(r for r in compare(old, new) if r.label == "纸件登记")
    assert row.state == "changed"
    assert "县档案馆" in {"".join(text for _, text in cell.new) for cell in row.cells}
