"""What answering asks for beside the clocks: doors for every wish, drafts and numbers, names kept behind."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lianxin.kernel.decision import Refused
from lianxin.kernel.reply_checks import check_reply
from lianxin.voice.letters import actions, canned
from lianxin.voice.letters.models import Letter
from lianxin.voice.letters.origins import label_of, register_origin
from lianxin.voice.letters.words import KINDS, REFUSAL_REASONS, WITHHOLD_REASONS
from tests.factories import County, Moves, letter_in, submit


@pytest.mark.parametrize("kind", KINDS)
def test_every_wish_has_its_door(county: County, moves: Moves, kind: str) -> None:
    """R078, R080: questions, help, ideas, complaints and thanks come in, are shown and keep their kind."""
    letter = moves.accept_public(submit(county, kind=kind, title=f"{KINDS[kind]}一件"))
    page = Client().get(f"/letters/?kind={kind}").content.decode()
    assert letter.title in page
    for other in set(KINDS) - {kind}:
        assert letter.title not in Client().get(f"/letters/?kind={other}").content.decode()


def test_a_reply_begins_from_a_draft_and_ends_with_another_signature(county: County, moves: Moves) -> None:
    """R092: skeletons by kind, a number of its own, and nothing that goes out unsigned."""
    one, two = letter_in(county, "handling"), letter_in(county, "handling", kind="complain")
    assert [name for name, _ in canned.reply_texts(one)] == ["建议答复"]
    assert [name for name, _ in canned.reply_texts(two)] == ["投诉答复"]
    assert re.fullmatch(r"LX\d{4}-\d{6}", one.number or "")
    assert one.number != two.number
    drafted = moves.submit_reply(one)
    assert "路灯的线路昨天已经更换" not in Client().get(f"/letters/{drafted.pk}/").content.decode()
    with pytest.raises(Refused):
        actions.send_reply(actor=county.actor("handler"), letter=drafted, revision=drafted.revision)


def test_an_answer_stands_on_something_and_says_it_plainly() -> None:
    """R091: a ground without plain words, or office language, is pointed out before anybody signs."""
    said = check_reply(
        title="低保", question="低保怎样申请？", reply="按照有关规定予以酌情办理。", legal_basis="", kind="consult"
    )
    assert said
    assert all(hint.text.endswith("。") for hint in said)


def test_the_name_is_known_behind_and_chosen_in_front(county: County, moves: Moves) -> None:
    """R159 (CMT-01): an account stands behind what was signed in; the page shows the nickname that was chosen."""
    letter = moves.accept_public(submit(county, nickname="山里人", contact_name="穆青岩", contact_phone="0000-7654321"))
    assert letter.author_id == county.people["author"].pk
    page = Client().get(f"/letters/{letter.pk}/").content.decode()
    assert "山里人" in page
    for secret in ("穆青岩", "0000-7654321", county.people["author"].nickname + "<"):
        assert secret not in page


def test_the_original_is_found_again(county: County) -> None:
    """R087, R101: what came from elsewhere says from where; what was written here needs no word."""
    register_origin("test", lambda rest: f"公众号 {rest}")
    letter = Letter(source="test:7")
    assert letter.origin_label == "公众号 7"
    assert label_of("web") == ""


def test_speaking_up_has_no_price(county: County) -> None:
    """R161: no reason of refusal names the opinion, and no field of a letter or group can hold a mark against a person."""
    words = [*REFUSAL_REASONS.values(), *WITHHOLD_REASONS.values()]
    assert not [w for w in words if any(bad in w for bad in ("批评", "负面", "不满", "影响形象"))]
    assert not {f.name for f in Letter._meta.get_fields()} & {"blacklist", "banned", "score", "penalty", "watch"}
