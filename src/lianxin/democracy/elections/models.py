"""An election at a meeting, its roll, its rounds. Nothing here links a person to a ballot (V01, decision 0027)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, StepBase
from lianxin.foundation.spine.sealed import SealedTextField

from .counting import Sheet
from .words import ELECTORATES, KINDS, ROLES, ROUNDS, SUMMED, WITHOUT


class Election(CaseBase):
    """`number`: its code. office and seats are fixed by the release, as the roll and the candidates.

    meeting: what the meeting decided by hand, {"scrutineers": {...votes}, "reduce": {...}}; outcome: `results.Standing`
    as it was counted; approval: number, day and office of the superior's approval.
    """

    key = models.CharField(max_length=40, unique=True)
    author = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="起草人", db_index=False
    )
    kind = models.CharField("种类", max_length=10, choices=list(KINDS.items()))
    title = models.CharField("名称", max_length=120)
    office = models.CharField("选举的职务", max_length=60, blank=True)
    intro = models.TextField("说明", blank=True)
    seats = models.PositiveSmallIntegerField("应选名额", default=1)
    others = models.PositiveSmallIntegerField("可以另选几人", default=0)
    electorate = models.CharField("谁有选举权", max_length=8, choices=list(ELECTORATES.items()))
    meeting_at = models.DateTimeField("开会时间")
    place = models.CharField("地点", max_length=120, blank=True)
    threshold = models.PositiveSmallIntegerField("开票至少几名监票人", default=0)
    released_at = models.DateTimeField("公布时间", null=True, blank=True)
    roll_hash = models.CharField("名册校验值", max_length=64, blank=True)
    meeting = models.JSONField("大会决定", default=dict)
    outcome = models.JSONField("结果", null=True, blank=True)
    approval = models.JSONField("批准", default=dict)
    reason = models.TextField("取消原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "选举"
        indexes = [models.Index(fields=["org_path", "state", "-opened_at"], name="election_scope")]

    def get_absolute_url(self) -> str:
        return reverse("elections:one", args=[self.pk])

    @property
    def state_label(self) -> str:
        from .lifecycle import ELECTION

        return ELECTION.by_state[self.state].label

    @property
    def of_persons(self) -> bool:
        """Candidates stand on the ballot; otherwise one matter of which only the sums are opened."""
        return self.kind not in SUMMED

    @property
    def last(self) -> Round | None:
        """The round that runs, or ran last."""
        return self.rounds.order_by("-number").first()


class Candidate(models.Model):
    """Somebody who stands, in the order of the strokes of the surname (ELE-12); of a matter: what is voted on."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="candidates")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=200)
    note = models.CharField("简况", max_length=200, blank=True)
    place = models.PositiveSmallIntegerField("次序")

    class Meta:
        ordering = ["place"]
        verbose_name = verbose_name_plural = "候选人"
        constraints = [models.UniqueConstraint(fields=["election", "place"], name="candidate_place")]

    def __str__(self) -> str:
        return self.name


class Voter(models.Model):
    """Somebody on the roll. number: as it is published, for 另选他人. No time, and nothing of what was voted.

    without: why there is no vote (ELE-14); excused: agreed not to be counted among those who should come; here: checked
    in at the meeting; paper: holds a sheet of paper instead of a slip.
    """

    election = models.ForeignKey(Election, models.CASCADE, related_name="voters")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("姓名", max_length=60)
    number = models.PositiveIntegerField("名册号")
    without = models.CharField("没有选举权的原因", max_length=10, choices=list(WITHOUT.items()), blank=True)
    excused = models.BooleanField("不计入应到", default=False)
    here = models.BooleanField("到会", default=False)
    paper = models.BooleanField("领纸质票", default=False)

    class Meta:
        ordering = ["number"]
        verbose_name = verbose_name_plural = "选举名册"
        constraints = [models.UniqueConstraint(fields=["election", "number"], name="voter_number")]

    def __str__(self) -> str:
        return self.name


