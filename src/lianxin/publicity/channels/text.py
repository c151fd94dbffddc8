"""What leaves the house and what comes back, as plain values: the channels know no portal and no letters."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """A published text.

    key: names the text and its version, e.g. ``"article:17:3"``; one account sends one key once.
    body_html: cleaned HTML. url: absolute address of the text. source: 来源. cover: a JPEG or PNG, or None.
    correction: 更正说明, which stands before everything else wherever the text goes (M06). day: of publication,
    as ``2026-07-01``.
    """

    title: str
    summary: str
    body_html: str
    url: str
    source: str
    organisation_id: int
    org_path: str
    key: str
    cover: bytes | None = None
    correction: str = ""
    day: str = ""

    @property
    def thing(self) -> str:
        """What this is a version of; empty for a text that stands for itself."""
        kind, _, rest = self.key.partition(":")
        number, _, version = rest.partition(":")
        return f"{kind}:{number}" if version else ""

    @property
    def headline(self) -> str:
        """The title, and that it corrects an earlier one."""
        return f"更正：{self.title}" if self.correction else self.title

    def as_json(self) -> dict[str, Any]:
        """JSON-able copy; the cover in base64."""
        return {**asdict(self), "cover": base64.b64encode(self.cover).decode() if self.cover else ""}


def text_from(stored: dict[str, Any]) -> Text:
    """The value behind `Text.as_json`."""
    cover = base64.b64decode(stored["cover"]) if stored["cover"] else None
    return Text(**{**stored, "cover": cover})


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody wrote back to a public account.

    kind, account_id, account_name: where it came in; org_path: whose account; remote_id: the platform's
    number of the message; sender: a keyed mark that tells two senders apart and names nobody (C02);
    about: what it answers there (number of a status), or empty. What the platform needs to send an answer
    back is not among it: it stays in this room, sealed, while the matter is open.
    """

    kind: str
    account_id: int
    account_name: str
    org_path: str
    remote_id: str
    sender: str
    text: str
    at: datetime
    about: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a reply: the matter that it opened or joined, and what the person is told at once."""

    thing: str
    words: str = ""
