"""Every change of the papers of a file (DEV-26). Those who keep the file take papers in; its person proposes some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.files.actions import remove as remove_file
from lianxin.foundation.files.actions import store
from lianxin.foundation.files.intake import Prepared
from lianxin.foundation.files.queries import files_of
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from . import policies, reading
from .actions import note
from .completeness import kinds
from .models import Member, Paper

#: pages or files of one paper, and papers of one person that may wait for an answer
MOST_FILES, MOST_WAITING = 20, 10


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about a paper; names of the columns."""

    kind: str
    dated: date | None = None
    note: str = ""
    on_paper: bool = False


@action("dossiers.add_paper")
def add(*, actor: Actor, member: Member, said: Said, files: Sequence[Prepared] = ()) -> Paper:
    """材料入档, by those who keep the file."""
    member = lock(member)
    require(policies.may_edit(actor, member))
    return _make(actor, member, said, files, state="kept", word=f"材料入档：{said.kind}")


@action("dossiers.propose_paper")
def propose(*, actor: Actor, member: Member, said: Said, files: Sequence[Prepared]) -> Paper:
    """本人提交材料; it stands in the file when somebody who keeps it has looked at it."""
    member = lock(member)
    require(policies.may_propose(actor, member))
    if Paper.objects.filter(member=member, state="proposed").count() >= MOST_WAITING:
        raise Refused(Denied(f"已有 {MOST_WAITING} 份材料在等审核，请等有了结果再交。", code="too_many"))
    if not files:
        raise Refused(Denied("请选择照片、扫描件或 PDF。", code="empty", field="pages"))
    return _make(actor, member, said, files, state="proposed", word=f"本人提交材料：{said.kind}")


def _make(actor: Actor, member: Member, said: Said, files: Sequence[Prepared], *, state: str, word: str) -> Paper:
    if said.kind not in kinds():
        raise Refused(Denied("请选择材料种类。", code="empty", field="kind"))
    if said.dated is not None and said.dated > timezone.localdate():
        raise Refused(Denied("这一天还没有到。", code="future", field="dated"))
    if not files and not said.on_paper:
        raise Refused(Denied("请选择文件；只有纸质原件的，请勾选“只有纸质原件”。", code="empty", field="pages"))
    if len(files) > MOST_FILES:
        raise Refused(Denied(f"一份材料最多 {MOST_FILES} 个文件。", code="too_many", field="pages"))
    paper = Paper.objects.create(
        member=member, kind=said.kind, dated=said.dated, note=said.note.strip(), on_paper=said.on_paper and not files,
        state=state, by_id=actor.person_id,
    )  # fmt: skip
    for file in files:
        stored = store(actor=actor, upload=file, org_path=member.org_path, subject=paper.subject)
        reading.queue(stored.uuid)
    note(member, actor, "paper", word)
    code = "dossiers.add_paper" if state == "kept" else "dossiers.propose_paper"
    record(code, actor=actor, subject=paper, org_path=member.org_path, kind=said.kind, files=len(files))
    return paper


@action("dossiers.take_paper")
def take(*, actor: Actor, paper: Paper, revision: int) -> Paper:
    """收下本人提交的材料."""
    paper = _proposed(actor, paper, revision)
    decide(paper, actor, "kept", "")
    note(paper.member, actor, "paper", f"收下本人提交的材料：{paper.kind}")
    record("dossiers.take_paper", actor=actor, subject=paper, org_path=paper.member.org_path, kind=paper.kind)
    return paper


@action("dossiers.decline_paper")
def decline(*, actor: Actor, paper: Paper, reason: str, revision: int) -> Paper:
    """不收, with the reason that its person reads. The pages go, so that nothing unasked stays (PIP-01)."""
    paper = _proposed(actor, paper, revision)
    if not reason.strip():
        raise Refused(Denied("请写明为什么不收，本人会看到。", code="empty", field="reason"))
    decide(paper, actor, "declined", reason.strip())
    _drop_files(paper, actor, "没有收下")
    note(paper.member, actor, "paper", f"没有收下本人提交的材料：{paper.kind}")
    record("dossiers.decline_paper", actor=actor, subject=paper, org_path=paper.member.org_path, kind=paper.kind)
    return paper


