"""What the public sees of the rules."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.template import Context, Template
from regulation_text import TEXT

from lianxin.foundation.rules.actions import import_text
from lianxin.foundation.rules.registry import all_rules
from lianxin.foundation.rules.texts import parse
from lianxin.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


def test_the_list_names_every_rule_with_its_level(client) -> None:
    page = client.get("/rules/").content.decode()
    assert [r.id for r in all_rules() if f'href="/rules/{r.id}/"' not in page] == []
    assert "已核原文" in page
    assert "不是法规，是本平台为了把事办好而作的约定" in page


def test_the_list_by_wing(client) -> None:
    page = client.get("/rules/?wing=voice").content.decode()
    assert 'href="/rules/PET-04/"' in page
    assert 'href="/rules/ELE-01/"' not in page
    assert re.search(r'href="\?wing=voice" aria-current="true"', page)
    strange = client.get("/rules/?wing=%3Cb%3E").content.decode()
    assert 'href="/rules/ELE-01/"' in strange
    assert "<b>的" not in strange


def test_a_rule_shows_clause_figures_level_and_history(client) -> None:
    page = client.get("/rules/PET-04/").content.decode()
    for words in (
        "《信访工作条例》第三十四条",
        "不超过 60 日",
        "不超过 30 日",
        "已核原文",
        "信访条例",
        "2022年5月1日",
        "现行",
    ):
        assert words in page
    assert "全文还没有收进本平台" in page


def test_tables_and_lists_are_drawn(client) -> None:
    assert "0.015" in client.get("/rules/FEE-01/").content.decode()
    assert "非常不满意" in client.get("/rules/HCP-01/").content.decode()


@pytest.mark.parametrize("version", all_rules(), ids=lambda r: r.id)
def test_every_rule_has_a_page(client, version) -> None:
    answer = client.get(version.page)
    assert answer.status_code == 200
    assert version.wording in answer.content.decode()


def test_what_does_not_exist(client) -> None:
    assert client.get("/rules/PET-99/").status_code == 404
    assert client.get("/regulations/nothing/").status_code == 404
    assert client.post("/rules/").status_code == 405


def test_an_imported_text_has_an_anchor_per_article(client) -> None:
    slug = import_text(actor=SYSTEM, text=parse(TEXT)).regulation.slug
    page = client.get(f"/regulations/{slug}/").content.decode()
    for anchor in ("art-1", "art-2", "art-4", "art-4-1", "art-5", "ch-1", "ch-2"):
        assert f'id="{anchor}"' in page
    assert page.count('id="art-4"') == 1
    for words in ("第一章 总则", "第一条—第二条", "第四条之一", "2024年4月1日起施行", "缺少第 3 条"):
        assert words in page


def test_versions_of_a_text(client) -> None:
    slug = import_text(actor=SYSTEM, text=parse(TEXT)).regulation.slug
    import_text(actor=SYSTEM, text=parse(TEXT.replace("2024年", "2025年").replace("早晚", "早中晚")))
    import_text(actor=SYSTEM, text=parse(TEXT.replace("2024年", "2999年").replace("早晚", "午夜")))
    assert "早中晚各一班" in client.get(f"/regulations/{slug}/").content.decode(), (
        "a text of the future does not act yet"
    )
    old = client.get(f"/regulations/{slug}/?version=2024-03-05").content.decode()
    assert "早晚各一班" in old
    assert "这不是现行版本" in old
    assert client.get(f"/regulations/{slug}/?version=1900-01-01").status_code == 404


def test_text_in_a_file_is_text_on_the_page(client) -> None:
    slug = import_text(actor=SYSTEM, text=parse(TEXT.replace("船要结实", "<script>船</script>"))).regulation.slug
    assert "<script>船" not in client.get(f"/regulations/{slug}/").content.decode()


def test_the_rule_links_to_its_article(client) -> None:
    made = TEXT.replace("清水县渡口管理办法", "信访工作条例").replace("第五条", "第三十四条")
    import_text(actor=SYSTEM, text=parse(made))
    assert 'href="/regulations/petitions/#art-34"' in client.get("/rules/PET-04/").content.decode()
    assert 'href="/regulations/petitions/"' in client.get("/rules/").content.decode()
    assert 'href="/rules/PET-04/"' in client.get("/regulations/petitions/").content.decode()


def draw(source: str, **values: object) -> str:
    return Template("{% load rules %}" + source).render(Context(values))


def test_the_note_behind_a_refusal() -> None:
    note = draw('{% rule_note "PET-06" %}')
    assert 'href="/rules/PET-06/"' in note
    assert "《信访工作条例》第二十八条" in note
    assert "直接利益牵连" in note


def test_a_note_never_breaks_a_page() -> None:
    assert draw('{% rule_note "" %}{% rule_note "NO-01" %}').strip() == ""
    assert "信访条例" in draw('{% rule_link "PET-04" day %}', day=date(2012, 1, 1))


def test_a_refusal_box_names_the_clause() -> None:
    box = Template('{% refusal "不能分派给他。" rule="PET-06" %}').render(Context())
    assert "第二十八条" in box
