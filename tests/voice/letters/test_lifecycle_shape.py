"""Only the engine changes a state, and every action is written down somewhere as a test can see."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import lianxin
from lianxin.foundation.audit.sentences import sentence_for
from lianxin.foundation.spine.actions import ACTIONS
from lianxin.voice.letters.flow import FLOW
from lianxin.voice.letters.lifecycle import LETTER

HOUSE = Path(lianxin.__file__).parent
#: where a case may get its state: the engine, the arrival of a letter, and the import of history
ALLOWED = {
    "foundation/casework/engine.py",
    "voice/letters/actions/submission.py",
    "voice/letters/importing/writing.py",
}
#: names under which code speaks of something that has a state of its own and is no case
NO_CASES = {
    "reply", "clock", "row", "delivery", "self", "line", "task", "slot", "request",
    "envelope", "account", "version", "dispatch",  # of channels and of the texts of disclosure
    "recording",  # how far the machine has come with it
    "gathering", "paper", "report", "absence", "training", "note", "comment",  # of their own rooms: planned, called, closed; one writes and withdraws, nobody decides
}  # fmt: skip


def sources() -> Iterator[tuple[str, ast.AST]]:
    for path in sorted(HOUSE.rglob("*.py")):
        name = path.relative_to(HOUSE).as_posix()
        if "/migrations/" not in name and name not in ALLOWED:
            yield name, ast.parse(path.read_text("utf-8"))


def assignments(tree: ast.AST) -> Iterator[ast.Attribute]:
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
            yield from (p for p in parts if isinstance(p, ast.Attribute) and p.attr == "state")


def root_of(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def test_nobody_but_the_engine_sets_the_state_of_a_case() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        for node in assignments(tree)
        if root_of(node.value) not in NO_CASES
    ]
    assert not found, f"go through casework.engine.advance: {found}"


def changes_by_query(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        names = {word.arg for word in node.keywords}
        if node.func.attr == "update" and names & {"state", "revision"}:
            yield node
        if node.func.attr == "bulk_update" and "'state'" in ast.dump(node):
            yield node
        if node.func.attr == "setattr" and "'state'" in ast.dump(node):
            yield node


def test_no_query_sets_the_state_of_a_letter() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        for node in changes_by_query(tree)
        if root_of(node) in ("Letter", "letters", "letter", "rows")
    ]
    assert not found, f"go through casework.engine.advance: {found}"


def test_the_detectors_detect() -> None:
    """A test that finds nothing proves nothing."""
    bad = ast.parse(
        "letter.state = 'solved'\nletter.state, x = 1, 2\nLetter.objects.unscoped('x').update(state='solved')"
    )
    assert len(list(assignments(bad))) == 2
    assert [root_of(call) for call in changes_by_query(bad)] == ["Letter"]


def test_every_event_has_an_audit_sentence_and_its_clocks_exist() -> None:
    for row in LETTER.transitions:
        assert "群众留言" in sentence_for(f"letters.{row.event}", {}), row.event
        assert {move.clock for move in row.clocks} <= set(FLOW.clocks), row.event


def test_every_action_of_the_room_is_audited_in_words() -> None:
    silent = [
        name
        for name in ACTIONS
        if name.startswith("letters.")
        and name not in EVENTS_BY_ANOTHER_NAME
        and sentence_for(name, {}) == name
    ]  # fmt: skip
    assert not silent


#: actions that record the event which they choose
EVENTS_BY_ANOTHER_NAME = {
    "letters.take_in", "letters.decide_appeal", "letters.ask_again", "letters.rate", "letters.call_back",
    "letters.go_on_without_supplement", "letters.progress_with_photos",
}  # fmt: skip


def test_a_closed_case_has_no_running_clock_by_the_table() -> None:
    """Whatever leads into a terminal state stops every promise of the office that could still run."""
    office = {name for name, spec in FLOW.clocks.items() if spec.duty == "office"}
    for row in LETTER.transitions:
        if row.target not in ("withdrawn", "merged"):
            continue
        ended = {move.clock for move in row.clocks if move.move in ("stop", "cancel")}
        assert office <= ended, (row.event, office - ended)


def test_the_public_words_of_the_table_never_name_an_inside_event() -> None:
    inside = {row.event for row in LETTER.transitions if not row.public}
    assert inside >= {"note", "exclude", "submit_reply", "return_reply"}
