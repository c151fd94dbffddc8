from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "lianxin.membership.training"
    label = "training"
    verbose_name = "学习培训"

    def ready(self) -> None:
        from .wiring import connect

        connect()
