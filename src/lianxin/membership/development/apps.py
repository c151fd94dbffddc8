from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    name = "lianxin.membership.development"
    label = "development"
    verbose_name = "发展党员"

    def ready(self) -> None:
        from .wiring import connect

        connect()
