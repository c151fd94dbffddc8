"""The jobs room: later, again, and on time."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig, apps
from django.utils.module_loading import module_has_submodule

from lianxin.kernel.actor import grant


class JobsConfig(AppConfig):
    name = "lianxin.foundation.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        from lianxin.ui.registry import Item, add_desk_item

        grant("admin", "jobs.read", "jobs.revive")
        add_desk_item(Item("jobs", "后台任务", "/workbench/jobs/", "gear", verb="jobs.read", order=86, group="house"))
        for room in apps.get_app_configs():
            if room.name.startswith("lianxin.") and room.module and module_has_submodule(room.module, "jobs"):
                collect(f"{room.name}.jobs")


def collect(module: str) -> None:
    """Load a room's jobs. Rooms that may not import this one declare theirs as data:
    ``PULSES = ((name, seconds, function), …)`` and ``PERIODIC = ((name, cron, function), …)``.
    """
    from . import registry

    loaded = import_module(module)
    for name, seconds, function in getattr(loaded, "PULSES", ()):
        registry.add_pulse(name, seconds, function)
    for name, cron, function in getattr(loaded, "PERIODIC", ()):
        registry.add_periodic(name, cron, function)
