"""Figures of organisations, kept beside the files they are counted from (decision 0020)."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.organisations.models import Organisation


class Headcount(models.Model):
    """How many are on the roster of one organisation itself, by what is asked most: read by `headcounts` alone."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="+")
    applicant = models.PositiveIntegerField(default=0)
    activist = models.PositiveIntegerField(default=0)
    candidate = models.PositiveIntegerField(default=0)
    probationary = models.PositiveIntegerField(default=0)
    member = models.PositiveIntegerField(default=0)
    women = models.PositiveIntegerField(default=0)
    minority = models.PositiveIntegerField(default=0)
    college = models.PositiveIntegerField(default=0)
    born_before = models.PositiveIntegerField(default=0)
    born_1950 = models.PositiveIntegerField(default=0)
    born_1960 = models.PositiveIntegerField(default=0)
    born_1970 = models.PositiveIntegerField(default=0)
    born_1980 = models.PositiveIntegerField(default=0)
    born_1990 = models.PositiveIntegerField(default=0)
    born_2000 = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "在册人数"

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.member}"


class Recount(models.Model):
    """An organisation whose `Headcount` does not hold any more: written by the database with the change itself.

    No foreign key and no uniqueness: two who change files of one branch never wait for each other here.
    """

    organisation_id = models.BigIntegerField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "待重数的组织"

    def __str__(self) -> str:
        return str(self.organisation_id)
