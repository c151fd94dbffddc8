"""A template catalogue for the county, catalogues below it, and about forty items in every state."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from lianxin.foundation.accounts.actions import appoint
from lianxin.foundation.accounts.queries import actor_of, holders, in_force, person_by_id
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from .. import actions
from ..actions import Draft, Line
from ..actions.asking import Wanted
from ..actions.keeping import set_keepers
from ..models import Entry, Item
from ..queries.work import unkept
from .texts import ASKED, QUESTIONS, TEMPLATE, TEXTS

#: how many people write for the demonstration
WRITERS = 16
#: how many items end in which state
ENDS = {
    "public": 12, "asked_about": 4, "corrected": 2, "correcting": 1, "inner": 4, "ready": 2, "approved": 2, "reviewed": 3,
    "checked": 1, "proposed": 4, "returned": 2, "withdrawn": 1, "dropped": 1,
}  # fmt: skip
AT_HOME = ("public", "asked_about", "public", "inner", "proposed", "reviewed", "returned")
#: how long ago, in days, an item that ends so was proposed
_AGES = {"inner": (3, 5), "ready": (9, 14), "approved": (2, 5), "reviewed": (1, 4), "checked": (1, 2), "proposed": (0, 3),
         "returned": (2, 6), "dropped": (5, 20)}  # fmt: skip


@action("disclosure.demo")
def load(dice: random.Random, now: datetime, *, actor: Actor = SYSTEM) -> int:
    """Play the disclosures of the demonstration; answers how many items there are. `dice` decides everything."""
    county = Organisation.objects.order_by("path").first()
    if county is None:
        record("disclosure.demo", actor=actor, items=0)
        return 0
    with moment.at(now - timedelta(days=200)):
        _appoint_writers(moment.today())
        for office in _written_about():
            _catalogue(office)
    with moment.at(now - timedelta(days=26)):
        _template(county)
        _keepers()
    entries = list(_playable())
    made = 0
    if entries:
        for end in [e for e, count in ENDS.items() for _ in range(count)]:
            _Play(dice, now, dice.choice(_fit(entries, end))).to(end)
            made += 1
        # the branch whose secretary the demonstration introduces has something in every pile
        home = [e for e in entries if e.organisation.kind == "branch" and e.org_path == _first_branch(entries)]
        for end in AT_HOME:
            if home:
                _Play(dice, now, dice.choice(_fit(home, end))).to(end)
                made += 1
        _requests(dice, now, entries)
    record("disclosure.demo", actor=actor, items=made)
    return made


def _first_branch(entries: list[Entry]) -> str:
    return min((e.org_path for e in entries if e.organisation.kind == "branch"), default="")


def _appoint_writers(since: date) -> None:
    """Handlers of branches and committees also write what is disclosed: 支委 in a branch, 编辑 at a committee."""
    rows = in_force().filter(post="handler", organisation__kind__in=("branch", "committee"))
    for row in rows.select_related("person", "organisation").order_by("org_path", "pk")[:WRITERS]:
        post = "committee_member" if row.organisation.kind == "branch" else "editor"
        appoint(actor=SYSTEM, person=row.person, post=post, organisation=row.organisation, since=since)


def _written_about() -> list[Organisation]:
    """Organisations with somebody who writes; they kept a catalogue before the template came."""
    rows = in_force().filter(post__in=("committee_member", "editor")).values_list("organisation_id", flat=True)
    return list(Organisation.objects.filter(pk__in=set(rows)).order_by("path"))


def _catalogue(office: Organisation) -> None:
    two = [person_by_id(p) for p in holders(_VERBS["keeper"], office.path)[:2]]
    keeper, deputy = (*two, None, None)[:2]
    for code, matter, content, basis, scope, frequency, given_to in TEMPLATE:
        if office.kind in given_to:
            said = Line(code, matter, basis, scope, frequency, content=content, basis_rule="DIS-01")
            actions.add_line(actor=SYSTEM, organisation=office, line=said, keeper=keeper, deputy=deputy)


def _template(county: Organisation) -> None:
    for code, matter, content, basis, scope, frequency, given_to in TEMPLATE:
        said = Line(code, matter, basis, scope, frequency, content=content, basis_rule="DIS-01")
        actions.add_template(actor=SYSTEM, organisation=county, line=said, given_to=given_to)
    actions.give(actor=SYSTEM, organisation=county)


def _keepers() -> None:
    """Two keep the lines of each organisation; those of the last town have not said who, which is what the alarm is for."""
    last = Organisation.objects.filter(kind="committee", depth=2).order_by("-path").first()
    for office in Organisation.objects.filter(pk__in=unkept().values("organisation")).order_by("path"):
        people = [person_by_id(pk) for pk in holders(_VERBS["keeper"], office.path)[:2]]
        if people and not (last and office.path.startswith(last.path)):
            set_keepers(actor=SYSTEM, organisation=office, keeper=people[0], deputy=(*people, None)[1])


def _playable() -> Iterator[Entry]:
    """Lines of organisations with people for all four steps."""
    rows = Entry.objects.unscoped("demonstration").select_related("organisation").order_by("org_path", "code")
    known: dict[str, bool] = {}
    for entry in rows:
        if entry.org_path not in known:
            known[entry.org_path] = len(_cast(entry.org_path)) == len(_VERBS)
        if known[entry.org_path]:
            yield entry


def _fit(entries: list[Entry], end: str) -> list[Entry]:
    """Only lines for everybody become public."""
    inner = end in ("proposed", "returned", "inner", "approved", "reviewed")
    return entries if inner else [e for e in entries if e.scope == "public"] or entries


_VERBS = {
    "keeper": "disclosure.propose", "reviewer": "disclosure.review", "approver": "disclosure.approve",
    "shower": "disclosure.publish",
}  # fmt: skip


def _cast(org_path: str) -> dict[str, Actor]:
    """A different person for each of the four steps, nearest first; fewer when there are not enough."""
    taken: set[int] = set()
    found: dict[str, Actor] = {}
    for name in ("approver", "reviewer", "keeper"):
        people = [p for p in holders(_VERBS[name], org_path) if p not in taken]
        person = person_by_id(people[0]) if people else None
        if person is not None:
            taken.add(person.pk)
            found[name] = actor_of(person)
    shower = next(iter(holders(_VERBS["shower"], org_path)), None)
    person = person_by_id(shower) if shower else None
    if person is not None:
        found["shower"] = actor_of(person)
    return found


class _Play:
    """One item; time moves on with every step."""

    def __init__(self, dice: random.Random, now: datetime, entry: Entry) -> None:
        self.dice, self.now, self.entry, self.cast = dice, now, entry, _cast(entry.org_path)
        self.at, self.item = now, Item()

    def to(self, end: str) -> None:
        """Play until the wanted end."""
        low, high = _AGES.get(end, (20, 180))
        self.at = self.now - timedelta(days=self.dice.randint(low, high), hours=self.dice.randint(1, 6))
        self._propose()
        if end in ("returned", "dropped"):
            self._step(actions.return_item, "reviewer", reason="inexact", text="金额和报表对不上，请核对后再提出。")
            if end == "dropped":
                self._step(actions.drop, "keeper", note="并入下个季度一起公开。")
            return
        for name, step in (("checked", self._check), ("reviewed", self._review), ("approved", self._approve)):
            if end == "proposed":
                return
            step()
            if end == name:
                return
        self._step(actions.carry_out, "shower")
        if end == "inner" and self.item.organisation.kind == "branch":
            with moment.at(self.at):
                actions.convey(item=self.item.pk)
        if end in ("inner", "ready") or self.item.scope != "public":
            return
        self.at = min(self.at + timedelta(days=11), self.now - timedelta(hours=1))
        self._step(actions.open_up, "shower")
        self._after(end)

    def _after(self, end: str) -> None:
        if end == "withdrawn":
            self._step(actions.withdraw, "approver", reason="mistake", text="表格漏了一个月，核对后重新公开。")
        if end in ("corrected", "correcting"):
            new = f"{self.item.body}\n（合计数已按报表改正。）"
            self._step(actions.correct, "keeper", title=self.item.title, body=new, reason="合计数抄错一位，已按报表改正。",
                       keep_old=True)  # fmt: skip
        if end == "corrected":
            self._step(actions.review_correction, "reviewer", secrecy=True, note="")
            self._step(actions.apply_correction, "approver")
        if end == "asked_about":
            self._talk()

    def _propose(self) -> None:
        title, body = self.dice.choice(TEXTS[self.entry.code])
        n = self.dice.randint(18, 60)
        blanks = {"q": (self.at.month + 2) // 3, "n": n, "m": n * self.dice.randint(60, 140), "a": self.dice.randint(2, 9) * 100,
                  "b": self.dice.randint(5, 20) * 100, "k": self.dice.randint(1, 4), "p": n - self.dice.randint(0, 5),
                  "m2": self.at.month}  # fmt: skip
        draft = Draft(title.format(**blanks), body.format(**blanks), f"{self.at.year}年" if self.entry.periodic else "")
        with moment.at(self.at):
            self.item = actions.propose(actor=self.cast["keeper"], entry=self.entry, draft=draft)

    def _check(self) -> None:
        self._step(actions.check_secrecy, "reviewer", passed=True, note="")

    def _review(self) -> None:
        self._step(actions.review, "reviewer", note="")

    def _approve(self) -> None:
        self._step(actions.approve, "approver", note="")

    def _step(self, act: Callable[..., Item], who: str, **more: object) -> None:
        self.at = min(self.at + timedelta(hours=self.dice.randint(2, 7)), self.now)
        with moment.at(self.at):
            self.item = act(actor=self.cast[who], item=self.item, revision=self.item.revision, **more)

    def _talk(self) -> None:
        text, answer = self.dice.choice(QUESTIONS)
        with self._later():
            question = actions.ask_question(actor=Actor("citizen", name="群众"), item=self.item, text=text)
        if answer:
            with self._later():
                actions.review_question(actor=self.cast["reviewer"], question=question, public=True)
                actions.answer_question(actor=self.cast["keeper"], question=question, text=answer)
                actions.review_answer(actor=self.cast["reviewer"], question=question, public=True)

    @contextmanager
    def _later(self) -> Iterator[None]:
        self.at = min(self.at + timedelta(hours=6), self.now)
        with moment.at(self.at):
            yield


def _requests(dice: random.Random, now: datetime, entries: list[Entry]) -> None:
    """Requests: answered, refused, extended, waiting."""
    ends = ("grant", "extend", "refuse", "wait", "grant")
    for (title, body), end in zip(ASKED, ends, strict=True):
        office = dice.choice(entries).organisation
        answerer = next(iter(holders("disclosure.answer", office.path)), None)
        person = person_by_id(answerer) if answerer else None
        start = now - timedelta(days=1 if end in ("wait", "extend") else dice.randint(20, 90))
        with moment.at(start):
            request, _ = actions.ask(actor=Actor("citizen", name="群众"), organisation=office, wanted=Wanted(title, body),
                                     key=f"demo-{dice.getrandbits(64)}")  # fmt: skip
        if person is None or end == "wait":
            continue
        with moment.at(start + timedelta(hours=6)):
            common: dict[str, Any] = {"actor": actor_of(person), "request": request, "revision": request.revision}
            if end == "grant":
                actions.grant(**common, text="您要的内容整理好了，已经在本页公开，请按目录查看。", secrecy=True)
            elif end == "refuse":
                actions.refuse(**common, reason="privacy", text="谈话记录涉及他人，不便公开；考察结果已经按程序公示。")
            else:
                actions.extend(**common, text="材料在档案室，需要调取核对。")
