"""Photos of the handling stand at their step, those of a reply with the reply, the citizen's with the letter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.files.models import StoredFile
from lianxin.voice.letters import actions
from lianxin.voice.letters.actions.photos import progress_with_photos
from lianxin.voice.letters.actions.submission import Photo
from lianxin.voice.letters.models import Letter, Reply
from tests.factories import County, Moves, submit
from tests.voice.letters.matrix import picture, shelf_for, visitor


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    shelf_for(settings, tmp_path / "files")


@pytest.fixture
def letter(county: County, moves: Moves) -> Letter:
    """With one photo of the citizen, handled."""
    photos = (Photo(picture("green"), public=True),)
    return moves.play(submit(county, photos=photos, with_code=True), "accept_public assign take")


def step_of(
    county: County, letter: Letter, *, public: bool = True, text: str = "已到现场查看"
) -> tuple[Letter, StoredFile]:
    letter = progress_with_photos(
        actor=county.actor("handler"), letter=letter, text=text, revision=letter.revision, public=public,
        photos=(Photo(picture("red"), public=public),),
    )  # fmt: skip
    return letter, StoredFile.objects.unscoped("test").latest("id")


def in_time_line(html: str) -> str:
    return html[html.index('<ol class="time">') : html.index("</ol>", html.index('<ol class="time">'))]


def test_a_photo_of_a_step_stands_at_that_step_and_not_among_the_citizens(
    county: County, letter: Letter, client: Client
) -> None:
    own = StoredFile.objects.unscoped("test").get(subject=f"letter:{letter.pk}")
    letter, stored = step_of(county, letter)
    assert stored.subject == f"letter_step:{letter.steps.get(event='progress').pk}"
    html = client.get(f"/letters/{letter.pk}/").content.decode()
    line = in_time_line(html)
    assert f"/files/{stored.uuid}/thumb/" in line
    assert "办理进展的照片 1" in line
    assert str(own.uuid) not in line
    assert str(stored.uuid) not in html.replace(line, "")
    assert html.count("留言人的照片") == 1
    assert client.get(f"/files/{stored.uuid}/").status_code == 200
    desk = visitor(county, "handler", letter).get(f"/workbench/letters/{letter.pk}/").content.decode()
    assert f"/files/{stored.uuid}/thumb/" in in_time_line(desk)
    assert desk.count(f"/files/{stored.uuid}/thumb/") == 1


def test_the_author_sees_it_there_too_by_the_code(county: County, letter: Letter) -> None:
    letter, stored = step_of(county, letter)
    holder = visitor(county, "code", letter)
    line = in_time_line(holder.get(f"/letters/mine/{letter.pk}/").content.decode())
    address = re.search(r'href="(/letters/mine/\d+/files/[0-9a-f-]+/)"', line)[1]
    assert str(stored.uuid) in address
    assert holder.get(address).status_code == 200
    assert Client().get(address).status_code == 404


def test_photos_of_an_inside_step_stay_inside(county: County, letter: Letter) -> None:
    """Neither the public nor the author; those who work on it and nobody else."""
    letter, stored = step_of(county, letter, public=False, text="先内部看一下")
    assert not stored.public
    for name, status in {
        "anonymous": 404, "author": 404, "code": 404, "neighbour": 404, "foreign_handler": 404, "handler": 200, "reviewer": 200,
    }.items():  # fmt: skip
        client = visitor(county, name, letter)
        assert client.get(f"/files/{stored.uuid}/").status_code == status, name
        assert str(stored.uuid) not in client.get(f"/letters/{letter.pk}/").content.decode(), name
        assert str(stored.uuid) not in client.get(f"/letters/mine/{letter.pk}/").content.decode(), name
    assert (
        str(stored.uuid) in visitor(county, "handler", letter).get(f"/workbench/letters/{letter.pk}/").content.decode()
    )


def test_a_helper_opens_the_inside_photos_of_its_own_office_only(county: County, letter: Letter) -> None:
    """协办: as on the page; public steps and the citizen's photos are for every helper."""
    letter = actions.add_cohandler(
        actor=county.actor("dispatcher"), letter=letter, organisation=county.other_office, revision=letter.revision
    )
    letter, inside = step_of(county, letter, public=False, text="主办的内部照片")
    letter, shown = step_of(county, letter)
    letter = progress_with_photos(
        actor=county.actor("other_handler"), letter=letter, text="协办的内部照片", revision=letter.revision, public=False,
        photos=(Photo(picture("black"), public=False),),
    )  # fmt: skip
    own = StoredFile.objects.unscoped("test").latest("id")
    helper = visitor(county, "other_handler", letter)
    page = helper.get(f"/workbench/letters/{letter.pk}/").content.decode()
    for stored, seen in ((inside, False), (shown, True), (own, True)):
        assert helper.get(f"/files/{stored.uuid}/").status_code == (200 if seen else 404)
        assert (str(stored.uuid) in page) is seen
    assert visitor(county, "handler", letter).get(f"/files/{own.uuid}/").status_code == 200


def test_photos_of_steps_go_with_the_page(county: County, moves: Moves, letter: Letter, client: Client) -> None:
    letter, stored = step_of(county, letter)
    moves.unpublish(letter)
    assert client.get(f"/files/{stored.uuid}/").status_code == 404
    assert visitor(county, "author", letter).get(f"/files/{stored.uuid}/").status_code == 200


def test_hiding_ones_own_photos_leaves_those_of_the_office(
    county: County, moves: Moves, letter: Letter, client: Client
) -> None:
    letter, stored = step_of(county, letter)
    moves.anonymise(letter)
    html = client.get(f"/letters/{letter.pk}/").content.decode()
    assert "留言人的照片" not in html
    assert str(stored.uuid) in html


def test_photos_of_an_answer_to_a_question_stand_with_that_answer(
    county: County, moves: Moves, letter: Letter, client: Client
) -> None:
    letter = moves.play(letter, "submit_reply send_reply follow_up")
    handler = county.actor("handler")
    actions.draft_reply(
        actor=handler, letter=letter, body="另一侧明天修", photos=(Photo(picture("blue"), public=True),)
    )
    letter = actions.submit_reply(actor=handler, letter=letter, revision=letter.revision)
    letter = moves.send_reply(letter)
    reply = Reply.objects.filter(letter=letter).latest("pk")
    stored = StoredFile.objects.unscoped("test").get(subject=f"reply:{reply.pk}")
    html = client.get(f"/letters/{letter.pk}/").content.decode()
    asked = html[html.index("追问与回应") :]
    assert f"/files/{stored.uuid}/thumb/" in asked
    assert str(stored.uuid) not in html[: html.index("追问与回应")]


def test_machines_list_only_the_citizens_pictures(county: County, letter: Letter, client: Client) -> None:
    own = StoredFile.objects.unscoped("test").get(subject=f"letter:{letter.pk}")
    letter, stored = step_of(county, letter)
    text = client.get(f"/open311/v2/requests/{letter.pk}.json").content.decode()
    assert str(own.uuid) in text
    assert str(stored.uuid) not in text


def test_many_steps_with_photos_are_all_found(county: County, letter: Letter, client: Client) -> None:
    letter, first = step_of(county, letter)
    for n in range(66):
        letter = actions.progress(
            actor=county.actor("handler"), letter=letter, text=f"第{n}步", revision=letter.revision
        )
    letter, last = step_of(county, letter)
    html = client.get(f"/letters/{letter.pk}/").content.decode()
    assert str(first.uuid) in html
    assert str(last.uuid) in html