class Scrutineer(models.Model):
    """监票人 of a meeting, each with a key of their own in every round (V05)."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="scrutineers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    name = models.CharField("姓名", max_length=60)
    role = models.CharField("职责", max_length=10, choices=list(ROLES.items()), default="scrutineer")

    class Meta:
        ordering = ["pk"]
        verbose_name = verbose_name_plural = "监票人"
        constraints = [models.UniqueConstraint(fields=["election", "person"], name="scrutineer_once")]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """One vote: its published texts, the key that the server adds, how many were there and what was opened.

    names: what stands on the ballot, by place: {"name", "candidate": key} or {"name", "voter": number};
    keys: {scrutineer key: trustee key as published}; served: the server's own secret, one more than the scrutineers';
    slips: public credentials of the slips that were handed out; due, present, issued, paper: frozen when it opens;
    opinions: 书面意见 that count, frozen with them, [[赞成, 不赞成, 弃权] by line];
    paper_back, sums: what two people counted of the paper; result: `tallies.Result` as it was opened.
    """

    election = models.ForeignKey(Election, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField("第几轮")
    kind = models.CharField("种类", max_length=8, choices=list(ROUNDS.items()), default="first")
    seats = models.PositiveSmallIntegerField("名额")
    names = models.JSONField("选票上的姓名", default=list)
    uuid = models.CharField("选举代号", max_length=24, unique=True)
    keys = models.JSONField("监票人的公钥", default=dict)
    served = SealedTextField("服务器的密钥", blank=True)
    trustees = models.TextField("密钥", blank=True)
    text = models.TextField("选举文本", blank=True)
    slips = models.JSONField("投票凭证（公开部分）", default=list)
    tested = models.BooleanField("试投过", default=False)
    due = models.PositiveIntegerField("应到", default=0)
    present = models.PositiveIntegerField("到会", default=0)
    issued = models.PositiveIntegerField("发出电子凭证", default=0)
    paper = models.PositiveIntegerField("发出纸质票", default=0)
    opinions = models.JSONField("书面意见合计", default=list)
    timestamp = models.CharField(max_length=12, blank=True)
    opened_at = models.DateTimeField("开始投票", null=True, blank=True)
    closed_at = models.DateTimeField("停止投票", null=True, blank=True)
    paper_sums = models.JSONField("纸质票合计", null=True, blank=True)
    void = models.BooleanField("无效", default=False)
    result = models.JSONField("开出的票", null=True, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = verbose_name_plural = "选举的一轮"
        constraints = [models.UniqueConstraint(fields=["election", "number"], name="round_number")]

    def __str__(self) -> str:
        return f"{self.election_id}/{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("ballots:one", args=[self.uuid])

    def sheet(self, nameable: frozenset[int]) -> Sheet:
        """What is printed on its ballots; in a run-off nobody else is named."""
        others = self.election.others if self.kind != "runoff" else 0
        return Sheet(len(self.names), self.seats, min(others, self.seats), nameable if others else frozenset())


class Link(models.Model):
    """One event of the chain with the texts that came with it; never changed, never taken away.

    texts: in the order of the file; the event's own text follows them.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="links")
    height = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    texts = models.JSONField(default=list)
    event = models.TextField()
    hash = models.CharField(max_length=64)
    #: of a ballot: its tracker and whose slip; of a shuffle or a decryption: the owner's number
    tracker = models.CharField(max_length=44, blank=True)
    credential = models.CharField(max_length=64, blank=True)
    owner = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["height"]
        verbose_name = verbose_name_plural = "选举档案的一节"
        constraints = [
            models.UniqueConstraint(fields=["round", "height"], name="link_height"),
            models.UniqueConstraint(
                fields=["round", "tracker"], condition=~models.Q(tracker=""), name="link_ballot_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.height}"


class PaperTally(models.Model):
    """The paper ballots of a round as one of two people counted them, sealed until both agree (V06)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="papers")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="计票人")
    numbers = SealedTextField("纸质票计数")

    class Meta:
        verbose_name = verbose_name_plural = "纸质票计数"
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="paper_tally_once")]

    def __str__(self) -> str:
        return f"{self.round_id}"


class Opinion(models.Model):
    """书面意见 on an admission, handed in before the meeting by somebody who cannot come, under their own name (DEV-15).

    marks: `counting.YES`, `NO` or `ABSTAIN` for each line, as JSON. It counts while its author is not there, and is
    destroyed with the count, when only the sums are left in `Round.opinions`.
    """

    voter = models.OneToOneField(Voter, models.CASCADE, related_name="opinion")
    marks = SealedTextField("书面意见")

    class Meta:
        verbose_name = verbose_name_plural = "书面意见"

    def __str__(self) -> str:
        return f"{self.voter_id}"


class ElectionStep(StepBase):
    case = models.ForeignKey(Election, models.CASCADE, related_name="steps")


def named(choice: tuple[str, int], names: list[dict[str, Any]], roll: dict[int, str]) -> str:
    """The name behind a choice of the count."""
    kind, at = choice
    return str(names[at]["name"]) if kind == "c" else roll[at]
