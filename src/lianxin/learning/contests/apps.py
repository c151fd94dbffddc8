from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "lianxin.learning.contests"
    label = "contests"
    verbose_name = "知识竞赛"

    def ready(self) -> None:
        from .wiring import connect

        connect()
