from django.apps import AppConfig


class RollupsConfig(AppConfig):
    name = "lianxin.membership.rollups"
    label = "rollups"
    verbose_name = "逐级汇总"

    def ready(self) -> None:
        from .wiring import connect

        connect()
