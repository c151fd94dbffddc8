from django.apps import AppConfig


class AskingConfig(AppConfig):
    name = "lianxin.membership.asking"
    label = "asking"
    verbose_name = "党员提问"

    def ready(self) -> None:
        from .wiring import connect

        connect()