@action("dossiers.remove_paper")
def remove(*, actor: Actor, paper: Paper, reason: str, revision: int) -> Paper:
    """撤下材料: put into the wrong file, unreadable, replaced. Line and reason stay, the pages go."""
    paper = lock(paper, revision=revision)
    require(policies.may_edit(actor, paper.member))
    if paper.state != "kept":
        raise Refused(Denied("这份材料已经不在档案里。", code="wrong_state"))
    if not reason.strip():
        raise Refused(Denied("请写明为什么撤下。", code="empty", field="reason"))
    decide(paper, actor, "removed", reason.strip())
    _drop_files(paper, actor, "撤下")
    note(paper.member, actor, "paper", f"撤下材料：{paper.kind}")
    record("dossiers.remove_paper", actor=actor, subject=paper, org_path=paper.member.org_path, kind=paper.kind)
    return paper


@action("dossiers.withdraw_paper")
def withdraw(*, actor: Actor, paper: Paper) -> None:
    """本人收回还没有审核的材料; nothing of it stays but the lines."""
    paper = lock(paper)
    if not actor.is_person(paper.member.person_id):
        raise Refused(OUT_OF_SCOPE)
    if paper.state != "proposed":
        raise Refused(Denied("这份材料已经处理过了。", code="wrong_state", remedy="请刷新页面查看。"))
    _drop_files(paper, actor, "本人收回")
    note(paper.member, actor, "paper", f"本人收回材料：{paper.kind}")
    record("dossiers.withdraw_paper", actor=actor, subject=paper, org_path=paper.member.org_path, kind=paper.kind)
    paper.delete()


@action("dossiers.note_originals")
def note_originals(*, actor: Actor, member: Member, words: Sequence[str], on: date) -> int:
    """归档的纸质原件记进档案: those of the list that the file does not hold yet; the flow asked its own policy."""
    held = set(Paper.objects.filter(member=member, state="kept").values_list("kind", flat=True))
    fresh = [word for word in words if word in kinds() and word not in held]
    for word in fresh:
        Paper.objects.create(member=member, kind=word, dated=None, on_paper=True, by_id=actor.person_id)
    if fresh:
        note(member, actor, "paper", f"纸质原件归档：{'、'.join(fresh)}", on)
    record("dossiers.note_originals", actor=actor, subject=member, org_path=member.org_path, papers=len(fresh))
    return len(fresh)


@action("dossiers.open_page")
def opened(*, actor: Actor, paper: Paper) -> None:
    """A line for each look at a page by others than its person (P02)."""
    record("dossiers.open_page", actor=actor, subject=paper, org_path=paper.member.org_path, kind=paper.kind)


def _proposed(actor: Actor, paper: Paper, revision: int) -> Paper:
    paper = lock(paper, revision=revision)
    require(policies.may_edit(actor, paper.member))
    if paper.state != "proposed":
        raise Refused(Denied("这份材料已经处理过了。", code="wrong_state", remedy="请刷新页面查看。"))
    return paper


def decide(paper: Paper, actor: Actor, state: str, answer: str) -> None:
    """What became of a paper; the action that calls it has asked its policy and writes the ledger."""
    paper.state, paper.answer, paper.revision = state, answer, paper.revision + 1
    paper.decided_by = Person.objects.filter(pk=actor.person_id or 0).first()
    paper.decided_at = timezone.now()
    paper.save()


def _drop_files(paper: Paper, actor: Actor, reason: str) -> None:
    for stored in files_of(paper.subject):
        remove_file(actor=actor, stored=stored, reason=reason)
    paper.texts.all().delete()


@action("dossiers.search_papers")
def search(*, actor: Actor, member: Member, words: str) -> list[reading.Found]:
    """Words inside the papers of a file; the look has its line, the words have none."""
    if not policies.may_see(actor, member):
        raise Refused(OUT_OF_SCOPE)
    record("dossiers.search_papers", actor=actor, subject=member, org_path=member.org_path)
    return reading.find(member, words)
