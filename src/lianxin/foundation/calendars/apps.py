"""The calendars room: an organisation's own days off, make-up days and working hours."""

from __future__ import annotations

from django.apps import AppConfig

from lianxin.kernel.actor import grant


class CalendarsConfig(AppConfig):
    name = "lianxin.foundation.calendars"
    label = "calendars"
    verbose_name = "工作日历"

    def ready(self) -> None:
        from lianxin.ui.registry import Item, add_desk_item

        # One who answers letters must not be able to move their deadline, so only the administrator may.
        grant("admin", "calendars.edit")
        add_desk_item(
            Item(
                "calendar",
                "工作日历",
                "/workbench/calendar/",
                "calendar",
                verb="calendars.edit",
                order=80,
                group="house",
            )
        )
