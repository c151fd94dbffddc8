from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "lianxin.membership.oversight"
    label = "oversight"
    verbose_name = "监督台账"

    def ready(self) -> None:
        from .wiring import connect

        connect()
