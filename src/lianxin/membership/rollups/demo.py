"""A neighbouring instance of the demonstration: what it reported, was confirmed, corrected; and what is ready to go up.

The neighbour's key is made while the demonstration is loaded and forgotten at once, so nobody can sign for it later.
"""

from __future__ import annotations

from datetime import date

from nacl.signing import SigningKey

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.exchange import messages
from lianxin.foundation.exchange.models import Peer
from lianxin.foundation.organisations.queries import by_code
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from . import actions, crossing, documents, queries
from .models import Received

#: an address that cannot exist: what is sent there waits, as it does when the other side is down
BELOW = ("东河水库管理处平台", "https://donghe.example", "DH", "中共东河水库管理处委员会")
ABOVE = ("青川市平台", "https://qingchuan.example")
OFFICE, WHO = "HC01", "zuzhi"
#: table -> line -> how many; (first version, correction)
_LINES: dict[str, dict[str, tuple[int, int]]] = {
    "sex": {"女": (17, 18), "男": (29, 29)},
    "ethnicity": {"汉族": (44, 45), "少数民族": (2, 2)},
    "education": {"大学本科": (19, 20), "高中": (27, 27)},
    "joined": {"十八大以来": (46, 47)},
    "occupation": {"农牧渔民": (46, 47)},
    "organisations": {"支部": (3, 3), "党委": (1, 1)},
    "developed": {"女": (1, 1)},
    "developed_work": {"农牧渔民": (2, 2)},
}
_CODES = ("DH", "DH-B01", "DH-B02", "DH-B03")


@action("rollups.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """One reporter with a confirmed report and its correction, and a report of the town that waits to be issued."""
    office, account = by_code(OFFICE), Account.objects.filter(username=WHO).select_related("person").first()
    if office is None or account is None:
        record("rollups.demo", actor=actor, reports=0)
        return 0
    staff, key, day = actor_of(account.person), SigningKey.generate(), queries.start_of_year(today)
    name, url, code, committee = BELOW
    peer = Peer.objects.create(name=name, url=url, public=messages.public_of(key))
    reporter = actions.register(actor=staff, peer=peer, code=code, name=committee, organisation=office)
    for version in (1, 2):
        raw = _document(code, committee, day, version)
        crossing.hear_report(peer, {"document": raw.decode(), "signature": documents.signed(key, raw)})
        if version == 1:
            row = Received.objects.unscoped("the demonstration").get(reporter=reporter, day=day, version=1)
            actions.accept(actor=staff, received=row, revision=row.revision)
    above = Peer.objects.create(name=ABOVE[0], url=ABOVE[1], public=messages.public_of(SigningKey.generate()))
    actions.prepare(actor=staff, organisation=office, peer=above, day=day)
    record("rollups.demo", actor=actor, reports=2)
    return 2


def _document(code: str, name: str, day: date, version: int) -> bytes:
    """The figures of a small committee, as its own instance would have counted them."""
    at = version - 1
    tables = []
    for form in documents.blank(day).tables:
        if form.key == "way":
            continue
        said = {label: pair[at] for label, pair in _LINES.get(form.key, {}).items()}
        total = sum(pair[at] for pair in _LINES["sex"].values())
        if form.key == "age":
            said = {form.lines[2].label: total}
        n = 2 if form.key == "developed" else sum(said.values())
        sums = {line.label: said.get("大学本科", 0) for line in form.sums} if form.key == "education" else {}
        tables.append(documents.filled(form, n, {line.label: 0 for line in form.lines} | said, sums))
    return documents.made(code=code, name=name, day=day, version=version, total=total, full=total - 3, tables=tables,
                          marks=documents.marks_of(_CODES))  # fmt: skip
