"""Questions about accounts, appointments and keepers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import NegatedExpression

from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor, Duty, posts_with

from .models import Account, Appointment, Keeping, Person

#: keys in one statement: databases bound how many
_AT_ONCE = 900


def in_force(on: date | None = None) -> QuerySet[Appointment]:
    """Appointments that hold on a day (today by default)."""
    day = on or moment.today()
    return Appointment.objects.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


def actor_for(account: Account) -> Actor:
    """The actor behind an account: its person and the duties in force today. One statement."""
    return actor_of(account.person)


def account_of_phone(phone: str) -> Account | None:
    """The account whose verified phone this is, when its person holds no duty: staff come back through their administrator."""
    rows = Account.objects.filter(person__phone_index=blind_index(phone), person__phone_verified_at__isnull=False)
    found = rows.filter(is_active=True).select_related("person").first()
    return found if found is not None and not in_force().filter(person=found.person_id).exists() else None


#: `in_force` for one person. Written as SQL because every signed-in request asks it: building it takes ten times as long
_DUTIES = """SELECT post, organisation_id, org_path, id FROM accounts_appointment
    WHERE person_id = %s AND since <= %s AND (until IS NULL OR until >= %s) ORDER BY org_path, post, id"""


def actor_of(person: Person) -> Actor:
    """The actor of a person, with the duties in force today. One statement."""
    today = connection.ops.adapt_datefield_value(moment.today())
    with connection.cursor() as cursor:
        cursor.execute(_DUTIES, [person.pk, today, today])
        duties = tuple(Duty(*row) for row in cursor.fetchall())
    return Actor(kind="staff" if duties else "citizen", person_id=person.pk, name=person.nickname, duties=duties)


def holders(verb: str, org_path: str, *, exclude: Iterable[int] = ()) -> list[int]:
    """Persons whose duty covers the path with the verb, those of the nearest organisation first."""
    posts = posts_with(verb)
    rows = in_force().filter(post__in=posts, org_path__in=ancestors_of(org_path)).exclude(person_id__in=set(exclude))
    ordered = sorted(rows.values_list("org_path", "person_id"), key=lambda row: (-len(row[0]), row[1]))
    return list(dict.fromkeys(person for _, person in ordered))


def nearest_holders(verb: str, org_path: str, *, exclude: Iterable[int] = ()) -> list[int]:
    """Only those of `holders` that sit in the nearest organisation which has one."""
    posts = posts_with(verb)
    rows = in_force().filter(post__in=posts, org_path__in=ancestors_of(org_path)).exclude(person_id__in=set(exclude))
    found: dict[str, list[int]] = {}
    for path, person in rows.values_list("org_path", "person_id"):
        found.setdefault(path, []).append(person)
    return sorted(set(found[max(found, key=len)])) if found else []


def people_below(org_path: str) -> list[int]:
    """Persons with an appointment today at the organisation of the path or below it."""
    rows = in_force().filter(subtree("org_path", [org_path]))
    return sorted(set(rows.values_list("person_id", flat=True)))


def without_account(people: Sequence[int]) -> int:
    """How many of those persons read nothing online, because they have no account that is open: a number, no names (B02)."""
    found = 0
    for start in range(0, len(people), _AT_ONCE):
        some = people[start : start + _AT_ONCE]
        found += len(some) - Account.objects.filter(is_active=True, person__in=some).count()
    return found


def appointments_at(organisation_id: int, verb: str) -> QuerySet[Appointment]:
    """Appointments at exactly this organisation whose post may do the verb."""
    rows = in_force().filter(organisation_id=organisation_id, post__in=posts_with(verb))
    return rows.select_related("person", "organisation")


def appointment_by_id(pk: int) -> Appointment | None:
    return in_force().filter(pk=pk).select_related("person", "organisation").first()


def nicknames(ids: Iterable[int | None]) -> dict[int, str]:
    """Nicknames by person id, one statement."""
    return dict(Person.objects.filter(pk__in={i for i in ids if i}).values_list("pk", "nickname"))


def person_by_id(pk: int) -> Person | None:
    return Person.objects.filter(pk=pk).first()


def duty_labels(actor: Actor) -> list[str]:
    """ "渡口村党支部 书记" for each duty, nearest to the leaves first."""
    rows = in_force().filter(person_id=actor.person_id or 0).select_related("organisation").order_by("-org_path")
    return [str(row) for row in rows]


def vacant_or_silent(
    paths: Iterable[str], silent_days: int, limits: Mapping[str, int] | None = None
) -> QuerySet[Keeping]:
    """Columns without a keeper or without activity for too long (F01, R016, R017), of organisations in being.

    `vacant` of each row: nobody is named, or the one who is has no post anywhere any more. limits: days of columns that have a limit of their own, by their name; all others have `silent_days`.
    """
    now, own = moment.now(), limits or {}
    silent = ~Q(column__in=list(own)) & Q(last_activity_at__lt=now - timedelta(days=silent_days))
    for column, days in own.items():
        silent |= Q(column=column, last_activity_at__lt=now - timedelta(days=days))
    rows = Keeping.objects.filter(subtree("org_path", paths), organisation__closed_on=None)
    rows = rows.select_related("organisation", "keeper", "deputy").annotate(vacant=gone("keeper"))
    return rows.filter(Q(vacant=True) | silent | Q(last_activity_at=None)).order_by(
        "org_path", F("last_activity_at").asc(nulls_first=True)
    )


def gone(name: str) -> NegatedExpression:
    """For a query on rows that name a person in the column `name`: nobody, or somebody whose posts have all ended (F01)."""
    return ~Exists(in_force().filter(person=OuterRef(name)))


def keepers(organisation_id: int) -> QuerySet[Keeping]:
    rows = Keeping.objects.filter(organisation_id=organisation_id)
    return rows.select_related("keeper", "deputy").order_by("column")
