"""An item as .docx and PDF in the layout of DOC-01, for those who may read it and for nobody else (M01)."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from tests.factories import County
from tests.publicity.disclosure.world import ROADS, Way, people


@pytest.fixture
def here(county: County) -> County:
    return people(county)


def client_of(county: County, name: str) -> Client:
    client = Client()
    if name:
        client.force_login(county.account_of(name))
    return client


def test_the_paper_says_what_the_page_says(here: County) -> None:
    item = Way(here).to("public")
    answer = Client().get(f"/disclosure/{item.pk}/paper.docx")
    made = Document(io.BytesIO(answer.content))
    text = "\n".join(p.text for p in made.paragraphs)
    for said in (item.title, item.body, "中共柳河镇委员会", item.number):
        assert said in text
    assert "送审稿" not in text
    assert round(made.sections[0].page_width.mm) == 210
    assert round(made.sections[0].left_margin.mm) == 28
    assert "filename*=utf-8''" in answer["Content-Disposition"].lower()
    pdf = Client().get(f"/disclosure/{item.pk}/paper.pdf")
    assert item.title in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().replace("\n", "")


def test_m01_a_paper_is_there_exactly_where_the_text_is(here: County) -> None:
    clients = {name: client_of(here, name) for name in ("", "author", "member", "other_member", "keeper")}
    for state in ROADS:
        item = Way(here).to(state)
        for name in ("", "author", "member", "other_member"):
            wanted = 200 if state == "public" or (state == "inner" and name == "member") else 404
            assert clients[name].get(f"/disclosure/{item.pk}/paper.docx").status_code == wanted, (state, name)
        desk = f"/workbench/disclosure/{item.pk}/paper.docx"
        codes = {name: clients[name].get(desk).status_code for name in clients}
        assert codes == {"": 302, "author": 403, "member": 404, "other_member": 404, "keeper": 200}


def test_what_is_not_for_everybody_says_so(here: County) -> None:
    inner = Way(here).to("inner")
    answer = client_of(here, "member").get(f"/disclosure/{inner.pk}/paper.docx")
    assert "请不要向外转发" in "".join(p.text for p in Document(io.BytesIO(answer.content)).paragraphs)
    assert answer["Cache-Control"] == "private, no-store"
    draft = Way(here).item
    answer = client_of(here, "keeper").get(f"/workbench/disclosure/{draft.pk}/paper.docx")
    assert "送审稿" in "".join(p.text for p in Document(io.BytesIO(answer.content)).paragraphs)
