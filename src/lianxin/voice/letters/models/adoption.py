"""采纳登记 (R099): what became of a suggestion, said by the office that answered it, seen through by a second person."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment

from ..words import TAKING, VERDICT_TONES, VERDICTS
from .letter import Letter


class Adoption(models.Model):
    """What stands about one letter, and beside it what waits for the second person. Only what stands is ever shown."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="adoption")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    verdict = models.CharField("采纳情况", max_length=10, choices=list(VERDICTS.items()), blank=True)
    reason = models.TextField("理由", blank=True)
    plan = models.TextField("将做什么", blank=True)
    post = models.CharField("由谁落实", max_length=60, blank=True)
    until = models.DateField("最迟", null=True, blank=True)
    done_on = models.DateField("落实日期", null=True, blank=True)
    done_text = models.TextField("做了什么", blank=True)
    #: photos of the round that was confirmed are shown, those of later rounds wait with their words
    photo_round = models.PositiveSmallIntegerField(default=0)
    #: corrections, oldest first: [{"on": "2025-03-04", "was": "采纳", "why": "..."}] (M06)
    corrections = models.JSONField("更正", default=list)
    shown_at = models.DateTimeField("公布时间", null=True, blank=True)
    confirmed_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    #: {"kind": "adopt" | "correct" | "done", ...} until the second person has decided
    proposed = models.JSONField(default=dict)
    proposed_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    rounds = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "采纳登记"
        indexes = [
            models.Index(fields=["-shown_at"], name="adoption_shown", condition=Q(shown_at__isnull=False)),
            # what waits for a signature, and promises that are not carried out yet: a handful, counted on every desk page
            models.Index(fields=["letter"], name="adoption_waiting", condition=Q(proposed_at__isnull=False)),
            models.Index(
                fields=["until"],
                name="adoption_promised",
                condition=Q(until__isnull=False, done_on__isnull=True, shown_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.get_verdict_display()}"

    @property
    def taken(self) -> bool:
        """Whether something was promised (采纳 or 部分采纳)."""
        return self.verdict in TAKING

    @property
    def tone(self) -> str:
        """Tone of the tag."""
        return VERDICT_TONES.get(self.verdict, "")

    @property
    def late(self) -> bool:
        """The promised day is over and nothing was reported."""
        return self.until is not None and self.done_on is None and self.until < moment.today()

    @property
    def correction_lines(self) -> list[tuple[date, str, str]]:
        """(day, what stood before, why) of each correction."""
        return [(date.fromisoformat(c["on"]), c["was"], c["why"]) for c in self.corrections]


def adoption_subject(pk: int, number: int) -> str:
    """Under which subject the photos of one round are kept."""
    return f"letter_adoption:{pk}.{number}"
