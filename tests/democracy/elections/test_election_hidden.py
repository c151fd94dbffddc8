"""V02: between the opening and the count nothing anywhere says how a vote stands: not by a word, not by a number, not by a size."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.test import Client

from lianxin.democracy.elections import results
from lianxin.democracy.elections.actions import Standing
from lianxin.foundation.accounts.models import Account
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from tests.democracy.elections.conftest import NAMES, Meeting, World
from tests.factories import PASSWORD

READERS = ("", "runner", "reviewer", "丁一禾")
PAGES = (
    "/elections/{uuid}/", "/elections/{uuid}/booth/", "/elections/{uuid}/election.json", "/elections/{uuid}/feed.atom", "/elections/{uuid}/scrutineer/",
    "/elections/", "/elections/{pk}/", "/workbench/elections/", "/workbench/elections/{pk}/", "/workbench/elections/{pk}/roll/",
    "/workbench/elections/{pk}/slips/", "/workbench/elections/{pk}/paper/", "/workbench/elections/{pk}/do/close/", "/workbench/", "/me/", "/hall/",
    "/search/?q=换届选举", "/me/notices/",
)  # fmt: skip


def browsers(world: World) -> dict[str, Client]:
    found: dict[str, Client] = {}
    for at, word in enumerate(READERS):
        client: Any = Client()
        if word:
            holder = world.county.people.get(word) or world.person(word)
            account = Account.objects.filter(person=holder).first()
            client.force_login(account or Account.objects.create_account(f"h-{at}", PASSWORD, holder))
        found[word] = client
    return found


def sizes(found: Meeting, readers: dict[str, Client]) -> dict[tuple[str, str], tuple[int, int]]:
    """Status and length of every page for every reader."""
    row, seen = found.row, {}
    for word, browser in readers.items():
        for page in PAGES:
            answer = browser.get(page.format(uuid=row.uuid, pk=found.case.pk))
            assert "results-sheet" not in answer.text
            seen[word, page] = (answer.status_code, len(answer.content))
    return seen


def looked_at(
    found: Meeting, readers: dict[str, Client], yes: int, marks: tuple[list[int], list[int]]
) -> dict[Any, Any]:
    """What every page weighs after so many 赞成 of ten, and after the end; then all is as before."""
    with transaction.atomic():
        for at in range(10):
            found.vote(at, marks[0] if at < yes else marks[1])
        running = sizes(found, readers)
        found.do("close_vote")
        both = {("voting", *key): value for key, value in running.items()}
        both |= {("closed", *key): value for key, value in sizes(found, readers).items()}
        assert found.row.result is None
        assert results.sheets(found.fresh()) == []
        said = [n.title + n.body for n in Notice.objects.all()] + [
            str(line.data) for line in AuditLine.objects.unscoped("test")
        ]
        assert not [text for text in said if "赞成" in text or "当选" in text]
        transaction.set_rollback(True)
    found.fresh()
    return both


def test_no_page_is_larger_or_smaller_for_what_was_voted(world: World, meeting: Any) -> None:
    """Ten of ten for a matter, or none: every page of every reader has the same length to the byte, before and after the end."""
    found: Meeting = meeting(kind="admission", office="", candidates=[Standing("同意接收李明为预备党员")])
    found.announce().sign_in(NAMES).keys_of(NAMES[8:10]).give_slips().do("open_vote")
    readers = browsers(world)
    sizes(found, readers)
    one, other = (looked_at(found, readers, yes, ([1, 0, 0], [0, 1, 0])) for yes in (10, 0))
    assert {key: (one[key], other[key]) for key in one if one[key] != other[key]} == {}
    assert {status for status, _ in one.values()} <= {200, 302, 403, 404, 409}
