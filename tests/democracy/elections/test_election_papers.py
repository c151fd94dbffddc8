"""Papers of an election (R067): what stands in them, who gets them, and that there is none before the count (V02)."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from docx import Document
from pypdf import PdfReader

from lianxin.democracy.ballotbox.texts import fingerprint
from lianxin.democracy.elections import actions, box, papers, report, results
from lianxin.democracy.elections.actions import Standing
from lianxin.democracy.elections.models import Round
from lianxin.foundation.accounts.models import Account
from lianxin.membership.papers import Facts, Grid, Plain, Sheet, Text, to_docx, to_html, to_pdf
from tests.democracy.elections.conftest import CANDIDATES, NAMES, NOW, Meeting, World, draft_of

TOOL = shutil.which("belenios-tool")
YES, NO, ABSTAIN = 1, 2, 3
DESK = ("ballot", "result", "request")
FINAL = ("report.html", "report.pdf")


@dataclass
class Played:
    """One meeting with two rounds; seen: stage -> reader -> paper -> status of the answer."""

    meeting: Meeting
    clients: dict[str, Client]
    seen: dict[str, dict[str, dict[str, int]]] = field(default_factory=dict)
    ballot: str = ""

    def look(self, stage: str) -> None:
        pk = self.meeting.case.pk
        ways = {slug: f"/workbench/elections/{pk}/papers/{slug}.docx" for slug in DESK}
        ways |= {name: f"/elections/{pk}/{name}" for name in FINAL}
        self.seen[stage] = {
            reader: {slug: client.get(url).status_code for slug, url in ways.items()}
            for reader, client in self.clients.items()
        }

    def get(self, name: str, reader: str = "吴平安") -> Any:
        return self.clients[reader].get(f"/elections/{self.meeting.case.pk}/{name}")


def signed_in(world: World, word: str) -> Client:
    who = world.county.people[word] if word in world.county.people else world.person(word)
    client = Client()
    client.force_login(Account.objects.create_account(f"account{who.pk}", "a-long-pass-phrase", who))
    return client


def without(*missing: int, named: int = 0) -> list[int]:
    """A ballot that rejects some of the candidates and approves of the others."""
    return [*(NO if at in missing else YES for at in range(4)), 0, named]


@pytest.fixture(scope="module")
def played(world_of_module: World) -> Iterator[Played]:
    """First round: of twelve ballots one on paper and one in the box are void, three are level for two seats; then a run-off on paper."""
    with time_machine.travel(NOW, tick=False):
        world, office = world_of_module, world_of_module.county.organisations["QS01-B1"]
        found = Meeting(world, actions.draw(actor=world.who("runner"), organisation=office, draft=draft_of(), key="p"))
        readers = {word: signed_in(world, word) for word in ("runner", "above", "吴平安", "foreign_handler")}
        it = Played(found, {**readers, "nobody": Client()})
        it.look("draft")
        found.announce()
        it.ballot = text_of(papers.ballot_sheet(found.case))
        it.look("announced")
        first_round(it)
        it.look("level")
        found.do("another", names=[])
        it.look("runoff")
        on_paper(found)
        count(found, {"ballots": 12, "void": 0, "lines": [[9, 3, 0], [8, 4, 0], [6, 5, 1]], "named": []})
        it.look("counted")
        yield it


def first_round(it: Played) -> None:
    found = it.meeting
    found.sign_in(NAMES, paper=NAMES[6:]).keys_of().give_slips()
    found.do("open_vote")
    number = found.case.voters.get(name="韩国志").number
    heard, unheard = without(0, 3, named=number), [YES, YES, YES, ABSTAIN, 0, number]
    ballots = [without(0), without(1), without(2), unheard, heard, [YES] * 4 + [0, 0]]
    for at, ballot in enumerate(ballots):
        found.vote(at, ballot)
    it.look("voting")
    found.do("close_vote")
    found.open_box()
    it.look("closed")
    count(found, {"ballots": 6, "void": 1, "lines": [[5, 0, 0], [3, 2, 0], [3, 2, 0], [4, 1, 0]], "named": []})


def on_paper(found: Meeting) -> None:
    """Everybody who is there takes a sheet; no keys and no slips are needed."""
    for voter in found.case.voters.filter(here=True):
        actions.check_in(actor=found.world.who("runner"), voter=voter, here=True, paper=True)
    found.do("open_vote")
    found.do("close_vote")


def appointed(found: Meeting) -> Meeting:
    """Announced, everybody there, two scrutineers."""
    found.announce().sign_in(NAMES)
    people = [(found.world.person(name).pk, "scrutineer") for name in NAMES[5:7]]
    found.do("appoint", people=people, votes=(len(NAMES) - 2, 0, 0))
    return found


def count(found: Meeting, numbers: dict[str, Any], then: str = "count") -> None:
    for who in ("runner", "reviewer"):
        actions.count_paper(actor=found.world.who(who), row=found.row, numbers=numbers)
    found.do(then)


def text_of(sheet: Sheet) -> str:
    """Every word of the Word file, cells of a row joined by a stroke."""
    document = Document(io.BytesIO(to_docx(sheet)))
    rows = ["|".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    return "\n".join([*(line.text for line in document.paragraphs), *rows])


def test_the_result_sheet_says_every_round_with_its_denominators(played: Played, db: None) -> None:
    """ELE-03, ELE-05, ELE-07: void ballots by reason, in the order of votes, who was level, who signs."""
    said = text_of(papers.result_sheet(played.meeting.fresh()))
    for line in (
        "收回|12 张，不多于发出的票，有效", "发出|12 张（电子票 6 张，纸质票 6 张）", "实到|有选举权的 12 人（应到 12 人）",
        "有效票|10 张", "不算的另选|1 处：没有对候选人投不赞成，或者写的人不在名册上、写重了",
        "丁一禾|8/12|2|0|当选", "王春秋|7/12|3|0|票数相等", "冯长河|7/12|3|0|票数相等", "刘玉莲|7/12|2|1|票数相等",
        "韩国志（另选）|1/12|—|—|未当选", "王春秋|9/12|3|0|当选", "冯长河|8/12|4|0|当选", "刘玉莲|6/12|5|1|未当选",
        "名册|13 人，其中没有选举权 1 人（预备党员 1 人），不计入应到 0 人", "张家旺|监票人||", "李德厚|监票人||",
    ):  # fmt: skip
        assert line in said, said
    void = next(line for line in said.splitlines() if line.startswith("废票|2"))
    assert "所选人数多于应选名额 1 张" in void
    assert "纸质废票 1 张" in void
    assert "王春秋、冯长河、刘玉莲 票数相等，剩下的 2 个名额在他们中间再投一次（ELE-07" in said
    assert "当选，按得票多少为序：王春秋、冯长河。" in said
    assert "监票人由大会表决通过：到会 12 人，赞成 12 人" in said
    assert said.index("丁一禾|8/12") < said.index("王春秋|7/12")


def test_the_request_names_the_superior_the_numbers_and_who_is_elected(played: Played, db: None) -> None:
    """ELE-13."""
    case = played.meeting.fresh()
    above = case.organisation.get_parent()
    assert above is not None
    said = text_of(papers.request_sheet(case))
    assert said.startswith("关于支部委员会换届选举结果的请示")
    for words in (
        f"{above.name}：", "应到会有选举权的 12 名，实到 12 名，不少于 4/5，可以选举（ELE-01", "由张家旺、李德厚监票",
        "第 1 轮发出选票 12 张，收回 12 张，有效票 10 张，无效票 2 张", "当否，请批示。", "　　　　年　　月　　日",
        "丁一禾|支部委员会委员|8（实到 12 人）\n王春秋|支部委员会委员|9（实到 12 人）",
    ):  # fmt: skip
        assert words in said, said


def test_one_paper_ballot_is_like_the_other(played: Played) -> None:
    """ELE-10, ELE-12: in the order of strokes, no number of the election, no line for a name of one's own."""
    said = played.ballot
    assert [line.split("|")[0] for line in said.splitlines() if line.endswith("|||")] == list(CANDIDATES)
    assert "姓名|赞成|不赞成|弃权" in said
    assert "另选他人（写姓名，写一人算赞成一票）" in said
    assert "弃权的不可以另选" in said
    assert "多于 3 名，多了整张票作废" in said
    assert "不写自己的名字，不作任何记号" in said
    assert not re.search(r"XJ\d|编号|[0-9a-f]{8}", said)


