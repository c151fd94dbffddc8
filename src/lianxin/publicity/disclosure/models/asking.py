"""依申请公开: somebody asks for something that is not shown yet (DIS-03). Read by the asker and the staff alone."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine.sealed import SealedTextField

from ..words import STAGES


class Request(CaseBase):
    """One request with its decision."""

    author = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    nickname = models.CharField("昵称", max_length=30, default="群众")
    contact_email = SealedTextField("邮箱", blank=True)
    title = models.CharField("想了解什么", max_length=200)
    body = models.TextField("具体内容", blank=True)
    code_hash = models.CharField(max_length=128, blank=True, db_index=True)
    submission_key = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique or unknown
    answer = models.TextField("答复", blank=True)
    reason = models.CharField("不公开的理由", max_length=20, blank=True)
    answered_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    secrecy_checked = models.BooleanField("已作保密审查", default=False)
    extended = models.BooleanField(default=False)
    late = models.BooleanField("超过期限", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "org_path", "due_at"], name="disclosure_req_work"),
            models.Index(fields=["author", "-opened_at"], name="disclosure_req_author"),
            models.Index(fields=["org_path", "opened_at"], name="disclosure_req_opened"),
        ]
        verbose_name = verbose_name_plural = "公开申请"

    @property
    def stage(self) -> str:
        from ..lifecycle import REQUEST

        return REQUEST.by_state[self.state].stage

    @property
    def stage_label(self) -> str:
        return STAGES[self.stage][0]

    @property
    def stage_tone(self) -> str:
        return STAGES[self.stage][1]


class RequestStep(StepBase):
    case = models.ForeignKey(Request, models.CASCADE, related_name="steps")


class RequestClock(ClockBase):
    case = models.ForeignKey(Request, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="disclosure_req_alert")]
