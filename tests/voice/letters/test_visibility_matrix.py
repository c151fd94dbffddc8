"""M01: unreviewed, withheld and withdrawn words are invisible on every public route, to everybody alike.

Every situation of a letter × every public channel × the people who might come by. A channel that has no
address yet answers 404 to the letter that it ought to show, and fails here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lianxin.kernel.freshness import BRIEFLY, FOR_EVERYBODY, LIVE
from tests.factories import County
from tests.voice.letters.matrix import NEVER, SITUATIONS, WORDS, Shown, body_of, read, shelf_for, stage, visitor

#: asks for words that stand in the title, without the word by which the title is recognised
QUERY = "石阶松动"
#: channel -> (address, parts that it must show of a public letter, as far as the situation shows them)
CHANNELS: dict[str, tuple[str, set[str]]] = {
    "page": (
        "/letters/{pk}/",
        {"title", "body", "demand", "place", "nickname", "reply", "message", "rating", "adoption"},
    ),
    "adopted": ("/letters/adopted/", {"adoption"}),
    "adopted feed": ("/letters/adopted/feed.atom", {"adoption"}),
    "adopted csv": ("/letters/adopted/export.csv", {"adoption"}),
    "list": ("/letters/", {"title"}),
    "search": (f"/letters/?q={QUERY}", {"title"}),
    "suggest": (f"/letters/suggest/?q={QUERY}", {"title"}),
    "feed": ("/letters/feed.atom", {"title", "body", "reply"}),
    "csv": ("/letters/export.csv", {"title", "body", "demand", "place", "nickname", "reply"}),
    "open311 list": ("/open311/v2/requests.json", {"title"}),
    "open311 xml": ("/open311/v2/requests.xml", {"title"}),
    "open311 one": ("/open311/v2/requests/{pk}.json", {"title", "body"}),
    "open311 updates": ("/open311/v2/servicerequestupdates.json?service_request_id={pk}", {"reply"}),
    "api list": ("/api/v1/letters", {"title"}),
    "api one": ("/api/v1/letters/{pk}", {"title", "body", "demand", "nickname", "reply", "message"}),
    "stats": ("/letters/stats/", set()),
    "follow": ("/letters/{pk}/follow/", {"title"}),
    "rules": ("/rules/PET-04/", set()),
}
#: answers 404 when the letter is not public
OF_ONE = ("page", "open311 one", "api one", "follow")
WALKERS = ("author", "code", "reviewer", "foreign_reviewer")


@pytest.fixture
def shown(county: County, settings: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Shown:
    shelf_for(settings, tmp_path / "files")
    return stage(county, request.param)


def forget() -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.mark.parametrize("shown", SITUATIONS, indirect=True)
def test_what_is_public_is_shown_everywhere_and_nothing_else_anywhere(county: County, shown: Shown) -> None:
    """R108: reviewed first, shown afterwards, on every route."""
    wrong = [*channels(county, shown), *walkers(county, shown), *ways_in(county, shown), *photos(county, shown)]
    assert not wrong, "\n".join(wrong)


def test_a_leak_is_noticed(county: County, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A matrix that finds nothing proves nothing: with the filter taken away, the channels say so."""
    from lianxin.voice.letters.models import Letter
    from lianxin.voice.letters.queries import public

    shelf_for(settings, tmp_path / "files")
    shown = stage(county, "answered, hidden")
    monkeypatch.setattr(public, "published", lambda: Letter.objects.unscoped("broken on purpose"))
    told = "\n".join(channels(county, shown))
    for channel in ("list", "feed", "csv", "follow"):  # the page of one letter asks a second time
        assert f"{channel} leaks" in told, told
    assert ways_in(county, shown)


@pytest.mark.parametrize("shown", ["answered"], indirect=True)
def test_no_channel_is_kept_longer_than_ten_seconds(county: County, shown: Shown) -> None:
    """M01: what is withdrawn is gone everywhere within them, also from a browser's or a company's cache."""
    for address in (*(address for address, needed in CHANNELS.values() if needed), "/", "/sitemap.xml"):
        response = visitor(county, "anonymous", shown.letter).get(address.format(pk=shown.letter.pk))
        assert response.headers["Cache-Control"] in (FOR_EVERYBODY, BRIEFLY, LIVE, "no-store"), address
        signed_in = visitor(county, "neighbour", shown.letter).get(address.format(pk=shown.letter.pk))
        if "/open311/" not in address and "/api/" not in address:  # these look at no session
            assert "public" not in signed_in.headers["Cache-Control"] or "suggest" in address, address


