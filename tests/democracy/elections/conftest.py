"""A branch that elects: twelve on the roll, those who run the meeting, and a whole meeting played with the library as browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from lianxin.democracy.ballotbox import ceremony as library
from lianxin.democracy.ballotbox.ballots import fill_in
from lianxin.democracy.ballotbox.credentials import new_credential, public_of, secret_of
from lianxin.democracy.ballotbox.letters import new_seed, read_signed
from lianxin.democracy.ballotbox.mixing import shuffle
from lianxin.democracy.ballotbox.tallies import decrypt
from lianxin.democracy.ballotbox.texts import compact, fields, read
from lianxin.democracy.ballotbox.trustees import new_key
from lianxin.democracy.elections import actions, box, ceremony, policies, texts
from lianxin.democracy.elections.actions import Draft, Receipt, Standing
from lianxin.democracy.elections.models import Election, Round, Scrutineer
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.importing.running import run
from tests.factories import County, build_county
from tests.membership.dossiers.rosters import book, person

NOW = datetime.fromisoformat("2026-11-27T10:00:00+08:00")
#: full members, in the order of strokes; then one on probation
NAMES = (
    "丁一禾",
    "王春秋",
    "冯长河",
    "刘玉莲",
    "吴平安",
    "张家旺",
    "李德厚",
    "杨思源",
    "周禾苗",
    "郑明亮",
    "秦海燕",
    "韩国志",
)
PROBATION = "黄小雨"
CANDIDATES = NAMES[:4]


@dataclass
class World:
    """Who takes part: `runner` and `reviewer` of the branch, `above` of the town, members by name."""

    county: County

    def who(self, word: str) -> Actor:
        return self.county.actor(word) if word in self.county.people else actor_of(self.person(word))

    def person(self, name: str) -> Person:
        return next(p for p in Person.objects.filter(member__isnull=False) if p.name == name)


def draft_of(**more: Any) -> Draft:
    """Three seats, four candidates, one may be named instead."""
    values: dict[str, Any] = {
        "kind": "committee", "title": "支部委员会换届选举", "office": "支部委员会委员", "seats": 3, "others": 1,
        "meeting_at": NOW + timedelta(hours=4), "candidates": [Standing(name) for name in CANDIDATES],
    }  # fmt: skip
    return Draft(**(values | more))


@dataclass
class Meeting:
    """One election on its way; `slips`: credentials in the order in which they were handed out, nobody's."""

    world: World
    case: Election
    slips: list[str] = field(default_factory=list)
    keys: dict[str, int] = field(default_factory=dict)
    seeds: dict[str, str] = field(default_factory=dict)

    @property
    def row(self) -> Round:
        found = self.fresh().last
        assert found is not None
        return found

    def fresh(self) -> Election:
        self.case = Election.objects.unscoped("test").get(pk=self.case.pk)
        return self.case

    def do(self, name: str, who: str = "runner", **more: Any) -> Election:
        """An action of the meeting with the revision as it is."""
        case = self.fresh()
        self.case = getattr(actions, name)(actor=self.world.who(who), election=case, revision=case.revision, **more)
        return self.case

    def announce(self) -> Meeting:
        self.do("submit")
        self.do("release", "reviewer")
        return self

    def sign_in(self, names: Sequence[str] = NAMES, paper: Sequence[str] = ()) -> Meeting:
        self.do("begin")
        for voter in self.case.voters.filter(name__in=names):
            actions.check_in(actor=self.world.who("runner"), voter=voter, here=True, paper=voter.name in paper)
        return self

    def keys_of(self, names: Sequence[str] = NAMES[5:7]) -> Meeting:
        people = [(self.world.person(name).pk, "scrutineer") for name in names]
        self.do("appoint", people=people, votes=(policies.present(self.case), 0, 0))
        return self.hand_in()

    def hand_in(self) -> Meeting:
        for one in self.case.scrutineers.all():
            secret, key = new_key(texts.group_of(self.case))
            self.keys[one.name] = secret
            actions.hand_in_key(actor=self.world.who(one.name), row=self.row, key=key.plain())
        self.do("give_keys")
        return self

    def keys_together(self, names: Sequence[str], needed: int) -> Meeting:
        """A key of which `needed` of the scrutineers suffice; `seeds` stay with them."""
        people = [(self.world.person(name).pk, "scrutineer") for name in names]
        self.do("appoint", people=people, votes=(policies.present(self.case), 0, 0), needed=needed)
        self.seeds = {one.name: new_seed() for one in self.case.scrutineers.all()}
        for part in ceremony.PARTS:
            for place, one in enumerate(self.case.scrutineers.all(), 1):
                text = self.part(part, one, place, needed)
                actions.hand_in_part(actor=self.world.who(one.name), row=self.row, part=part, text=text)
        self.do("give_keys")
        return self

    def part(self, part: str, holder: Scrutineer, place: int, needed: int) -> str:
        group, row, seed = texts.group_of(self.case), self.row, self.seeds[holder.name]
        if part == "certificate":
            made = library.certificate(seed, group, size=self.case.scrutineers.count(), threshold=needed, index=place)
            return compact(made.plain())
        certs = ceremony.certificates(row)
        if part == "polynomial":
            return compact(library.polynomial(seed, group, certs, needed).plain())
        given = fields(read(ceremony.input_of(row, holder)), "input", ("polynomial", "secrets", "coefexps"))
        signed = tuple(read_signed(one, "coefexps") for one in given["coefexps"])
        kept, key = library.output(
            seed, group, certs, needed, library.Input(given["polynomial"], tuple(given["secrets"]), signed)
        )
        self.keys[holder.name] = library.kept_secret(seed, group, kept)
        return compact({"private_key": kept, "public_key": key.plain()})

    def give_slips(self) -> Meeting:
        row, group = self.row, texts.group_of(self.case)
        number = self.case.voters.filter(without="", here=True, paper=False).count()
        self.slips = [new_credential() for _ in range(number)]
        self.do("hand_out", publics=[str(public_of(slip, row.uuid, group)) for slip in self.slips])
        trial = fill_in(box.published(row), secret_of(new_credential(), row.uuid, group), self.blank())
        actions.try_out(actor=self.world.who("runner"), row=row, text=trial.text)
        return self

    def blank(self) -> list[list[int]]:
        election = box.published(self.row)
        return [[1, 0, 0] if not election.ranked else [0] * len(q.answers) for q in election.questions]  # type: ignore[union-attr]  # ranked ones

    def vote(self, at: int, choices: Sequence[int] | Sequence[Sequence[int]]) -> Receipt:
        """Slip number `at` votes; the same again is another ballot of that slip."""
        row = self.row
        election = box.published(row)
        whole = [list(one) for one in choices] if choices and isinstance(choices[0], list | tuple) else [list(choices)]  # type: ignore[arg-type]  # one question
        ballot = fill_in(election, secret_of(self.slips[at], row.uuid, election.group), whole)
        return actions.cast(row=row, text=ballot.text)

    def open_box(self, names: Sequence[str] = ()) -> Meeting:
        """The scrutineers who came mix, and take their keys out; all of them when none is named."""
        came = list(names or self.keys)
        if self.case.of_persons:
            for name in came[:2]:
                row = self.row
                election = box.published(row)
                made = shuffle(election.group, election.key, election.fingerprint, box.current(row, box.table_of(row)))
                actions.shuffle(actor=self.world.who(name), row=row, body=compact(made.plain()))
        for name in came:
            row = self.row
            part = decrypt(box.published(row), box.table_of(row), self.keys[name])
            actions.take_key_out(actor=self.world.who(name), row=row, body=compact(part.plain()))
        return self


