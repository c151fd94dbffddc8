from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "lianxin.democracy.polls"
    label = "polls"
    verbose_name = "投票与测评"

    def ready(self) -> None:
        from .wiring import connect

        connect()
