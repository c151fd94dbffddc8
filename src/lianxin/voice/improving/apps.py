from django.apps import AppConfig


class ImprovingConfig(AppConfig):
    name = "lianxin.voice.improving"
    label = "improving"
    verbose_name = "整改台账"

    def ready(self) -> None:
        from .wiring import connect

        connect()
