"""DOC-01 and R155: papers, posters, and the ways to follow an organisation, from the page of an item."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from docx import Document
from PIL import Image
from pypdf import PdfReader
from wagtail.rich_text import RichText

from lianxin.publicity.channels.models import PublicAccount, Subscriber
from lianxin.publicity.documents.handing_out import FORMS
from tests.factories import County, Moves
from tests.publicity.channels.conftest import Register

from .conftest import Publish

pytestmark = pytest.mark.django_db


def test_an_item_as_paper_and_poster(client: Client, publish: Publish) -> None:
    page = publish(correction="时间应为周四。")
    base = f"/print/article/{page.pk}/"
    shown = client.get(base).text
    assert [name for name in FORMS if f"{base}{name}" not in shown] == []
    word = Document(io.BytesIO(client.get(f"{base}paper.docx").content))
    lines = [p.text for p in word.paragraphs if p.text]
    assert lines[0] == page.title
    assert lines[1] == "更正说明：时间应为周四。"
    assert "中共柳河镇委员会" in lines
    text = PdfReader(io.BytesIO(client.get(f"{base}paper.pdf").content)).pages[0].extract_text()
    assert "打谷场上亮起了灯" in text.replace("\n", "")
    poster = PdfReader(io.BytesIO(client.get(f"{base}poster.pdf").content)).pages[0].extract_text()
    assert "中共柳河镇委员会" in poster
    answer = client.get(f"{base}poster.png")
    assert Image.open(io.BytesIO(answer.content)).size == pytest.approx((909, 1286), abs=2)
    assert "filename*=utf-8''" in client.get(f"{base}paper.docx")["Content-Disposition"]


def test_a_letter_and_its_answer_as_a_paper(client: Client, county: County, letter_in: Any) -> None:
    letter = letter_in("replied", title="路灯什么时候修")
    word = Document(io.BytesIO(client.get(f"/print/letter/{letter.pk}/paper.docx").content))
    text = "\n".join(p.text for p in word.paragraphs)
    assert text.index("群众留言") < text.index("答复")
    Moves(county).unpublish(letter)
    assert client.get(f"/print/letter/{letter.pk}/paper.docx").status_code == 404


@pytest.mark.parametrize("form", ["", *FORMS])
def test_what_is_not_published_cannot_be_printed(client: Client, draft: Any, publish: Publish, form: str) -> None:
    """M01, also for what was made before it was taken down."""
    page = draft()
    path = f"/print/article/{page.pk}/{form}"
    assert client.get(path).status_code == 404
    page = publish(page)
    assert client.get(path).status_code == 200
    page.unpublish()
    assert client.get(path).status_code == 404


def test_a_topic_is_printed_with_its_time_line_and_without_drafts(client: Client, draft: Any, publish: Publish) -> None:
    hidden, topic = draft(title="还没有审过的下文"), draft(title="村道塌方始末", form="topic")
    topic.body = [
        ("text", "<p>雨季里的一段路。</p>"),
        ("event", {
            "day": date(2026, 7, 2), "time": None, "title": "道路中断", "text": RichText("<p>两小时后设立路障。</p>"),
            "knowledge": "checking", "source": "镇应急办", "source_url": "", "changed": None, "change": "", "items": [hidden],
        }),
    ]  # fmt: skip
    topic = publish(topic)
    word = Document(io.BytesIO(client.get(f"/print/article/{topic.pk}/paper.docx").content))
    text = "\n".join(p.text for p in word.paragraphs)
    assert "2026年7月2日 道路中断" in text
    assert "两小时后设立路障。" in text
    assert "来源：镇应急办" in text
    assert "还没有审过" not in text


@pytest.mark.parametrize(
    "path", ["article/x/", "article/1/poster.exe", "reply/1/paper.pdf", "none/1/", "article/999999999999999999999/"]
)
def test_other_addresses_are_not_there(client: Client, db: None, path: str) -> None:
    assert client.get(f"/print/{path}").status_code == 404


def test_the_page_of_an_item_offers_them(client: Client, register: Register, publish: Publish) -> None:
    push, mail = register("push", name="柳河提醒"), register("newsletter", name="柳河简报")
    page = publish()
    shown = client.get(page.get_url()).text
    assert f'href="/print/article/{page.pk}/"' in shown
    assert f'data-push="/channels/push/{push.pk}/" hidden' in shown, "without a script there is no button"
    assert f'href="/channels/newsletter/{mail.pk}/"' in shown
    assert f'data-push="/channels/push/{push.pk}/"' in client.get("/portal/qs01/").text


def test_the_worker_of_an_account_serves_only_its_own_address(client: Client, register: Register) -> None:
    account = register("push", name="柳河提醒")
    answer = client.get(f"/channels/push/{account.pk}/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "Service-Worker-Allowed" not in answer
    assert f'HERE = "/channels/push/{account.pk}/"' in answer.text
    assert "http" not in answer.text.replace("https:", ""), "no other host"
    assert client.get("/channels/push/99/worker.js").status_code == 404


def test_another_site_cannot_subscribe_anybody(client: Client, register: Register, settings: Any) -> None:
    account: PublicAccount = register("push", name="柳河提醒")
    strict = Client(enforce_csrf_checks=True)
    body = json.dumps(
        {"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "BA" + "A" * 85, "auth": "A" * 22}}
    )
    path = f"/channels/push/{account.pk}/"
    foreign = strict.post(path, body, content_type="application/json", headers={"Sec-Fetch-Site": "cross-site"})
    assert (foreign.status_code, Subscriber.objects.count()) == (403, 0)
    own = strict.post(path, body, content_type="application/json", headers={"Sec-Fetch-Site": "same-origin"})
    assert (own.status_code, Subscriber.objects.count()) == (200, 1)
    assert own.cookies == {}
