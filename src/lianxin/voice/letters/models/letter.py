"""群众留言: what a citizen wrote, and where it stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.sealed import SealedTextField

from ..words import KINDS, PUBLICATION, RATINGS, STAGES
from .topics import Topic


class Letter(CaseBase):
    """One letter. Personal contact is sealed; the public page is built from the other columns."""

    kind = models.CharField("类型", max_length=10, choices=list(KINDS.items()))
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")
    received_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="受理组织")
    title = models.CharField("标题", max_length=200)
    demand = models.CharField("诉求", max_length=400, blank=True)
    body = models.TextField("内容")
    place = models.CharField("地点", max_length=120, blank=True)
    place_public = models.BooleanField(default=True)
    lat = models.DecimalField("纬度 WGS-84", max_digits=9, decimal_places=6, null=True, blank=True)
    lon = models.DecimalField("经度 WGS-84", max_digits=9, decimal_places=6, null=True, blank=True)
    remark = SealedTextField("不公开的备注", blank=True)

    author = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    nickname = models.CharField("昵称", max_length=30, default="群众")
    author_verified = models.BooleanField(default=False)
    contact_name = SealedTextField(blank=True)
    contact_phone = SealedTextField(blank=True)
    contact_email = SealedTextField(blank=True)
    code_hash = models.CharField(max_length=128, blank=True, db_index=True)
    submission_key = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique or unknown

    source = models.CharField("来源", max_length=20, default="web")
    external_id = models.CharField("原编号", max_length=40, unique=True, null=True)  # noqa: DJ001 - unique or unknown
    external_hash = models.CharField(max_length=64, blank=True)
    assisted_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    assist_mode = models.CharField(max_length=20, blank=True)
    assist_confirmed_at = models.DateTimeField(null=True, blank=True)

    wants_public = models.BooleanField("愿意公开", default=True)
    publication = models.CharField(max_length=10, choices=list(PUBLICATION.items()), default="pending")
    published_at = models.DateTimeField(null=True, blank=True)
    appealed_at = models.DateTimeField("申诉公开的时间", null=True, blank=True)
    anonymised_at = models.DateTimeField(null=True, blank=True)

    # Four different facts: acknowledged is not forwarded is not answered is not solved.
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    #: working days from submission to the first substantive reply, without the pauses; fixed when it happens
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True)
    answer_late = models.BooleanField(null=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=12, blank=True)

    round = models.PositiveSmallIntegerField("第几轮办理", default=1)
    returns = models.PositiveSmallIntegerField(default=0)
    assigned_at = models.DateTimeField(null=True, blank=True)
    held_up_at = models.DateTimeField("承办单位回避、等改派的时间", null=True, blank=True)
    extended = models.BooleanField(default=False)
    urges = models.PositiveSmallIntegerField(default=0)
    followups = models.PositiveSmallIntegerField(default=0)
    followers = models.PositiveIntegerField(default=0)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        verbose_name = verbose_name_plural = "群众留言"
        indexes = [
            # public lists: newest published first, also inside an organisation or a kind
            models.Index(fields=["publication", "-published_at"], name="letter_public"),
            models.Index(fields=["publication", "-answered_at"], name="letter_public_answered"),
            # the columns after the time are there to be read: a town's list is found without touching its letters
            models.Index(
                fields=["publication", "org_path", "-published_at", "kind", "state", "topic"], name="letter_public_town"
            ),
            models.Index(fields=["publication", "kind", "-published_at"], name="letter_public_kind"),
            models.Index(fields=["publication", "state", "-published_at"], name="letter_public_state"),
            models.Index(fields=["publication", "topic", "-published_at"], name="letter_public_topic"),
            # work lists: most urgent first inside a scope
            models.Index(fields=["state", "org_path", "due_at"], name="letter_work"),
            models.Index(fields=["handler", "state", "due_at"], name="letter_handler"),
            models.Index(fields=["author", "-opened_at"], name="letter_author"),
            models.Index(fields=["state", "due_at"], name="letter_due"),
            models.Index(fields=["opened_at"], name="letter_opened"),
            models.Index(fields=["org_path", "opened_at"], name="letter_org_opened"),
            # appeals against not being shown: few, and counted on every desk page
            models.Index(fields=["org_path"], name="letter_appealed", condition=Q(appealed_at__isnull=False)),
            # letters whose office keeps away: as few, as often counted
            models.Index(fields=["org_path"], name="letter_held_up", condition=Q(held_up_at__isnull=False)),
        ]

    def get_absolute_url(self) -> str:
        return f"/letters/{self.pk}/"

    @property
    def is_public(self) -> bool:
        return self.publication == "public"

    @property
    def stage(self) -> str:
        from ..lifecycle import LETTER

        return LETTER.by_state[self.state].stage

    @property
    def origin_label(self) -> str:
        from ..origins import label_of

        return label_of(self.source)

    @property
    def rating_label(self) -> str:
        return RATINGS.get(self.rating or 0, "")

    @property
    def stage_label(self) -> str:
        return STAGES[self.stage][0]

    @property
    def stage_tone(self) -> str:
        return STAGES[self.stage][1]


class LetterStep(StepBase):
    case = models.ForeignKey(Letter, models.CASCADE, related_name="steps")

    class Meta(StepBase.Meta):
        # the feed of updates asks by time, across all letters
        indexes = [models.Index(fields=["at"], name="letter_step_at")]


def step_subject(pk: int) -> str:
    """Under which subject the photos of a step are kept, apart from those that the citizen sent."""
    return f"letter_step:{pk}"


class LetterClock(ClockBase):
    case = models.ForeignKey(Letter, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="letter_clock_alert")]
