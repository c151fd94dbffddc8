"""Who may appoint, and who must sign in with a second factor."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .models import Account, Appointment, Person
from .posts import HELP_REASONS, POSTS

PHONE_TAKEN = Denied("这个手机号已用于另一个账号。", code="taken", field="phone")
NAME_TAKEN = Denied("这个用户名已经有人用了，请换一个。", code="taken", field="username")
POST_HELD = Denied("此人已在任这个岗位。", code="already", field="post")


def phone_is_free(phone: str, person: Person) -> Decision:
    """A verified phone signs in, so it belongs to one person."""
    others = Person.objects.filter(phone_index=blind_index(phone), phone_verified_at__isnull=False)
    return PHONE_TAKEN if others.exclude(pk=person.pk).exists() else Allowed()


def name_is_free(username: str) -> Decision:
    return NAME_TAKEN if Account.objects.filter(username=username).exists() else Allowed()


def post_is_free(person: Person, post: str, organisation: Organisation) -> Decision:
    """A second open appointment of the same kind would end only one of the two later."""
    held = Appointment.objects.filter(person=person, post=post, organisation=organisation, until=None)
    return POST_HELD if held.exists() else Allowed()


def may_appoint(actor: Actor, organisation: Organisation, person_id: int) -> Decision:
    """Keepers of accounts appoint inside their subtree, and never themselves."""
    if not actor.may("accounts.edit", organisation.org_path):
        return OUT_OF_SCOPE
    if organisation.closed_on:
        return Denied(f"“{organisation}”已撤销，不能再任命。", code="closed", field="organisation")
    if actor.is_person(person_id):
        return Denied("不能任命自己，请由另一位管理员办理。", code="own_work")
    return Allowed()


def term_is_sound(post: str, since: date, until: date | None) -> Decision:
    """The post exists and the term does not end before it begins."""
    if post not in POSTS:
        return Denied("没有这个岗位。", code="unknown_post", field="post")
    if until and until < since:
        return Denied("任期结束不能早于开始。", code="term", field="until")
    return Allowed()


def may_end(actor: Actor, appointment: Appointment) -> Decision:
    return may_appoint(actor, appointment.organisation, appointment.person_id)


def may_correct(actor: Actor, appointment: Appointment, *, full_time: bool, was: bool) -> Decision:
    """As for ending it; nobody overwrites what a colleague mended meanwhile, and nothing is written twice."""
    right = may_end(actor, appointment)
    if isinstance(right, Denied):
        return right
    if appointment.full_time != was:
        return Denied("已经有同志更正过了，请看现在的登记。", code="stale", field="full_time")
    if full_time == was:
        return Denied("没有改动。", code="same", field="full_time")
    return Allowed()


def may_help_sign_in(actor: Actor, account: Account) -> Decision:
    """Whoever keeps the accounts of every place where the person serves (P04, P05).

    One post outside the scope is enough to refuse: the new password would open that post too.
    """
    if actor.kind == "system":
        return Allowed()
    if not actor.has("accounts.edit"):
        return Denied("您的岗位不能重置密码。", code="no_right")
    if actor.is_person(account.person_id):
        return Denied("自己的密码请在“我的”里修改。", code="own_work")
    paths = list(account.person.appointments.values_list("org_path", "until"))
    if not any(actor.may("accounts.edit", path) for path, _ in paths):
        return OUT_OF_SCOPE
    today = moment.today()
    if all(actor.may("accounts.edit", path) for path, until in paths if until is None or until >= today):
        return Allowed()
    return Denied(
        "这位同志在您管理范围以外还有任职，您不能重置。", code="beyond", remedy="请上级单位的系统管理员办理。"
    )


def reason_is_known(reason: str) -> Decision:
    return Allowed() if reason in HELP_REASONS else Denied("请选择原因。", code="choose", field="reason")
