"""Letters for machines: Atom is valid, CSV is safe, and neither knows more than the pages."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.kernel.cells import harmless
from lianxin.voice.letters.models import Letter
from lianxin.voice.letters.views_data import COLUMNS
from tests.factories import WAY_TO, County, submit

Make = Callable[..., Letter]
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, query: str = "") -> ET.Element:
    response = client.get(f"/letters/feed.atom{query}")
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/letters/export.csv{query}")
    raw = b"".join(response.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") >= 1
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def test_the_feed_has_what_rfc_4287_demands(letter_in: Make, client: Client) -> None:
    letter = letter_in("replied", title="渡口 & <台阶>")
    root = feed(client)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.find(f"{ATOM}{name}").text
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"].endswith("/letters/feed.atom")
    entry = root.find(f"{ATOM}entry")
    for name in ("id", "title", "updated", "summary"):
        assert entry.find(f"{ATOM}{name}").text
    assert entry.find(f"{ATOM}title").text.endswith("渡口 & <台阶>")
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/letters/{letter.pk}/")
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "author"
    assert "答复" in entry.find(f"{ATOM}summary").text


def test_feeds_of_an_office_a_kind_and_with_signs_that_xml_cannot_carry(
    letter_in: Make, county: County, client: Client
) -> None:
    mine = letter_in("replied", kind="consult", body="一\x0b二\ufffe三")
    letter_in("accepted", kind="thank")
    assert len(feed(client).findall(f"{ATOM}entry")) == 2
    for query in ("?kind=consult", f"?org={county.office.code}"):
        (entry,) = feed(client, query).findall(f"{ATOM}entry")
        assert entry.find(f"{ATOM}id").text.endswith(f"/letters/{mine.pk}/")


def test_an_empty_feed_is_still_a_feed(county: County, client: Client) -> None:
    assert feed(client).find(f"{ATOM}updated").text


@pytest.mark.parametrize("state", WAY_TO)
def test_machines_see_what_the_pages_show_and_no_more(state: str, letter_in: Make, client: Client) -> None:
    """M01 for feed and download."""
    letter = letter_in(state)
    shown = state not in ("submitted", "refused", "appealed", "withdrawn")
    assert bool(feed(client).findall(f"{ATOM}entry")) is shown
    assert (letter.number in [r["编号"] for r in rows(client)]) is shown


def test_the_download_holds_public_columns_only(county: County, moves: Any, client: Client) -> None:
    letter = submit(
        county, remark="晚上六点后方便", contact_phone="13900000000", place="新桥路 7 号", place_public=False, body="第一行\n第二行，“引号”\""
    )  # fmt: skip
    moves.play(letter, "accept_public assign take submit_reply send_reply")
    response = client.get("/letters/export.csv")
    raw = b"".join(response.streaming_content).decode("utf-8-sig")
    for secret in ("晚上六点后方便", "13900000000", "新桥路 7 号"):
        assert secret not in raw
    (row,) = rows(client)
    assert tuple(row) == COLUMNS
    assert row["内容"] == '第一行\n第二行，“引号”"'
    assert row["评价"] == "未评价"
    assert "attachment" in response.headers["Content-Disposition"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(sign: str, county: County, moves: Any, client: Client) -> None:
    assert harmless(f"{sign}cmd|' /C calc'!A0").startswith("'")
    moves.accept_public(submit(county, title=f"{sign}HYPERLINK(1)", body="x"))
    assert rows(client)[0]["标题"][0] == "'"


def test_ordinary_cells_stay_as_they_are() -> None:
    assert harmless("路灯 = 6") == "路灯 = 6"
    assert harmless(None) == ""
    assert harmless(5) == "5"