def channels(county: County, shown: Shown) -> list[str]:
    """What is wrong on the public channels, seen by nobody in particular."""
    nobody, wrong = visitor(county, "anonymous", shown.letter), []
    for channel, (address, needed) in CHANNELS.items():
        forget()
        response = nobody.get(address.format(pk=shown.letter.pk))
        text = body_of(response)
        found, allowed = read(text), shown.situation.shown
        if found - allowed:
            wrong.append(f"{channel} leaks {sorted(found - allowed)}")
        if (needed & allowed) - found:
            wrong.append(f"{channel} ({response.status_code}) lacks {sorted((needed & allowed) - found)}")
        expected = 404 if channel in OF_ONE and not allowed else 200
        if response.status_code != expected:
            wrong.append(f"{channel} answers {response.status_code}, not {expected}")
        for key, public in ((shown.photo, shown.situation.photo), (shown.private_photo, False)):
            if str(key) in text and not public:
                wrong.append(f"{channel} names a photo that is not public")
    return wrong


def walkers(county: County, shown: Shown) -> list[str]:
    """Who is signed in, or works on the letter, reads on the public side what everybody reads there."""
    wrong = []
    for name in WALKERS:
        client = visitor(county, name, shown.letter)
        for channel in ("page", "csv"):
            forget()
            found = read(body_of(client.get(CHANNELS[channel][0].format(pk=shown.letter.pk))))
            if name == "author" and channel == "page":
                found -= {"nickname"}  # the shell greets by nickname
            if found - shown.situation.shown:
                wrong.append(f"{name} on {channel}: {sorted(found - shown.situation.shown)}")
    return wrong


def ways_in(county: County, shown: Shown) -> list[str]:
    """Sitemap and home page, which name letters without showing them whole."""
    nobody, wrong = visitor(county, "anonymous", shown.letter), []
    public = bool(shown.situation.shown)
    if (f"/letters/{shown.letter.pk}/<" in body_of(nobody.get("/sitemap.xml"))) is not public:
        wrong.append("sitemap names a letter that is not public, or lacks one that is")
    forget()
    found = read(body_of(nobody.get("/")))
    if found - shown.situation.shown:
        wrong.append(f"home leaks {sorted(found - shown.situation.shown)}")
    if ("title" in found) is not ("reply" in shown.situation.shown):
        wrong.append("home shows the letters that were answered")
    return wrong


@pytest.mark.parametrize("shown", ["handled", "answered, withheld", "rated, reviewed"], indirect=True)
def test_no_search_finds_a_letter_by_its_private_words(county: County, shown: Shown) -> None:
    """Also not by asking for them: remark, contact, inside note, appeal, unreviewed words."""
    for part in (*NEVER, *(p for p in WORDS if p not in shown.situation.shown)):
        for address in ("/letters/?q=", "/letters/suggest/?q="):
            forget()
            text = body_of(visitor(county, "anonymous", shown.letter).get(address + WORDS[part]))
            assert f"/letters/{shown.letter.pk}/" not in text, (part, address)


def photos(county: County, shown: Shown) -> list[str]:
    """The address of a photo is a channel too, and that of its thumbnail."""
    allowed: dict[str, set[str]] = {
        "anonymous": set(), "neighbour": set(), "foreign_reviewer": set(), "admin": set(),
        "author": {"photo", "private"}, "reviewer": {"photo", "private"},
    }  # fmt: skip
    wrong = []
    for name, own in allowed.items():
        client = visitor(county, name, shown.letter)
        for which, key in (("photo", shown.photo), ("private", shown.private_photo)):
            may_see = which in own or (which == "photo" and shown.situation.photo)
            for address in (f"/files/{key}/", f"/files/{key}/thumb/"):
                status = client.get(address).status_code
                if status != (200 if may_see else 404):
                    wrong.append(f"{name} {which} {address[-6:]} answers {status}")
    return wrong


@pytest.mark.parametrize("shown", ["handled", "withdrawn", "submitted"], indirect=True)
def test_photos_by_the_authors_page(county: County, shown: Shown) -> None:
    """The holder of the code opens them there; nobody else does."""
    address = f"/letters/mine/{shown.letter.pk}/files/{shown.private_photo}/"
    for name, status in (("code", 200), ("author", 200), ("neighbour", 404), ("anonymous", 404), ("reviewer", 404)):
        assert visitor(county, name, shown.letter).get(address).status_code == status, name
