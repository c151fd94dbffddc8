"""Who writes, who looks at it, who reads a key. The bank is no public thing: its pages show the answers."""

from __future__ import annotations

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied, all_of

from .lifecycle import READ, REVIEW, WRITE
from .marking import Text, faults
from .models import BankQuestion

_ALL = (READ, WRITE, REVIEW)
POSTS = {
    "secretary": _ALL,
    "deputy_secretary": _ALL,
    "committee_member": (READ, WRITE),
    "organiser": _ALL,
    "reviewer": (READ, REVIEW),
    "editor": (READ, WRITE),
}


def not_ones_own(actor: Actor, case: BankQuestion) -> Decision:
    """M04: who wrote the question or its present wording does not approve it."""
    wrote = case.latest.by_id if case.latest is not None else None
    if actor.is_person(case.author_id) or actor.is_person(wrote):
        return Denied("自己写的题由另一位同志复核。", code="own_work", remedy="请本组织另一位有权复核的同志来看。")
    return Allowed()


def knows_answers(actor: Actor, org_path: str) -> bool:
    """Reads the keys of what is asked at an organisation: its own bank or one above it."""
    return actor.kind != "system" and actor.may(READ, org_path)


def sound(text: Text, topic: str = "") -> Decision:
    """Whether a question can be asked: everything there, nothing contradicts itself, nothing too long (LX-220)."""
    wrong = faults(text)
    if wrong:
        return Denied(f"{wrong[0][1]}。", code="unsound", field=wrong[0][0])
    return all_of(
        *(Denied(f"{words}。", rule="LX-220", code="too_long", field=name) for name, words in too_long(text, topic))
    )


def too_long(text: Text, topic: str = "") -> list[tuple[str, str]]:
    """(field, sentence without a stop) of everything above LX-220."""
    found = rule("LX-220")
    parts = [("stem", "题干", text.stem), ("explanation", "解析", text.explanation), ("source", "出处", text.source),
             ("topic", "专题", topic)]  # fmt: skip
    parts += [("options", "选项", option) for option in text.options]
    return [
        (name, f"{word}最多 {found.count(figure)} 个字，现在是 {len(said)} 个字")
        for name, word, said in parts
        if len(said) > found.count(figure := "option" if name == "options" else name)
    ]
