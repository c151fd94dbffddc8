"""What is inside the fingerprint of a round, and where the head of its chain is published (V02): page, feed, notice."""

from __future__ import annotations

import json

from django.test import Client
from django.urls import reverse

from lianxin.democracy.ballotbox.texts import fingerprint
from lianxin.democracy.elections import box
from lianxin.democracy.elections.actions.meeting import add_round
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.rules.registry import rule
from tests.democracy.elections.conftest import NAMES, NOW
from tests.democracy.elections.paper_rounds import Make

KEEPERS = NAMES[8:10]


def test_rounds_name_the_one_before_the_roll_and_the_rules(meeting: Make) -> None:
    """V02: another roll, other rules or another first round is another fingerprint of everything that follows."""
    found = meeting().announce().sign_in(NAMES).keys_of(KEEPERS)
    first = found.row
    said = json.loads(first.text)["lianxin"]
    assert (said["round"], said["kind"], said["seats"], said["before"]) == (1, "first", 3, "")
    assert said["roll"] == found.case.roll_hash
    assert said["rules"]["ELE-03"] == rule("ELE-03", NOW.date()).source.version
    add_round(found.case, "again", first.seats, first.names)  # on paper, no text
    add_round(found.case, "further", 1, first.names[:2])
    found.hand_in()
    said = json.loads(found.row.text)["lianxin"]
    assert (said["round"], said["kind"], said["seats"]) == (3, "further", 1)
    assert said["before"] == fingerprint(first.text)
    assert fingerprint(found.row.text) != fingerprint(found.row.text.replace(said["before"], ""))


def test_the_head_stands_on_the_page_in_the_feed_and_in_notices(meeting: Make, client: Client) -> None:
    """V02: whoever kept one of them can show later that nothing before it was taken away."""
    found = meeting().announce().sign_in(NAMES).keys_of(KEEPERS).give_slips()
    reader = found.world.person("吴平安")

    def told() -> str:
        return " ".join(Notice.objects.filter(person=reader).values_list("title", flat=True))

    found.do("open_vote")
    opened = box.head(found.row)
    assert opened is not None
    assert f"档案开头 {opened.hash[:16]}" in told()
    found.do("close_vote")
    closed = box.head(found.row)
    assert closed is not None
    assert closed.height > opened.height
    assert f"档案链头 {closed.hash[:16]}" in told()
    page = client.get(reverse("ballots:one", args=[found.row.uuid])).content.decode()
    feed = client.get(reverse("ballots:feed", args=[found.row.uuid])).content.decode()
    assert closed.hash in page
    assert closed.hash in feed
    heads = [link.hash for link in found.row.links.order_by("height")]
    assert (opened.hash, closed.hash) == (heads[0], heads[-1])
