"""并案: whoever's letter is handled in another one learns what becomes of it, whatever happens to that one."""

from __future__ import annotations

import pytest
from django.test import Client

from lianxin.foundation.notices.models import Delivery, Notice
from lianxin.kernel.decision import Refused
from lianxin.voice.letters import actions, routing
from lianxin.voice.letters.models import Letter
from tests.factories import REPLY, County, Moves, submit

BACKEND = "lianxin.foundation.accounts.backends.NameOrPhoneBackend"


def merge(county: County, letter: Letter, into: Letter) -> Letter:
    return actions.merge(actor=county.actor("dispatcher"), letter=letter, into=into, revision=letter.revision)


@pytest.fixture
def main(county: County, moves: Moves) -> Letter:
    return moves.accept_public(submit(county, county.actor("neighbour"), title="新桥的路灯"))


def test_the_answer_reaches_everybody_whose_letter_is_handled_in_it(county: County, moves: Moves, main: Letter) -> None:
    """R089: with an account, and with an address only; also when its page was taken down in the meantime."""
    own = merge(county, moves.accept_public(submit(county)), main)
    left = moves.accept_public(submit(county, county.actor("anonymous"), contact_email="canary@example.invalid"))
    merge(county, left, main)
    main.refresh_from_db()
    main = moves.play(moves.unpublish(main, "neighbour"), "assign take")
    Notice.objects.all().delete()
    Delivery.objects.unscoped("test").delete()
    moves.play(main, "submit_reply send_reply")
    told = Notice.objects.filter(person=county.people["author"])
    assert [(n.code, n.url) for n in told] == [("letters.progress", f"/letters/mine/{own.pk}/")]
    mails = Delivery.objects.unscoped("test").filter(channel="email", notice=None)
    assert [m.address for m in mails] == ["canary@example.invalid"]
    client = Client()
    client.force_login(county.account_of("author"), backend=BACKEND)
    page = client.get(f"/letters/mine/{own.pk}/").content.decode()
    assert REPLY[:9] in page
    assert "新桥的路灯" not in page, "what the other one wrote is gone for everybody"


def test_one_notice_where_the_main_letter_is_public(county: County, moves: Moves, main: Letter) -> None:
    """The author of a merged letter follows the main one, and is told once and not twice."""
    merge(county, moves.accept_public(submit(county)), main)
    main.refresh_from_db()
    Notice.objects.all().delete()
    moves.play(main, "assign take submit_reply send_reply")
    assert Notice.objects.filter(person=county.people["author"]).count() == 1


def test_a_main_letter_that_is_merged_takes_the_others_along(county: County, moves: Moves, main: Letter) -> None:
    """Else their matter would end in a letter that never gets an answer."""
    first = merge(county, moves.accept_public(submit(county)), main)
    last = moves.accept_public(submit(county, county.actor("code"), title="新桥路灯全部熄灭"))
    main.refresh_from_db()
    merge(county, main, last)
    first.refresh_from_db()
    last.refresh_from_db()
    assert (first.merged_into_id, last.followers) == (last.pk, 2)
    Notice.objects.all().delete()
    moves.play(last, "assign take submit_reply send_reply")
    assert set(Notice.objects.filter(code="letters.progress").values_list("person_id", flat=True)) >= {
        county.people["author"].pk, county.people["neighbour"].pk,
    }  # fmt: skip


def test_nothing_is_merged_into_what_its_author_cannot_read(county: County, moves: Moves) -> None:
    """A main letter that is not shown: only for somebody's own second letter."""
    quiet = moves.accept_private(submit(county, county.actor("neighbour"), wants_public=False))
    letter = moves.accept_public(submit(county))
    with pytest.raises(Refused) as refused:
        merge(county, letter, quiet)
    assert (refused.value.denied.code, refused.value.denied.field) == ("not_shown", "into")
    own = moves.accept_private(submit(county, wants_public=False))
    assert merge(county, letter, own).merged_into_id == own.pk


def test_who_keeps_away_from_the_main_letter_does_not_merge_into_it(county: County, moves: Moves, main: Letter) -> None:
    """PET-06, PET-07: neither offered with its title nor taken by its number."""
    letter = moves.accept_public(submit(county, title="新桥的路灯"))
    dispatcher = county.actor("dispatcher")
    assert main.pk in [x.pk for x in routing.merge_candidates(dispatcher, letter)]
    actions.exclude(
        actor=county.actor("county_dispatcher"), letter=main, revision=main.revision, person=county.people["dispatcher"]
    )
    assert main.pk not in [x.pk for x in routing.merge_candidates(dispatcher, letter)]
    with pytest.raises(Refused) as refused:
        merge(county, letter, main)
    assert refused.value.denied.rule == "PET-06"
    client = Client()
    client.force_login(county.account_of("dispatcher"), backend=BACKEND)
    sent = {"revision": letter.revision, "number": main.number}
    answer = client.post(f"/workbench/letters/{letter.pk}/merge/", sent)
    assert (answer.status_code, "没有找到这个编号" in answer.content.decode()) == (422, True)
