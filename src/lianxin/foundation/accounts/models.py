"""Persons, their accounts and their appointments.

A person is identified in the background and shown by a nickname in front (CMT-01, R159): the real
name, phone and identity number are sealed, the nickname is what other citizens read.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField
from lianxin.foundation.spine.sealed import SealedTextField, blind_index

from .posts import POSTS


class Person(models.Model):
    """A human being known to the platform."""

    name = SealedTextField("姓名", blank=True)
    nickname = models.CharField("昵称", max_length=30)
    phone = SealedTextField("手机号", blank=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    email = SealedTextField("电子邮箱", blank=True)
    identity_number = SealedTextField("居民身份证号", blank=True)
    identity_index = models.CharField(max_length=64, blank=True, db_index=True)
    phone_verified_at = models.DateTimeField("手机核验时间", null=True, blank=True)
    identity_verified_at = models.DateTimeField("身份核验时间", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        constraints = [
            # a verified phone signs in, so it must lead to one person
            models.UniqueConstraint(
                fields=["phone_index"],
                condition=models.Q(phone_verified_at__isnull=False) & ~models.Q(phone_index=""),
                name="person_verified_phone",
            )
        ]

    def __str__(self) -> str:
        return self.nickname

    def save(self, *args: object, **kwargs: object) -> None:
        self.phone_index = blind_index(self.phone) if self.phone else ""
        self.identity_index = blind_index(self.identity_number) if self.identity_number else ""
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # Django's own signature

    @property
    def verified(self) -> bool:
        """Identity checked in the background (后台实名)."""
        return bool(self.phone_verified_at or self.identity_verified_at)


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, username: str, password: str | None, person: Person, **more: object) -> Account:
        account = self.model(username=username, person=person, **more)
        account.set_password(password)
        account.save()
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser, PermissionsMixin):
    """The key to the house: user name or phone, and a password; TOTP besides for staff."""

    username = models.CharField("用户名", max_length=60, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    email = models.EmailField("登录邮箱", blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        constraints = [models.CheckConstraint(condition=Q(is_superuser=False), name="account_no_superuser")]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        """What colleagues call the person; libraries ask by this name (Wagtail's desk)."""
        return self.person.nickname or self.username

    # Rights follow appointments alone. Groups are their shadow, which libraries (Wagtail's desk) ask; the room that
    # brings such a library keeps them true. There is no superuser, and the database does not take one.
    is_staff = False


class Appointment(models.Model):
    """任职: a person holds a post at an organisation from one day to another (inclusive)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    post = models.CharField("岗位", max_length=30, choices=list(POSTS.items()))
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="appointments")
    org_path = OrgPathField(db_index=True)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)
    full_time = models.BooleanField("专职", default=False)
    basis = models.CharField("任命依据", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["org_path", "post", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "post", "organisation"], condition=Q(until=None), name="one_open_appointment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.get_post_display()}"

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)


class Keeping(models.Model):
    """责任人: each column or site has a named keeper and a deputy; silence is noticed (F01, R016, R017)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="keepings")
    org_path = OrgPathField(db_index=True)
    column = models.CharField("栏目", max_length=40)
    label = models.CharField("栏目名称", max_length=40)
    keeper = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="kept")
    deputy = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="kept_as_deputy")
    last_activity_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "栏目责任人"
        constraints = [models.UniqueConstraint(fields=["organisation", "column"], name="one_keeping_per_column")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.label}"


class Joining(models.Model):
    """合并人员: two rows that were one person. The row `gone` stays, emptied; `moved` says what it gave, for the way back.

    before: what stood in the row that was emptied, as JSON.
    """

    gone = models.ForeignKey(Person, models.PROTECT, related_name="joinings_away")
    kept = models.ForeignKey(Person, models.PROTECT, related_name="joinings")
    reason = SealedTextField("理由", blank=True)
    moved = models.JSONField(default=dict)
    before = SealedTextField("合并以前的内容")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField("合并时间")
    undone_at = models.DateTimeField("拆开时间", null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    undone_for = SealedTextField("为什么拆开", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "人员合并"
        constraints = [models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="one_joining_away")]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
