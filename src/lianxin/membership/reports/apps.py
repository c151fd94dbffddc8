from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "lianxin.membership.reports"
    label = "reports"
    verbose_name = "思想汇报"

    def ready(self) -> None:
        from .wiring import connect

        connect()
