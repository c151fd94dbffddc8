"""A scrutineer who loses the key, or never comes back, stops no count: some of them suffice (V05)."""

from __future__ import annotations

from typing import Any

import pytest

from lianxin.democracy.ballotbox.letters import new_seed
from lianxin.democracy.ballotbox.tallies import decrypt
from lianxin.democracy.ballotbox.texts import compact
from lianxin.democracy.ballotbox.trustees import new_key
from lianxin.democracy.ballotbox.verifying import verify
from lianxin.democracy.elections import actions, box, opening_state, results, texts
from lianxin.kernel.decision import Refused
from tests.democracy.elections.conftest import NAMES, Meeting

THREE = NAMES[5:8]


def test_two_of_three_scrutineers_open_the_box(meeting: Any) -> None:
    found: Meeting = meeting(others=0).announce().sign_in(NAMES)
    found.keys_together(THREE, 2).give_slips()
    found.do("open_vote")
    for at in range(6):
        found.vote(at, [1, 1, 2, 3])
    found.do("close_vote")
    found.open_box(THREE[1:])
    assert found.row.result is not None
    assert opening_state.of(found.row, found.case.scrutineers.get(name=THREE[0])).step == "done"
    row = found.row  # the third comes late, with a page that was still open: nothing may follow the result
    part = decrypt(box.published(row), box.table_of(row), found.keys[THREE[0]])
    with pytest.raises(Refused, match="已经开出来"):
        actions.take_key_out(actor=found.world.who(THREE[0]), row=row, body=compact(part.plain()))
    found.do("count")
    assert [(row.name, row.yes) for row in results.sheets(found.case)[0].rows][:2] == [("丁一禾", 6), ("王春秋", 6)]
    report = verify(b"".join(box.file_of(found.row)))
    assert report.holds, [check for check in report.checks if not check.holds]
    assert report.complete


def test_messages_come_in_their_order_and_a_new_beginning_is_for_all(meeting: Any) -> None:
    found: Meeting = meeting(others=0).announce().sign_in(NAMES)
    people = [(found.world.person(name).pk, "scrutineer") for name in THREE]
    for wrong in (1, 4):
        with pytest.raises(Refused, match="开票至少 2 名"):
            found.do("appoint", people=people, votes=(12, 0, 0), needed=wrong)
    found.do("appoint", people=people, votes=(12, 0, 0), needed=2)
    found.seeds = {name: new_seed() for name in THREE}
    alone = new_key(texts.group_of(found.case))[1].plain()
    with pytest.raises(Refused, match="一起做"):
        actions.hand_in_key(actor=found.world.who(THREE[0]), row=found.row, key=alone)
    one, two, three = found.case.scrutineers.all()
    first = found.part("certificate", one, 1, 2)
    with pytest.raises(Refused, match="不成立"):
        actions.hand_in_part(actor=found.world.who(two.name), row=found.row, part="certificate", text=first)
    actions.hand_in_part(actor=found.world.who(one.name), row=found.row, part="certificate", text=first)
    with pytest.raises(Refused, match="还没有轮到"):
        actions.hand_in_part(actor=found.world.who(one.name), row=found.row, part="polynomial", text="{}")
    assert opening_state.of(found.row, one).step == "wait_key"
    for place, holder in ((2, two), (3, three)):
        text = found.part("certificate", holder, place, 2)
        actions.hand_in_part(actor=found.world.who(holder.name), row=found.row, part="certificate", text=text)
    assert opening_state.of(found.row, one).step == "polynomial"
    text = found.part("polynomial", one, 1, 2)
    actions.hand_in_part(actor=found.world.who(one.name), row=found.row, part="polynomial", text=text)
    found.seeds[one.name] = new_seed()  # the file is lost, and with it what the others had sent
    again = found.part("certificate", one, 1, 2)
    actions.hand_in_part(actor=found.world.who(one.name), row=found.row, part="certificate", text=again)
    assert set(found.row.keys[str(two.pk)]) == {"certificate"}
    assert opening_state.of(found.row, one).step == "polynomial"
    with pytest.raises(Refused, match="还差监票人的密钥"):
        found.do("give_keys")
