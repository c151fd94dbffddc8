from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "lianxin.democracy.interviews"
    label = "interviews"
    verbose_name = "在线访谈与接访"

    def ready(self) -> None:
        from .wiring import connect

        connect()
