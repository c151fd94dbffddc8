"""One person, one file: who they are in the Party, and everything that happened."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import AtHome, ByteOrderField, HomeManager
from lianxin.foundation.spine.sealed import SealedTextField

from ..codes import choices
from ..names import spelled
from ..words import EVENTS, IN_PARTY, RECORDS, SECRET_RECORDS, STAGES, STANDINGS


class Member(AtHome):
    """电子档案 of a member, or of somebody on the way. Phone and identity number are the person's and sealed there.

    The name stands here in clear because a roster is looked through by name and pinyin; pages outside the scope of
    the organisation never see the row. Where the organisation stands is written at the organisation alone (decision
    0020); ``org_path`` can be asked and filtered all the same.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="member")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="members", db_index=False)
    name = ByteOrderField("姓名", max_length=40)
    pinyin = ByteOrderField(max_length=120)
    initials = ByteOrderField(max_length=40)
    stage = models.CharField("人员类别", max_length=12, choices=list(STAGES.items()))
    standing = models.CharField("在册情况", max_length=10, choices=list(STANDINGS.items()), default="active")
    sex = models.CharField("性别", max_length=1, choices=choices("sex"), blank=True)
    ethnicity = models.CharField("民族", max_length=2, choices=choices("ethnicity"), blank=True)
    born = models.DateField("出生日期", null=True, blank=True)
    education = models.CharField("学历", max_length=2, choices=choices("education"), blank=True)
    joined_on = models.DateField("入党日期", null=True, blank=True)
    full_since = models.DateField("转正日期", null=True, blank=True)
    occupation = models.CharField("工作岗位", max_length=40, blank=True)
    work_unit = models.CharField("工作单位", max_length=80, blank=True)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = HomeManager()

    class Meta:
        verbose_name = verbose_name_plural = "党员档案"
        indexes = [
            # the order of a roster, and all that a search in a scope looks at: no row is read before it is shown
            models.Index(
                fields=["organisation", "standing", "stage", "name", "id", "pinyin", "initials"], name="member_home"
            ),
            # the day of birth stands in it for the sake of files that may be one person's
            models.Index(fields=["name", "born", "organisation"], name="member_name"),
            models.Index(fields=["pinyin", "organisation"], name="member_pinyin"),
            models.Index(fields=["initials", "organisation"], name="member_initials"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.pinyin, self.initials = spelled(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature

    @property
    def in_party(self) -> bool:
        return self.stage in IN_PARTY and self.standing == "active"


class MemberEvent(models.Model):
    """One thing that happened; never changed afterwards. `text` says it in a sentence without sealed words."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=list(EVENTS.items()))
    on = models.DateField("日期")
    text = models.CharField("内容", max_length=300)
    at = models.DateTimeField("登记时间", auto_now_add=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = verbose_name_plural = "档案经过"
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on} {self.text}"


class MemberRecord(models.Model):
    """学习、工作、职务、奖励、处分: what a file holds beside its first page. Sealed, as sanctions must be (P02)."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="records")
    kind = models.CharField("种类", max_length=10, choices=[(code, words[0]) for code, words in RECORDS.items()])
    #: level of education or kind of sanction, by the table of the kind (`words.RECORD_CODES`); its word begins the text
    code = models.CharField("代码", max_length=4, blank=True)
    since = models.DateField("起", null=True, blank=True)
    until = models.DateField("止", null=True, blank=True)
    text = SealedTextField("内容")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "档案内容"
        ordering = ["kind", "-since", "-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.since or ''}"

    @property
    def secret(self) -> bool:
        """Masked on pages for others than its person."""
        return self.kind in SECRET_RECORDS
