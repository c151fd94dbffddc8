"""What the tests of the room do over and over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from lianxin.foundation.notices.models import Notice
from lianxin.kernel.actor import SYSTEM
from lianxin.membership.gatherings import actions as gatherings
from lianxin.membership.gatherings.models import Gathering
from lianxin.membership.mobility import actions
from lianxin.membership.mobility.models import Absence, Matter
from tests.factories import SHANGHAI, County

#: a Friday at ten in the morning
NOW = "2026-11-27T02:00:00+00:00"
NAMES = ("周禾苗", "吴春秋", "郑明亮", "王平安")


def at(text: str) -> datetime:
    """``"2026-12-01 15:00"`` in China."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def fresh(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


def standing(case: Matter) -> str:
    return fresh(case.member).standing


def told(code: str, person: Any) -> list[str]:
    return list(Notice.objects.filter(code=f"mobility.{code}", person=person).values_list("title", flat=True))


def held(
    county: County, code: str, kind: str, day: date, here: tuple[str, ...], leave: tuple[str, ...] = ()
) -> Gathering:
    """A filed gathering; those named were there, or on leave, all others who were called were not."""
    start = datetime(day.year, day.month, day.day, 15, tzinfo=SHANGHAI)
    one = gatherings.plan(
        actor=SYSTEM, organisation=county.organisations[code], kind=kind, key=f"{code}-{kind}-{day}",
        draft=gatherings.Draft(title="活动", starts_at=start, agenda="学习", place="村委会"),
    )  # fmt: skip
    gatherings.call(actor=SYSTEM, gathering=one, revision=one.revision)
    one = fresh(one)
    marks = {
        row.pk: "present" if row.member.name in here else "leave" if row.member.name in leave else "absent"
        for row in one.attendances.select_related("member")
    }
    from lianxin.foundation.spine import moment

    with moment.at(start.replace(hour=17)):
        gatherings.mark(actor=SYSTEM, gathering=one, marks=marks, revision=one.revision)
        one = fresh(one)
        return gatherings.close(
            actor=SYSTEM, gathering=one, host="书记", recorder="委员", minutes="学习讨论。", revision=one.revision
        )


def contact(county: County, row: Absence, on: date, *, reached: bool = True, who: str = "keeper", **more: Any) -> Any:
    said = {"way": "phone", "words": "通了电话，一切都好。", "key": f"{on}-{reached}"} | more
    return actions.contact(actor=county.actor(who), absence=row, on=on, reached=reached, **said)


def discuss(
    county: County, case: Matter, clock: Any, kind: str = "general_meeting", heard: str = "unreachable"
) -> Matter:
    """Told, waited for, discussed at a meeting of the branch."""
    case = actions.tell(
        actor=county.actor("keeper"), case=case, text="打电话、问家里人，都找不到。", revision=case.revision
    )
    clock.move_to(at("2026-12-10 10:00"))
    meeting = held(county, "QS01-B1", kind, date(2026, 12, 8), NAMES[1:])
    return actions.discuss(
        actor=county.actor("keeper"),
        case=case,
        heard=heard,
        meeting=meeting,
        text="支部大会讨论，同意上报。",
        revision=case.revision,
    )
