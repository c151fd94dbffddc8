from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "lianxin.learning.notes"
    label = "notes"
    verbose_name = "学习心得"

    def ready(self) -> None:
        from .wiring import connect

        connect()
