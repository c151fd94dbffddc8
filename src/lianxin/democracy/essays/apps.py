from django.apps import AppConfig


class EssaysConfig(AppConfig):
    name = "lianxin.democracy.essays"
    label = "essays"
    verbose_name = "征文与征稿"

    def ready(self) -> None:
        from .wiring import connect

        connect()
