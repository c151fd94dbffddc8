"""A meeting from the roll to the approval, with the file that an independent program checks (ELE-01 to ELE-14, V01 to V07)."""

from __future__ import annotations

from typing import Any

from lianxin.democracy.ballotbox.verifying import verify
from lianxin.democracy.elections import actions, box, results
from lianxin.democracy.elections.models import Round
from tests.democracy.elections.conftest import NAMES, PROBATION, Meeting

YES, NO, ABSTAIN = 1, 2, 3


def test_a_branch_elects_its_committee(meeting: Any) -> None:
    found: Meeting = meeting().announce()
    assert [v.name for v in found.case.voters.exclude(without="")] == [PROBATION]
    found.sign_in(NAMES[:11], paper=NAMES[:1]).keys_of().give_slips()
    found.do("open_vote")
    row = found.row
    assert (row.present, row.issued, row.paper) == (11, 10, 1)
    number = found.case.voters.get(name="韩国志").number
    for at in range(10):
        found.vote(at, [YES, YES, YES if at < 6 else NO, NO, 0, number if at > 6 else 0])
    assert found.row.result is None
    found.do("close_vote")
    found.open_box()
    row = found.row
    assert row.result is not None
    paper = {"ballots": 1, "void": 0, "lines": [[1, 0, 0], [1, 0, 0], [1, 0, 0], [0, 0, 1]], "named": []}
    for who in ("runner", "reviewer"):
        actions.count_paper(actor=found.world.who(who), row=row, numbers=paper)
    found.do("count")
    sheet = results.sheets(found.case)[0]
    assert [(line.name, line.yes, line.no, line.abstain) for line in sheet.rows] == [
        ("丁一禾", 11, 0, 0), ("王春秋", 11, 0, 0), ("冯长河", 7, 4, 0), ("韩国志", 3, 0, 0), ("刘玉莲", 0, 10, 1),
    ]  # fmt: skip
    assert (sheet.elected, sheet.open, sheet.returned, sheet.valid) == (["丁一禾", "王春秋", "冯长河"], 0, 11, 11)
    report = verify(b"".join(box.file_of(row)))
    assert report.holds, [c for c in report.checks if not c.holds]
    assert report.complete
    found.do("report")
    found.do("approve", "above", number="〔2026〕9号", on=found.case.released_at.date())
    assert found.do("archive").state == "archived"
    assert not Round.objects.exclude(served="").exists()
