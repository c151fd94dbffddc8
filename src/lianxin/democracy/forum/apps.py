from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "lianxin.democracy.forum"
    label = "forum"
    verbose_name = "议事"

    def ready(self) -> None:
        from .wiring import connect

        connect()
