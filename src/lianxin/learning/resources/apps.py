from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "lianxin.learning.resources"
    label = "resources"
    verbose_name = "学习资源"

    def ready(self) -> None:
        from .wiring import connect

        connect()
