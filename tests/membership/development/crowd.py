"""Many ways of one branch, for the tests that count statements and look at full pages."""

from __future__ import annotations

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.membership.development.models import Development
from lianxin.membership.dossiers.models import Member

_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"


def crowd(like: Development, many: int) -> list[Development]:
    """Copies of a way with people of their own."""
    made = []
    for n in range(many):
        person = Person.objects.create(nickname=f"甲{n}")
        member = Member.objects.create(
            person=person,
            organisation=like.organisation,
            org_path=like.org_path,
            name=f"{_NAMES[n % 16]}小{n}",
            stage=like.member.stage,
            born=like.member.born,
        )
        made.append(
            Development.objects.create(
                member=member,
                organisation=like.organisation,
                org_path=like.org_path,
                state=like.state,
                dates=like.dates,
                facts=like.facts,
                opened_at=timezone.now(),
                due_at=like.due_at,
                due_clock=like.due_clock,
            )
        )
    return made
