from django.apps import AppConfig


class DuesConfig(AppConfig):
    name = "lianxin.membership.dues"
    label = "dues"
    verbose_name = "党费"

    def ready(self) -> None:
        from .wiring import connect

        connect()
