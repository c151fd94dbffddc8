from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "lianxin.learning.questions"
    label = "questions"
    verbose_name = "题库"

    def ready(self) -> None:
        from .wiring import connect

        connect()
