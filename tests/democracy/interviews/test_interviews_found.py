"""M01, M06, P05: an interview for members is found by those who may read it, and an answer no longer than its question."""

from __future__ import annotations

from datetime import date

import pytest

from lianxin.democracy.speaking import actions as speaking
from lianxin.foundation.search.inside import search_inside
from lianxin.foundation.search.models import SearchDocument
from lianxin.membership.dossiers.models import Member
from tests.democracy.interviews.conftest import Browser, Town, Who

pytestmark = pytest.mark.django_db
READERS = ("anonymous", "neighbour", "foreign_editor", "third", "author", "editor")


def member(town: Town, name: str, code: str) -> None:
    """Somebody whose file is kept there."""
    home = town.cast.organisations[code]
    Member.objects.create(person=town.cast.people[name], organisation=home, org_path=home.path, name=name, stage="member",
                          standing="active", joined_on=date(2010, 7, 1))  # fmt: skip


def test_members_inside_find_it_and_nobody_else(town: Town, who: Who, browser: Browser) -> None:
    """Whoever's page opens, finds; a member of another town, a stranger and the JSON for everybody do not."""
    member(town, "author", "QS01-B1")
    member(town, "third", "QS02")
    talk, draft = town.talk("announced", audience="members"), town.talk("draft", audience="members")
    for name in READERS:
        reads = name in ("author", "editor")
        client, url = browser(name), f"/talks/{talk.pk}/"
        assert (client.get(url).status_code == 200) is reads, name
        page = client.get("/search/", {"q": "谈谈老街改造"}).text
        assert (url in page) is reads, name
        assert f"/talks/{draft.pk}/" not in page, name
        assert search_inside(who(name), "老街改造", kinds=["talk"]).total == int(reads), name
        assert url not in client.get("/search.json", {"q": "老街改造"}).text, name


@pytest.mark.parametrize("audience", ["members", "public"])
def test_an_answer_is_found_no_longer_than_its_question(audience: str, town: Town, who: Who) -> None:
    """What is taken down is in no index a moment later, neither for everybody nor for members."""
    member(town, "author", "QS01-B1")
    talk = town.talk("live", audience=audience)
    said = town.ask(talk)
    town.out(talk, said, "东头第三家先修。")
    kept = SearchDocument.objects.filter(kind="talk", object_id=talk.pk)
    assert kept.filter(text__contains="第三家先修").exists()
    said.refresh_from_db()
    speaking.hide(
        actor=who("reviewer"), contribution=said, reason="privacy", text="写了别人的名字", revision=said.revision
    )
    assert not kept.filter(text__contains="第三家先修").exists()
    assert kept.get().audience == ("public" if audience == "public" else "inside")
