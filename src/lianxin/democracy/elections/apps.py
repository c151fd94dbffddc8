from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "lianxin.democracy.elections"
    label = "elections"
    verbose_name = "选举"

    def ready(self) -> None:
        from .wiring import connect

        connect()
