from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "lianxin.membership.statistics"
    label = "membership_statistics"
    verbose_name = "年度统计"

    def ready(self) -> None:
        from .wiring import connect

        connect()