def build_world() -> World:
    """The branch with those who run its meeting; also for processes of their own."""
    county = build_county()
    for name, post, place in (("runner", "committee_member", "QS01-B1"), ("reviewer", "secretary", "QS01-B1"),
                              ("above", "secretary", "QS01")):  # fmt: skip
        county.add(name, post, place)
    rows = [person(at + 1, name=name) for at, name in enumerate(NAMES)]
    rows.append(person(40, name=PROBATION, stage="预备党员", full_since=""))
    outcome = run(book(rows), actor=SYSTEM, dry=False)
    assert outcome.fresh == len(rows), [row.reasons for row in outcome.refused]
    return World(county)


@pytest.fixture(scope="module")
def world_of_module(module_db: None) -> World:
    with time_machine.travel(NOW, tick=False):
        return build_world()


@pytest.fixture
def world(world_of_module: World, db: None) -> Iterator[World]:
    with time_machine.travel(NOW, tick=False):
        yield world_of_module


@pytest.fixture
def meeting(world: World) -> Any:
    """``meeting(seats=1, …)``: an election that was drawn up by the one who runs it."""

    def make(key: str = "k", **more: Any) -> Meeting:
        office = world.county.organisations["QS01-B1"]
        return Meeting(
            world, actions.draw(actor=world.who("runner"), organisation=office, draft=draft_of(**more), key=key)
        )

    return make
