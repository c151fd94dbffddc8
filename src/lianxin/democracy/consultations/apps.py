from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "lianxin.democracy.consultations"
    label = "consultations"
    verbose_name = "议题与意见征集"

    def ready(self) -> None:
        from .wiring import connect

        connect()