def test_the_ballot_of_a_runoff_has_the_level_ones_and_nobody_else(played: Played, db: None) -> None:
    """ELE-07."""
    said = text_of(papers.ballot_sheet(played.meeting.fresh()))
    names = [line.split("|")[0] for line in said.splitlines() if line.endswith("|||")]
    assert names == ["王春秋", "冯长河", "刘玉莲"]
    assert "另选" not in said


def test_the_report_can_be_checked_without_this_site(played: Played, db: None) -> None:
    """V02: every check value in it is that of what is handed out, the rules stand there with their version."""
    case, row = played.meeting.fresh(), Round.objects.get(election=played.meeting.case, number=1)
    answer = played.get("report.html")
    said = unescape(answer.content.decode())
    head = box.head(row)
    assert head is not None
    raw = b"".join(box.file_of(row))
    for value in (hashlib.sha256(raw).hexdigest(), head.hash, case.roll_hash, fingerprint(row.text)):
        assert value
        assert report.grouped(value) in said
    assert f"{row.uuid}.bel，{len(raw)} 字节" in said
    assert f"http://testserver/elections/{row.uuid}<" in said
    assert "全部用纸质票，没有电子档案" in said
    assert "belenios-tool election verify" in said
    assert "lianxin election verify" in said
    assert "《中国共产党基层组织选举工作条例》，2020 版" in said
    for code in ("ELE-01", "ELE-03", "ELE-04", "ELE-05", "ELE-06", "ELE-07", "ELE-08", "LX-240"):
        assert f"<td>{code} " in said, code
    assert "丁一禾" in said
    assert results.sheets(case)[0].void_words in said


