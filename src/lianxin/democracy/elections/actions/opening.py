"""开票: scrutineers mix the ballots one after another, everybody who holds a key takes it out, the result opens."""

from __future__ import annotations

from typing import Any

from lianxin.democracy.ballotbox.mixing import read_shuffle, shuffle_holds
from lianxin.democracy.ballotbox.tallies import (
    Decryption,
    OpeningError,
    decrypt,
    decryption_is_of,
    owners,
    plain_result,
    read_decryption,
    result,
)
from lianxin.democracy.ballotbox.texts import MalformedError, compact, read
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import box, policies, texts
from ..models import Election, Round
from .keys import scrutineer_of


@action("elections.shuffle")
def shuffle(*, actor: Actor, row: Round, body: str) -> Round:
    """打乱选票 by one scrutineer, each once. After as many as LX-240 asks for the ballots wait to be opened."""
    row, owner = _held(actor, row)
    if row.links.filter(kind="EndShuffles").exists() or not row.election.of_persons:
        raise Refused(Denied("选票已经打乱够了，不用再打乱。", code="late"))
    if row.links.filter(kind="Shuffle", owner=owner).exists():
        raise Refused(Denied("您已经打乱过一次，请让另一位监票人来。", code="twice"))
    election, table = box.published(row), box.table_of(row)
    before = box.current(row, table)
    try:
        made = read_shuffle(read(body), [len(one) for one in before])
        good = compact(made.plain()) == body and shuffle_holds(
            election.group, election.key, election.fingerprint, before, made
        )
    except (MalformedError, ValueError, ArithmeticError, KeyError, TypeError):
        good = False
    if not good:
        raise Refused(Denied("打乱的证明不成立，没有收下。", code="proof", remedy="请刷新页面，重新打乱一次。"))
    box.append(row, "Shuffle", body, box.owned(owner, body), owner=owner)
    done = row.links.filter(kind="Shuffle").count()
    if done >= rule("LX-240", policies.day_of(row.election)).count("shuffles"):
        box.append(row, "EndShuffles")
        serve(row)
    record("elections.shuffle", actor=actor, subject=row.election, owner=owner)
    return row


@action("elections.decrypt")
def take_key_out(*, actor: Actor, row: Round, body: str) -> Round:
    """解密份额 of one scrutineer, proved; with the last one the result opens."""
    row, owner = _held(actor, row)
    if not ready(row):
        raise Refused(Denied("选票还没有打乱够，不能开票。", rule="LX-240", code="early"))
    if row.links.filter(kind="PartialDecryption", owner=owner).exists():
        raise Refused(Denied("您的解密份额已经收到。", code="twice"))
    election, table = box.published(row), box.table_of(row)
    try:
        part = read_decryption(read(body), table)
        public = owners(texts.trustees_of(row))[owner - 1]
        good = compact(part.plain()) == body and decryption_is_of(election, table, public, part)
    except (MalformedError, ValueError, ArithmeticError, KeyError, TypeError):
        good = False
    if not good:
        raise Refused(Denied("解密份额的证明不成立，没有收下。", code="proof", remedy="请确认用的是本轮的密钥文件。"))
    box.append(row, "PartialDecryption", body, box.owned(owner, body), owner=owner)
    finish(row)
    record("elections.decrypt", actor=actor, subject=row.election, owner=owner)
    return row


def ready(row: Round) -> bool:
    """Whether what is in the box may be opened: summed up, or mixed often enough."""
    wanted = "EndShuffles" if row.election.of_persons else "EncryptedTally"
    return row.links.filter(kind=wanted).exists()


def serve(row: Round) -> None:
    """The server takes its own key out, one more than the scrutineers': alone it opens nothing."""
    owner = len(owners(texts.trustees_of(row)))
    body = compact(decrypt(box.published(row), box.table_of(row), texts.secret_of_server(row)).plain())
    box.append(row, "PartialDecryption", body, box.owned(owner, body), owner=owner)


def finish(row: Round) -> None:
    """Open the result when enough keys are out; wait otherwise. The server's key has done its work then."""
    election, table, trustees = box.published(row), box.table_of(row), texts.trustees_of(row)
    links = row.links.filter(kind="PartialDecryption").order_by("height")
    parts: dict[int, Decryption] = {link.owner or 0: read_decryption(read(link.texts[0]), table) for link in links}
    weight = int(read(row.links.get(kind="EncryptedTally").texts[1])["num_tallied"])
    try:
        found = result(election, trustees, table, parts, weight)
    except OpeningError:
        return
    plain: dict[str, Any] = plain_result(found)
    box.append(row, "Result", compact(plain))
    row.result, row.served = plain["result"], ""
    row.save(update_fields=["result", "served"])


def _held(actor: Actor, row: Round) -> tuple[Round, int]:
    """The locked round and the number of the scrutineer who acts, while ballots are being opened."""
    mine = scrutineer_of(actor, row)
    state = Election.objects.unscoped("as it stands").filter(pk=row.election_id).values_list("state", flat=True).get()
    row = lock(row)
    if state != "closed" or row.closed_at is None or row.void or not row.issued:
        raise Refused(Denied("现在不在开票。", code="wrong_state"))
    if row.result is not None:  # some sufficed; nothing may follow the result in the archive
        raise Refused(Denied("票已经开出来了，不用再交。", code="late"))
    order = [one.pk for one in row.election.scrutineers.all()]
    return row, order.index(mine.pk) + 1
