"""Keys of a round: scrutineers hand in what is public of theirs, alone or together, and the election's key is made of it (V05)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.democracy.ballotbox.texts import MalformedError
from lianxin.democracy.ballotbox.trustees import Trustee, read_key
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import ceremony, policies, texts
from ..models import Election, Round, Scrutineer


@action("elections.hand_in_key")
def hand_in_key(*, actor: Actor, row: Round, key: Mapping[str, Any]) -> Round:
    """A scrutineer's public key with the proof that somebody holds its secret; the secret stays with them (V05)."""
    mine = scrutineer_of(actor, row)
    row = lock(row)
    _not_made(row)
    if ceremony.needed(row.election):
        raise Refused(Denied("这一轮的密钥要几位监票人一起做，请刷新页面。", code="malformed"))
    named = {"pok": key.get("pok"), "public_key": key.get("public_key"), "name": mine.name}
    try:
        read_key(named, texts.group_of(row.election))
    except MalformedError as wrong:
        raise Refused(Denied("这把公钥的证明不成立，没有收下。", code="malformed")) from wrong
    row.keys = {**row.keys, str(mine.pk): named}
    row.save(update_fields=["keys"])
    record("elections.hand_in_key", actor=actor, subject=row.election, scrutineer=mine.pk)
    return row


@action("elections.hand_in_part")
def hand_in_part(*, actor: Actor, row: Round, part: str, text: str) -> Round:
    """One of the three messages by which scrutineers make a key together; another first message begins anew for all."""
    mine = scrutineer_of(actor, row)
    row = lock(row)
    _not_made(row)
    before = ceremony.PARTS[: ceremony.PARTS.index(part)]
    if not ceremony.needed(row.election) or not all(ceremony.complete(row, one) for one in before):
        raise Refused(Denied("还没有轮到这一步，请等其他监票人。", code="early"))
    try:
        ceremony.check(row, mine, part, text)
    except (MalformedError, ValueError, KeyError, TypeError) as wrong:
        raise Refused(
            Denied("交来的内容不成立，没有收下。", code="malformed", remedy="请刷新页面，重新做一次。")
        ) from wrong
    keys = row.keys
    if part == "certificate" and keys.get(str(mine.pk)):
        keys = {pk: {"certificate": said["certificate"]} for pk, said in keys.items()}
    row.keys = {**keys, str(mine.pk): {**keys.get(str(mine.pk), {}), part: text}}
    row.save(update_fields=["keys"])
    record("elections.hand_in_part", actor=actor, subject=row.election, scrutineer=mine.pk, part=part)
    return row


def _not_made(row: Round) -> None:
    if row.text:
        raise Refused(
            Denied("这一轮的密钥已经合成，不能再换。", code="late", remedy="密钥丢了，请工作人员重新登记监票人。")
        )


def scrutineer_of(actor: Actor, row: Round) -> Scrutineer:
    """The one who acts. Raises `Refused` for everybody else."""
    found = Scrutineer.objects.filter(election_id=row.election_id, person_id=actor.person_id or 0).first()
    if found is None:
        raise Refused(OUT_OF_SCOPE)
    return found


@action("elections.give_keys")
def give_keys(*, actor: Actor, election: Election, revision: int) -> Election:
    """合成选举密钥: the text of the round is fixed with it."""
    case = advance(lock(election, revision=revision), "give_keys", actor=actor)
    row = lock(policies.round_of(case))
    threshold = ceremony.needed(case)
    try:
        holders: list[Trustee] = (
            [ceremony.made(row, texts.group_of(case), threshold)]
            if threshold
            else texts.singles(case, [row.keys[str(one.pk)] for one in case.scrutineers.all()])
        )
    except MalformedError as wrong:
        raise Refused(Denied("监票人交来的密钥合不起来，请监票人重新做。", code="keys")) from wrong
    for name, value in texts.publish(case, row, holders).items():
        setattr(row, name, value)
    row.save()
    return case
