"""Problems on their way to being mended, and the papers that committees decide with. No row is about a person."""

from __future__ import annotations

from datetime import datetime, time

from django.db import models
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.posts import POSTS as ALL_POSTS
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager
from lianxin.membership.gatherings.models import Gathering
from lianxin.voice.letters.models import Letter, Topic

from .words import BETTER, KINDS, METRICS, ORIGINS, PUBLICATION, STAGES, UNITS


class Improvement(CaseBase):
    """One problem. `organisation` mends it, `set_by` put it down: itself, or one above.

    Evidence from letters is frozen when it is entered (`frozen`) and computed again at the end (`again`).
    """

    key = models.CharField(max_length=40, unique=True)
    set_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="提出单位")
    set_path = OrgPathField()
    origin = models.CharField("从哪里发现的", max_length=10, choices=list(ORIGINS.items()))
    kind = models.CharField("哪一类", max_length=10, choices=list(KINDS.items()))
    title = models.CharField("题目", max_length=60)
    problem = models.TextField("问题")
    cause = models.TextField("原因", blank=True)
    wanted = models.TextField("要达到的结果")
    due_on = models.DateField("整改期限")
    extensions = models.PositiveSmallIntegerField("延期次数", default=0)
    reminded = models.PositiveSmallIntegerField(default=0)
    objected = models.BooleanField("提过异议", default=False)
    round = models.PositiveSmallIntegerField("第几次整改", default=1)

    metric = models.CharField("用什么衡量", max_length=10, choices=list(METRICS.items()))
    unit = models.CharField("单位", max_length=12)
    better = models.CharField("方向", max_length=4, choices=list(BETTER.items()))
    before = models.FloatField("整改前")
    goal = models.FloatField("目标")
    after = models.FloatField("整改后", null=True, blank=True)
    before_n = models.PositiveIntegerField(null=True, blank=True)
    after_n = models.PositiveIntegerField(null=True, blank=True)
    figure_source = models.CharField("数字从哪里来", max_length=200, blank=True)
    frozen = models.JSONField("登记时的证据", default=dict)
    again = models.JSONField("整改后的证据", default=dict)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="事项")
    area = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="哪个地方"
    )
    since = models.DateField("统计起", null=True, blank=True)
    until = models.DateField("统计止", null=True, blank=True)
    gathering = models.ForeignKey(
        Gathering, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会议"
    )

    result = models.TextField("整改结果", blank=True)
    #: letters of the same matter and place since it was closed, or since somebody looked at them
    again_n = models.PositiveIntegerField(default=0)
    again_from = models.DateTimeField(null=True, blank=True)

    publication = models.CharField(max_length=8, choices=list(PUBLICATION.items()), default="inside")
    asked_at = models.DateTimeField("提请公开时间", null=True, blank=True)
    #: whether the organisation that mends it is asked before it is shown (F03)
    asks_them = models.BooleanField(default=False)
    answer = models.TextField("单位说明", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField("公开时间", null=True, blank=True)
    #: everybody reads what was written until then; later words wait for the next release (M01)
    shown_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "整改"
        indexes = [
            models.Index(fields=["org_path", "state", "due_on"], name="improving_scope"),
            models.Index(fields=["publication", "-published_at"], name="improving_public"),
            models.Index(fields=["state", "due_on"], name="improving_due"),
        ]

    def get_absolute_url(self) -> str:
        return f"/improvements/{self.pk}/"

    @property
    def state_label(self) -> str:
        """The state in words."""
        from .lifecycle import IMPROVEMENT

        return IMPROVEMENT.by_state[self.state].label

    @property
    def stage(self) -> str:
        from .lifecycle import IMPROVEMENT

        return IMPROVEMENT.by_state[self.state].stage

    @property
    def stage_label(self) -> str:
        return STAGES[self.stage][0]

    @property
    def tone(self) -> str:
        return STAGES[self.stage][1]

    @property
    def own(self) -> bool:
        """Put down by the organisation for itself."""
        return self.set_by_id == self.organisation_id

    @property
    def is_public(self) -> bool:
        return self.publication == "public"

    @property
    def deadline(self) -> datetime | None:
        """Until when the next step is due: the running promise, or in work the end of the organisation's own day."""
        if self.state == "working":
            return timezone.make_aware(datetime.combine(self.due_on, time.max))
        return self.due_at

    @property
    def shown_unit(self) -> str:
        return UNITS.get(self.metric, self.unit)

    @property
    def reached(self) -> bool | None:
        """Whether the goal was reached; None before it was measured again."""
        if self.after is None:
            return None
        return self.after <= self.goal if self.better == "less" else self.after >= self.goal


class Measure(models.Model):
    """One measure: a post answers for it until a day."""

    case = models.ForeignKey(Improvement, models.CASCADE, related_name="measures")
    text = models.TextField("措施")
    post = models.CharField("责任岗位", max_length=20, choices=list(ALL_POSTS.items()))
    due_on = models.DateField("哪天前")
    done_on = models.DateField("完成日期", null=True, blank=True)
    done_note = models.TextField("怎么做的", blank=True)
    key = models.CharField(max_length=40)
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "整改措施"
        ordering = ["due_on", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="improving_measure_once")]

    def __str__(self) -> str:
        return f"{self.due_on} {self.get_post_display()}"


class Source(models.Model):
    """A letter that a problem came from."""

    case = models.ForeignKey(Improvement, models.CASCADE, related_name="sources")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "来源留言"
        constraints = [models.UniqueConstraint(fields=["case", "letter"], name="improving_letter_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.letter_id}"


class ImprovementStep(StepBase):
    case = models.ForeignKey(Improvement, models.CASCADE, related_name="steps")


class ImprovementClock(ClockBase):
    case = models.ForeignKey(Improvement, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="improving_alert")]


class Advice(models.Model):
    """决策参考: one version for an organisation and a period. The machine counts (`content`), people write and sign.

    A signed version never changes; another one is made beside it.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="党组织")
    org_path = OrgPathField()
    since = models.DateField("自")
    until = models.DateField("至（不含）")
    version = models.PositiveSmallIntegerField("版本")
    content = models.JSONField("统计内容", default=dict)
    summary = models.TextField("主要情况")
    proposals = models.TextField("建议", blank=True)
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField("生成时间")
    edited_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    edited_at = models.DateTimeField("修改时间", null=True, blank=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    signed_as = models.CharField("审定岗位", max_length=40, blank=True)
    signed_at = models.DateTimeField("审定时间", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=40, unique=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "决策参考"
        indexes = [models.Index(fields=["org_path", "-until"], name="improving_papers")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "since", "until", "version"], name="improving_advice_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.since} 第 {self.version} 版"

    @property
    def signed(self) -> bool:
        return self.signed_at is not None
