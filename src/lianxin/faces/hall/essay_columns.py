"""用稿 meets the portal: a text that was taken becomes a draft of a column, reviewed there as everything is (先审后发)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from lianxin.democracy.essays.columns import Text
from lianxin.foundation.accounts.models import Account
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Refused
from lianxin.publicity.portal import queries as portal
from lianxin.publicity.portal.desk import pasting, queries
from lianxin.publicity.portal.desk.stages import DESK


class Columns:
    """The port of `lianxin.democracy.essays.columns`."""

    def columns(self, actor: Actor) -> list[tuple[str, str]]:
        """Columns in which the actor may write: (number, site · column)."""
        return [(str(one.pk), f"{one.get_parent().title} · {one.title}") for one in queries.columns(actor)]

    def draft(self, actor: Actor, column: str, text: Text) -> int:
        """A draft with the author's name and 来源. Who hands it over owns it, who wrote it had a hand in it: neither reviews
        it (LX-61)."""
        page = queries.columns(actor).filter(pk=int(column)).first()
        user = queries.account_of(actor)
        if page is None or user is None:
            raise Refused(OUT_OF_SCOPE)
        taken = pasting.take("".join(f"<p>{escape(line)}</p>" for line in text.body.splitlines() if line.strip()))
        made = pasting.draft(
            actor=actor, user=user, column=page, taken=taken, title=text.title, source=text.source[:80],
            byline=text.signed[:40], writer=Account.objects.filter(person_id=text.writer).first(),
        )  # fmt: skip
        return int(made.pk)

    def shown(self, pages: Iterable[int]) -> Mapping[int, str]:
        """Those that readers see now."""
        return portal.shown(pages)

    def desk(self, page: int) -> str:
        """Where its editors find it."""
        return f"{DESK}/{page}/"
