from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "lianxin.membership.gatherings"
    label = "gatherings"
    verbose_name = "组织生活"

    def ready(self) -> None:
        from .wiring import connect

        connect()
