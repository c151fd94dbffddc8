"""The author's page: only for the author, with everything that is theirs and every button that is due."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.privacy.listing import listed
from lianxin.foundation.rules.registry import rule
from lianxin.voice.letters import actions
from lianxin.voice.letters.actions.submission import Photo
from lianxin.voice.letters.models import Letter
from lianxin.voice.letters.words import WITHHOLD_REASONS
from tests.factories import WAY_TO, County, Moves, submit_with_code, words_of

Make = Callable[..., Letter]
DEED = re.compile(r'href="/letters/mine/\d+/(\w+)/"')


@pytest.fixture
def author(client: Client, county: County) -> Client:
    client.force_login(county.account_of("author"))
    return client


def deeds(client: Client, letter: Letter) -> set[str]:
    response = client.get(f"/letters/mine/{letter.pk}/")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    return set(DEED.findall(response.content.decode()))


EXPECTED = {
    "submitted": {"urge", "anonymise", "withdraw"},
    "refused": {"appeal", "anonymise", "withdraw"},
    "appealed": {"anonymise", "withdraw"},
    "accepted": {"urge", "say_solved", "unpublish", "anonymise", "withdraw"},
    "handling": {"urge", "say_solved", "unpublish", "anonymise", "withdraw"},
    "waiting": {"supplement", "urge", "say_solved", "unpublish", "anonymise", "withdraw"},
    "replied": {"rate", "follow_up", "unpublish", "anonymise", "withdraw"},
    "callback": {"unpublish", "anonymise", "withdraw"},
    "reworking": {"urge", "say_solved", "unpublish", "anonymise", "withdraw"},
    "solved": {"reopen", "unpublish", "anonymise"},
    "closed": {"reopen", "unpublish", "anonymise"},
    "merged": {"unpublish", "anonymise"},
    "withdrawn": {"anonymise"},
}


@pytest.mark.parametrize("state", EXPECTED)
def test_each_state_offers_what_can_be_done(state: str, letter_in: Make, author: Client) -> None:
    assert deeds(author, letter_in(state)) == EXPECTED[state]


@pytest.mark.parametrize("state", WAY_TO)
def test_strangers_find_nothing_in_any_state(state: str, letter_in: Make, county: County, client: Client) -> None:
    """P05: for others the page is not there, whether or not the letter exists."""
    letter = letter_in(state, remark="晚上方便")
    for path in (f"/letters/mine/{letter.pk}/", f"/letters/mine/{letter.pk}/withdraw/", "/letters/mine/999999/"):
        assert client.get(path).status_code == 404
        assert "晚上方便" not in client.get(path).content.decode()
        assert client.post(path).status_code in (404, 405)
    client.force_login(county.account_of("neighbour"))
    assert client.get(f"/letters/mine/{letter.pk}/").status_code == 404


DOES = [
    ("handling", "urge", {}, "handling"),
    ("waiting", "supplement", {"text": "靠近小学一侧"}, "handling"),
    ("replied", "follow_up", {"text": "另一侧呢"}, "handling"),
    ("replied", "rate", {"level": "5", "solved": "yes", "text": "好"}, "solved"),
    ("replied", "rate", {"level": "3", "solved": "no"}, "closed"),
    ("replied", "rate", {"level": "1", "solved": "no", "reasons": ["slow"]}, "callback"),
    ("refused", "appeal", {"text": "地点写在标题里"}, "appealed"),
    ("handling", "say_solved", {}, "solved"),
    ("solved", "reopen", {"text": "又不亮了"}, "reworking"),
    ("handling", "withdraw", {}, "withdrawn"),
    ("handling", "anonymise", {}, "handling"),
]


@pytest.mark.parametrize(("state", "event", "data", "then"), DOES)
def test_the_author_acts_and_the_letter_moves(
    state: str, event: str, data: dict[str, Any], then: str, letter_in: Make, author: Client
) -> None:
    letter = letter_in(state)
    path = f"/letters/mine/{letter.pk}/{event}/"
    assert author.get(path).status_code == 200
    letter.refresh_from_db()
    assert letter.state == state
    response = author.post(path, {**data, "key": "invented-form-key-0001"}, follow=True)
    assert response.redirect_chain == [(f"/letters/mine/{letter.pk}/?done={event}", 302)]
    assert f'data-received="letter-{letter.pk}-{event}"' in response.content.decode()
    letter.refresh_from_db()
    assert letter.state == then
    assert 'class="toast' in response.content.decode()


@pytest.mark.parametrize(
    ("state", "event", "data", "says"),
    [
        ("waiting", "supplement", {"text": " \u200b "}, "请写下内容"),
        ("replied", "follow_up", {"text": "字" * 5001}, "多了 1 个字"),
        ("replied", "rate", {"text": "写了一半的话"}, "请选择一个评价"),
        ("replied", "rate", {"level": "9", "solved": "yes", "text": "写了一半的话"}, "请从五个评价里选一个"),
    ],
)
def test_a_refused_form_keeps_the_words(
    state: str, event: str, data: dict[str, str], says: str, letter_in: Make, author: Client
) -> None:
    response = author.post(f"/letters/mine/{letter_in(state).pk}/{event}/", data)
    html = response.content.decode()
    assert response.status_code == 422
    assert says in html
    assert data["text"].strip(" \u200b") in html


def test_a_stale_tab_keeps_the_words_and_says_what_happened(letter_in: Make, moves: Any, author: Client) -> None:
    letter = letter_in("replied")
    author.get(f"/letters/mine/{letter.pk}/follow_up/")
    moves.rate_good(letter)
    response = author.post(f"/letters/mine/{letter.pk}/follow_up/", {"text": "另一侧呢"})
    assert response.status_code == 409
    assert "另一侧呢" in response.content.decode()
    assert "已解决" in response.content.decode()


def test_the_same_words_sent_twice_stand_once(letter_in: Make, author: Client) -> None:
    letter = letter_in("replied")
    for _ in range(2):
        data = {"text": "另一侧呢", "key": "invented-form-key-0002"}
        assert author.post(f"/letters/mine/{letter.pk}/follow_up/", data).status_code in (302, 409)
    assert len(words_of(letter)[0]) == 1


def test_a_second_urge_on_one_day_is_answered_with_the_reason(letter_in: Make, author: Client) -> None:
    letter = letter_in("handling")
    author.post(f"/letters/mine/{letter.pk}/urge/")
    page = author.get(f"/letters/mine/{letter.pk}/").content.decode()
    assert "今天已经催办过" in page
    assert f"/letters/mine/{letter.pk}/urge/" not in page
    assert author.post(f"/letters/mine/{letter.pk}/urge/").status_code == 409


def test_a_withdrawn_letter_is_gone_from_every_public_place(letter_in: Make, author: Client) -> None:
    letter = letter_in("replied", title="渡口台阶裂了")
    author.post(f"/letters/mine/{letter.pk}/withdraw/")
    for path in ("/letters/", "/letters/?q=渡口台阶", "/letters/feed.atom"):
        assert f"/letters/{letter.pk}/" not in author.get(path).content.decode()
    assert author.get(f"/letters/{letter.pk}/").status_code == 404


def test_reasons_of_a_refusal_stand_on_the_page(letter_in: Make, author: Client) -> None:
    """M02: reason code and text, with the way to appeal."""
    html = author.get(f"/letters/mine/{letter_in('refused').pk}/").content.decode()
    assert "内容不完整" in html
    assert "没有写明地点" in html
    assert "去申诉" in html


def test_the_clock_is_explained_line_by_line(letter_in: Make, author: Client) -> None:
    html = author.get(f"/letters/mine/{letter_in('handling', kind='help', demand='请修').pk}/").content.decode()
    assert "前办完。" in html
    assert "依据" in html


def test_the_author_reads_why_later_words_are_not_shown(
    letter_in: Make, county: County, moves: Moves, author: Client
) -> None:
    letter = moves.follow_up(letter_in("replied"))
    message, reviewer = words_of(letter)[0][-1], county.actor("reviewer")
    actions.review_message(actor=reviewer, message=message, public=False, reason="privacy", text="写了邻居的门牌")
    html = author.get(f"/letters/mine/{letter.pk}/").content.decode()
    assert f"没有公开：{WITHHOLD_REASONS['privacy']}" in html
    told = Notice.objects.get(key__startswith=f"letters:{letter.pk}:words:message:{message.pk}")
    assert told.person == county.people["author"]
    assert WITHHOLD_REASONS["privacy"] in told.body


def test_what_the_list_of_personal_data_says_is_what_anonymising_does(letter_in: Make, moves: Moves) -> None:
    """P01: the sealed contact stays so that an answer can still be given, and the public list promises nothing else."""
    letter = moves.anonymise(letter_in("handling", contact_phone="00012345678"))
    kept = Letter.objects.unscoped("test").get(pk=letter.pk)
    assert (kept.contact_phone, kept.author_id, kept.nickname) == ("00012345678", letter.author_id, "群众")
    said = [entry.kept for entry in listed().of_model("letters.Letter")]
    assert said
    assert not [text for text in said if "匿名化后删除" in text]


def test_a_petition_names_the_way_on_after_its_answer(letter_in: Make, author: Client) -> None:
    """PET-05: from the first reply on, for the kinds that are handled as petitions, in the version of their day."""
    way_on = rule("PET-05").wording

    def says(state: str, kind: str) -> bool:
        return way_on in author.get(f"/letters/mine/{letter_in(state, kind=kind).pk}/").content.decode()

    assert says("replied", "complain")
    assert says("closed", "suggest")
    assert not says("handling", "complain")
    assert not says("replied", "consult")


def test_a_code_holder_sees_own_photos_and_strangers_do_not(
    county: County, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.FILES_ROOT = tmp_path
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(out, "JPEG")
    upload = SimpleUploadedFile("门口.jpg", out.getvalue(), "image/jpeg")
    letter, code = submit_with_code(county, county.actor("anonymous"), photos=[Photo(upload, public=False)])
    stranger = Client()
    client.post("/letters/track/", {"code": code})
    html = client.get(f"/letters/mine/{letter.pk}/").content.decode()
    path = re.search(r'src="(/letters/mine/\d+/files/[0-9a-f-]+/thumb/)"', html)[1]
    assert client.get(path).headers["Content-Type"] == "image/jpeg"
    assert stranger.get(path).status_code == 404
    assert client.get(path.replace(f"/{letter.pk}/", "/999999/")).status_code == 404


def test_my_letters_are_listed_and_nobody_elses(letter_in: Make, county: County, author: Client) -> None:
    mine = letter_in("replied", title="我写的路灯")
    other, code = submit_with_code(county, county.actor("neighbour"), title="邻居写的井盖")
    html = author.get("/letters/mine/").content.decode()
    assert "我写的路灯" in html
    assert "请您评价" in html
    assert "邻居写的井盖" not in html
    author.post("/letters/track/", {"code": code})
    assert "邻居写的井盖" in author.get("/letters/mine/").content.decode()
    assert Client().get("/letters/mine/").status_code == 302
    assert mine.author_id == county.people["author"].pk
    assert other.pk


def test_an_assisted_letter_waits_for_its_citizen(county: County, client: Client) -> None:
    """A02: entered by an assistant, confirmed by the citizen with the code."""
    letter, code = submit_with_code(county, county.actor("assistant"), on_behalf="phone")
    client.post("/letters/track/", {"code": code})
    assert "confirm" in deeds(client, letter)
    client.post(f"/letters/mine/{letter.pk}/confirm/")
    letter.refresh_from_db()
    assert letter.assist_confirmed_at
    assert "confirm" not in deeds(client, letter)


def test_unknown_events_are_not_there(letter_in: Make, author: Client) -> None:
    assert author.post(f"/letters/mine/{letter_in('handling').pk}/send_reply/").status_code == 404
