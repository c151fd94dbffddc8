from django.apps import AppConfig


class SpeakingConfig(AppConfig):
    name = "lianxin.democracy.speaking"
    label = "speaking"
    verbose_name = "发言"

    def ready(self) -> None:
        from .wiring import connect

        connect()
