from django.apps import AppConfig


class MeConfig(AppConfig):
    name = "lianxin.faces.me"
    label = "me_face"
    verbose_name = "我的"

    def ready(self) -> None:
        from lianxin.membership.mobility.branch import register_conveyed

        from .conveyed import told

        register_conveyed(told)
