"""P03: whoever takes their own data away gets everything that they told us with a letter."""

from __future__ import annotations

from decimal import Decimal

from lianxin.foundation.privacy.listing import listed
from lianxin.voice.letters import actions
from lianxin.voice.letters.export import own_letters
from tests.factories import County, Moves, submit

#: what the registry calls personal in a letter and the author did not tell: who handled it and how it was entered
NOT_TOLD = {"author", "code_hash", "handler", "assisted_by", "assist_mode", "assist_confirmed_at", "rating"}
TOLD = {
    "title": "渡口的石阶", "demand": "修一修", "body": "石阶松动", "place": "渡口三号", "nickname": "枕溪客", "remark": "下午在家",
    "contact_name": "穆青岩", "contact_phone": "0000-7654321", "contact_email": "canary@example.invalid",
    "lat": Decimal("30.123456"), "lon": Decimal("120.654321"),
}  # fmt: skip


def test_nothing_that_was_told_is_left_out(county: County, moves: Moves) -> None:
    personal = {entry.name for entry in listed().of_model("letters.Letter")}
    assert personal - NOT_TOLD == set(TOLD), "a new personal field: export it, or say that its author did not tell it"
    letter = moves.play(submit(county, **TOLD), "accept_public assign take submit_reply send_reply")
    actions.rate(actor=county.actor("author"), letter=letter, level=1, solved=False, reasons=["slow"], text="等了很久")
    other = moves.accept_public(submit(county, county.actor("neighbour"), title="新桥的路灯"))
    actions.follow(actor=county.actor("author"), letter=other)
    found = own_letters(county.people["author"].pk)
    (row,) = found["群众留言"]
    assert not [name for name, value in TOLD.items() if value not in row.values()]
    (rating,) = found["评价"]
    assert (rating["原因"], rating["是否解决"], rating["文字"]) == ("等得太久", False, "等了很久")
    assert [f["标题"] for f in found["关注的留言"]] == ["新桥的路灯"]
    assert not own_letters(county.people["neighbour"].pk)["关注的留言"]