@pytest.mark.skipif(not TOOL, reason="没有 belenios-tool：apt-get install belenios-tool")
def test_the_steps_of_the_report_lead_to_a_verdict(played: Played, db: None, tmp_path: Path) -> None:
    """V02: the command that the report prints, with the file alone in a folder."""
    row = Round.objects.get(election=played.meeting.case, number=1)
    assert "belenios-tool election verify --dir" in played.get("report.html").content.decode()
    (tmp_path / f"{row.uuid}.bel").write_bytes(b"".join(box.file_of(row)))
    command = [str(TOOL), "election", "verify", "--dir", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "all checks passed" in done.stdout + done.stderr


def test_the_report_is_one_file_that_loads_nothing(played: Played, db: None) -> None:
    answer = played.get("report.html")
    body = answer.content.decode()
    assert not re.search(r"(src|href|action)=|url\(|@import|<script|<link", body)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer["Cache-Control"] == "no-store"
    again, pdf = played.get("report.html"), played.get("report.pdf")
    assert again.content == answer.content
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Type"] == "application/pdf"
    printed = re.sub(r"\s", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages))
    for words in (played.meeting.fresh().roll_hash, "丁一禾8/12", "这份报告不能证明什么"):
        assert words in printed, printed


def test_there_is_nothing_before_the_count(played: Played) -> None:
    """V02: neither at the desk nor for members; a run-off that is going on hides the papers of the round before it again."""
    for stage in ("draft", "announced", "voting", "closed", "runoff"):
        for reader, seen in played.seen[stage].items():
            assert {seen[name] for name in ("result", "request", *FINAL)} <= {404, 403, 302}, (stage, reader, seen)
    assert [played.seen[stage]["runner"]["ballot"] for stage in ("draft", "announced", "voting", "closed", "counted")] == [
        404, 200, 200, 404, 404,
    ]  # fmt: skip


def test_who_gets_which_paper(played: Played) -> None:
    """P05: those of the desk and above it, those on the roll the report; others learn nothing; a request only when all is decided."""
    level, done = played.seen["level"], played.seen["counted"]
    assert (level["runner"]["result"], level["runner"]["request"], done["runner"]["request"]) == (200, 404, 200)
    assert [done["above"][name] for name in ("result", "request", *FINAL)] == [200] * 4
    assert [done["吴平安"][name] for name in FINAL] == [200, 200]
    assert all(done["吴平安"][name] in (403, 404) for name in DESK)
    assert set(done["foreign_handler"].values()) <= {403, 404}
    assert [done["foreign_handler"][name] for name in FINAL] == [404, 404]
    assert 200 not in done["nobody"].values()


