from django.apps import AppConfig


class HelpingConfig(AppConfig):
    name = "lianxin.membership.helping"
    label = "helping"
    verbose_name = "帮扶"

    def ready(self) -> None:
        from .wiring import connect

        connect()
