from django.apps import AppConfig


class MobilityConfig(AppConfig):
    name = "lianxin.membership.mobility"
    label = "mobility"
    verbose_name = "流动党员"

    def ready(self) -> None:
        from .wiring import connect

        connect()
