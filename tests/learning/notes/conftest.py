"""The branches and people of the reports, and notes in every state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.rules.actions import import_text
from lianxin.foundation.rules.models import Regulation
from lianxin.foundation.rules.texts import parse
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.learning.notes import actions, drafts, publishing
from lianxin.learning.notes.drafts import Words
from lianxin.learning.notes.models import Note
from tests.factories import County
from tests.membership.reports.conftest import _in_november, browser, cast, county_of_module, member, who

__all__ = ["_in_november", "browser", "cast", "county_of_module", "member", "who"]
TITLE, BODY = "会前三句话", "会短了，定下来的事还要写清谁来办，联系 13800000000。"
MASKED = "会短了，定下来的事还要写清谁来办，联系 〔手机号已隐去〕。"
ABOUT, SOURCE = "《怎样把会开短》", "支部学习会的讲义"
TEXT = """# 青山县村务公开办法

2019年3月1日 青山县人民政府发布

第一条 村务应当公开。

第二条 财务每季度公开一次，公开后接受询问。

第三条 本办法自2019年5月1日起施行。
"""


@pytest.fixture(autouse=True)
def _phone_of_the_citizen(cast: County) -> None:
    Person.objects.filter(pk=cast.people["neighbour"].pk).update(phone_verified_at=timezone.now())


@pytest.fixture
def regulation(db: None) -> str:
    """A text in the library; its slug."""
    import_text(actor=SYSTEM, text=parse(TEXT))
    return Regulation.objects.get(title="青山县村务公开办法").slug


@pytest.fixture
def write(who: Callable[[str], Actor]) -> Callable[..., Note]:
    """``write("sent", audience="members")``, ``write("out")``: a note of the author in a state."""

    def go(state: str = "draft", *, by: str = "author", key: str = "k1", about: str = ABOUT, source: str = SOURCE,
           **more: Any) -> Note:  # fmt: skip
        author = who(by)
        said: dict[str, Any] = {
            "title": TITLE,
            "body": BODY,
            "audience": "public" if state in ("asked", "out") else "branch",
        }
        words = Words(**(said | more), about=about, source=source)
        note = drafts.keep(actor=author, key=key, words=words, revision=0)
        if state != "draft":
            note = actions.send(actor=author, note=note, revision=note.revision)
        if state == "withdrawn":
            note = actions.withdraw(actor=author, note=note)
        if state in ("asked", "out"):
            note = publishing.ask_public(
                actor=author, note=note, title=note.title, body=note.body, signed=False, revision=note.revision
            )
        if state == "out":
            note = publishing.let_out(actor=who("superior"), note=note, revision=note.revision)
        return note

    return go


def fresh(note: Note) -> Note:
    """The row as it stands now."""
    return Note.objects.unscoped("test").select_related("member", "organisation").get(pk=note.pk)
