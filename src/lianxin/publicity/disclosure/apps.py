from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "lianxin.publicity.disclosure"
    label = "disclosure"
    verbose_name = "党务公开"

    def ready(self) -> None:
        from .wiring import connect

        connect()
