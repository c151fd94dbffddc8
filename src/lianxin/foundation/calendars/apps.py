"""The calendars room: an organisation's own days off, make-up days and working hours."""

from __future__ import annotations

from typing import ClassVar

from django.apps import AppConfig

from lianxin.kernel.actor import grant


class CalendarsConfig(AppConfig):
    name = "lianxin.foundation.calendars"
    label = "calendars"
    verbose_name = "工作日历"

    #: sentences of this room's audit codes; the audit room is a neighbour and reads them here
    audit_sentences: ClassVar = {
        "calendars.set_day": "把 {day} 设为{kind}（{name}）",
        "calendars.clear_day": "取消了 {day} 的单独设置（{kind}）",
        "calendars.set_hours": "把上班时间改为 {hours}",
        "calendars.clear_hours": "取消了单独的上班时间，改为沿用上级",
    }

    def ready(self) -> None:
        from lianxin.ui.registry import Item, add_desk_item

        # One who answers letters must not be able to move their deadline, so only the administrator may.
        grant("admin", "calendars.edit")
        add_desk_item(Item("calendar", "工作日历", "/workbench/calendar/", "calendar", verb="calendars.edit", order=80))