def test_the_links_stand_where_they_are_looked_for(played: Played, db: None) -> None:
    pk = played.meeting.case.pk
    desk = played.clients["runner"].get(f"/workbench/elections/{pk}/").content.decode()
    for slug in ("result", "request"):
        assert f"/workbench/elections/{pk}/papers/{slug}.docx" in desk
    assert "papers/ballot.docx" not in desk
    assert f"/elections/{pk}/report.pdf" in played.get("").content.decode()


def test_a_void_round_and_seats_that_were_given_up_are_written_down(meeting: Any) -> None:
    """ELE-04, ELE-08: more came back than went out, so it was held again; what stayed open was given up with consent."""
    found: Meeting = appointed(meeting())
    on_paper(found)
    count(found, {"ballots": 13, "void": 0, "lines": [[13, 0, 0]] * 3 + [[0, 13, 0]], "named": []}, "void")
    on_paper(found)
    count(found, {"ballots": 12, "void": 0, "lines": [[9, 3, 0], [8, 4, 0], [6, 6, 0], [1, 11, 0]], "named": []})
    assert not papers.finished(found.fresh())
    assert "还缺 1 名（ELE-08" in text_of(papers.result_sheet(found.case))
    found.do("reduce", votes=(7, 4, 1))
    said = text_of(papers.result_sheet(found.case))
    assert "第 1 轮：无效" in said
    assert "发出 12 张，收回 13 张，收回的多于发出的，这一轮无效，重新投票（ELE-04" in said
    assert "冯长河|6/12|6|0|未当选" in said
    assert "不足的 1 个名额不再选：选举人 12 名，同意 7 名，不同意 4 名，弃权 1 名，超过半数（ELE-08" in said
    assert papers.finished(found.case)
    assert "不足的 1 个名额不再选" in text_of(papers.request_sheet(found.case))


@pytest.mark.parametrize(("yes", "word"), [(6, "未通过"), (7, "通过")])
def test_a_matter_is_said_by_those_who_should_have_come(meeting: Any, yes: int, word: str) -> None:
    """DEV-15: half of twelve does not carry it; sheets have other words than those of an election."""
    matter = [Standing("同意活动室改造方案")]
    found: Meeting = appointed(meeting(kind="matter", office="", seats=0, others=0, candidates=matter))
    ballot = text_of(papers.ballot_sheet(found.case))
    assert "表决票" in ballot
    assert "应选" not in ballot
    on_paper(found)
    count(found, {"ballots": 12, "void": 1, "lines": [[yes, 11 - yes, 0]], "named": []})
    said = text_of(papers.result_sheet(found.fresh()))
    assert f"同意活动室改造方案|{yes}/12|{11 - yes}|0|{word}" in said
    assert "赞成栏的分母是应到有表决权的 12 人" in said
    assert "《中国共产党支部工作条例（试行）》第十一条" in said
    asked = text_of(papers.request_sheet(found.case))
    assert f"“同意活动室改造方案”赞成 {yes} 票（应到 12 人），{'通过' if yes == 7 else '没有通过'}" in asked
    filed = to_html(report.report_sheet(found.case, "https://example.org")).decode()
    assert "<td>BR-01 党员大会</td>" in filed
    assert "ELE-03" not in filed


def test_a_sheet_says_the_same_in_every_form() -> None:
    """Markup in a name is a name; nothing said is lost on the way into the page."""
    parts = (
        Text(["一行", ""], "标题"),
        Facts([("标签", "<b>值</b>")]),
        Grid(("甲", "乙"), [("1", "&")], tall=True),
        Plain("", right=True),
    )
    sheet = Sheet("题目", parts, author="柳河镇党委", made=NOW, head="上面")
    page = to_html(sheet).decode()
    for words in (
        "<h2>标题</h2><p>一行</p>",
        "&lt;b&gt;值",
        "<td>&amp;</td>",
        '<tr class="tall">',
        '<p class="head">上面</p>',
        "<h1>题目</h1>",
    ):
        assert words in page, page
    assert to_pdf(sheet) == to_pdf(sheet)
