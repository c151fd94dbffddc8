"""What stands in a PDF or .docx is found with the page that carries it, and only with it (R002, M01)."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from docx import Document as Paper
from wagtail.documents import get_document_model

from lianxin.foundation.files.actions import store
from lianxin.foundation.files.intake import prepare
from lianxin.foundation.jobs.models import Job
from lianxin.foundation.search import attachments, extracting
from lianxin.foundation.search.attachments import read, words_of
from lianxin.foundation.search.models import AttachmentText
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.disclosure.indexing import index
from lianxin.publicity.portal.indexing import documents_in
from lianxin.publicity.portal.models import ArticlePage
from tests.publicity.disclosure.world import Way, people
from tests.publicity.portal.conftest import desk, draft, sites, sites_of_module  # noqa: F401 - the county's portal

pytestmark = pytest.mark.django_db


def pdf(text: str) -> bytes:
    import typst

    return bytes(
        typst.compile(
            f'#set page(width: 120mm, height: 80mm)\n#set text(font: "Noto Sans CJK SC", lang: "zh")\n{text}'.encode()
        )
    )  # type: ignore[arg-type]


def docx(*lines: str) -> bytes:
    paper, out = Paper(), io.BytesIO()
    for line in lines:
        paper.add_paragraph(line)
    table = paper.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "闸门编号", "Z-2031"
    paper.save(out)
    return out.getvalue()


def total(client: Client, query: str) -> int:
    return int(client.get("/search.json", {"q": query}).json()["total"])


def work() -> None:
    """What the worker does with the jobs that wait."""
    for kind, pk, key in waiting():
        read(kind, pk, key)


def waiting() -> list[tuple[str, int, str]]:
    found = [
        job.key.removeprefix("search.read:").split(":") for job in Job.objects.filter(key__startswith="search.read:")
    ]
    return [(parts[0], int(parts[1]), ":".join(parts[2:-1])) for parts in found]


def test_a_document_is_found_with_the_item_that_links_it(client: Client, draft: Any) -> None:  # noqa: F811
    document = get_document_model().objects.create(
        title="附件", file=ContentFile(docx("苍耳沟水库除险方案", "水位超过二十米时开闸。"), name="a.docx")
    )
    page = draft(title="水库方案公布")
    page.body = [("text", f'<p>见<a linktype="document" id="{document.pk}">附件</a>。</p>')]
    revision = page.save_revision()
    assert documents_in(page) == {document.pk}
    work()
    assert total(client, "苍耳沟") == 0  # a draft's file is nobody's business
    revision.publish()
    assert (total(client, "苍耳沟"), len(waiting())) == (0, 1)  # the request did not read it
    work()
    for query in ("苍耳沟水库", "超过二十米", "Z-2031"):
        got = client.get("/search.json", {"q": query}).json()
        assert [r["url"] for r in got["results"]] == [ArticlePage.objects.get(pk=page.pk).get_url()], query
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert total(client, "苍耳沟") == 0
    work()
    assert total(client, "苍耳沟") == 0
    assert attachments.forget_unused() == 1
    assert not AttachmentText.objects.exists()


def test_the_gap_that_print_leaves_around_digits_hides_no_word() -> None:
    """A PDF draws ``第1款`` with gaps; nobody would look for it with spaces."""
    text, _ = words_of(pdf("李建国提出附件第490号意见，依照第三十四条第1款办理，见 page 2 of GB 9704。"))
    for word in ("附件第490号意见", "第1款办理", "page 2 of GB 9704"):
        assert word in text


def test_a_pdf_of_a_disclosed_item_is_found_with_it(client: Client, county: Any) -> None:
    """The item's own page is the address; what is not for everybody stays out."""
    item = Way(people(county)).to("public")
    keep(
        county,
        item,
        pdf("青石渡口维修预算共二十三万元，分三期拨付，验收以后结清余款，由村务监督委员会逐笔核对并张榜。"),
        public=True,
    )
    keep(county, item, pdf("内部底稿不公开的话"), public=False)
    index(item)
    work()
    got = client.get("/search.json", {"q": "维修预算共二十三万元"}).json()
    assert [(r["kind"], r["url"]) for r in got["results"]] == [("disclosure", item.get_absolute_url())]
    assert total(client, "村务监督委员会逐笔核对") == 1  # across the lines of print
    assert total(client, "内部底稿") == 0


@action("tests.keep")
def keep_inside(*, actor: Any, county: Any, item: Any, data: bytes, public: bool) -> None:
    store(
        actor=actor,
        upload=prepare(ContentFile(data, name="a.pdf")),
        org_path=item.org_path,
        subject=f"disclosure:{item.pk}",
        public=public,
    )
    record("tests.keep", actor=actor)


def keep(county: Any, item: Any, data: bytes, *, public: bool) -> None:
    keep_inside(actor=SYSTEM, county=county, item=item, data=data, public=public)


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (b"", "不是"),
        (b"MZ\x00", "不是"),
        (b"%PDF-1.7 broken", "读不出来"),
        (b"PK\x03\x04 broken", "读不出来"),
        (docx("好")[:900], "读不出来"),
    ],
)
def test_a_damaged_file_has_no_text_and_ends_the_job(data: bytes, note: str, caplog: Any) -> None:
    attachments.register_text_of("broken", lambda key: data)
    assert read("article", 1, "broken:1") is False
    assert note in AttachmentText.objects.get().note
    assert "no text of broken:1" in caplog.text
    assert attachments.text_of("article", 1, [attachments.Attachment("broken:1", "pdf")]) == ""
    assert not Job.objects.filter(key__startswith="search.read:").exists()  # known to have none: not read again


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO(docx("好"))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/zeros.xml", b"0" * (extracting.UNPACKED + 1))
    assert len(out.getvalue()) < 1_000_000
    assert words_of(out.getvalue()) == ("", "文件展开后太大")
    monkeypatch.setattr(attachments, "MOST_BYTES", 1000)
    assert words_of(docx("好"))[1] == "文件超过 0 MB"


def test_a_file_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "PATIENCE", 0.01)
    assert "秒内读不完" in words_of(docx("好"))[1]
