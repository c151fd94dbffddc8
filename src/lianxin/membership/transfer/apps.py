from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "lianxin.membership.transfer"
    label = "transfer"
    verbose_name = "组织关系转接"

    def ready(self) -> None:
        from .wiring import connect

        connect()
