"""What comes beside the way of a letter as calls of the real actions: 采纳登记 and 领导阅办."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.voice.letters import actions
from lianxin.voice.letters.models import Letter


class MovesBeside:
    """Part of `tests.factories.Moves`, which says who the actors are."""

    def actor(self, name: str, letter: Letter) -> Actor:
        raise NotImplementedError

    def propose_adoption(self, x: Letter, by: str = "handler", **said: Any) -> Letter:
        given = {"verdict": "adopted", "reason": "路灯确实不够", "plan": "加装四盏路灯", "post": "镇建设办主任",
                 "until": moment.today() + timedelta(days=30)} | said  # fmt: skip
        return actions.propose_adoption(actor=self.actor(by, x), letter=x, revision=x.revision, **given)

    def confirm_adoption(self, x: Letter, by: str = "approver") -> Letter:
        return actions.confirm_adoption(actor=self.actor(by, x), letter=x, revision=x.revision)

    def return_adoption(self, x: Letter, by: str = "approver") -> Letter:
        return actions.return_adoption(actor=self.actor(by, x), letter=x, text="请写明在哪里装", revision=x.revision)

    def report_done(self, x: Letter, by: str = "handler", **said: Any) -> Letter:
        given = {"done_on": moment.today(), "done_text": "四盏路灯已经装好"} | said
        return actions.report_done(actor=self.actor(by, x), letter=x, revision=x.revision, **given)

    def recommend(self, x: Letter, by: str = "reviewer") -> Letter:
        return actions.recommend(actor=self.actor(by, x), letter=x, why="几个村都提到", revision=x.revision)

    def instruct(self, x: Letter, by: str = "leader", **said: Any) -> Letter:
        given = {"to": x.organisation, "text": "请本周到现场看", "until": moment.today() + timedelta(days=7)} | said
        return actions.instruct(actor=self.actor(by, x), letter=x, revision=x.revision, **given)

    def report_back(self, x: Letter, by: str = "handler") -> Letter:
        return actions.report_back(actor=self.actor(by, x), letter=x, text="看过了，下周动工", revision=x.revision)

    def ask_more(self, x: Letter, by: str = "leader") -> Letter:
        until = moment.today() + timedelta(days=7)
        return actions.ask_more(
            actor=self.actor(by, x), letter=x, text="请写明钱从哪来", until=until, revision=x.revision
        )

    def close_instruction(self, x: Letter, by: str = "leader") -> Letter:
        return actions.close_instruction(actor=self.actor(by, x), letter=x, revision=x.revision)
