from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "lianxin.membership.dossiers"
    label = "dossiers"
    verbose_name = "党员档案"

    def ready(self) -> None:
        from .wiring import connect

        connect()
