from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "lianxin.membership.upkeep"
    label = "upkeep"
    verbose_name = "支部建设"

    def ready(self) -> None:
        from .wiring import connect

        connect()
