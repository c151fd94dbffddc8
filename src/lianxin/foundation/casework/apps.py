from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "lianxin.foundation.casework"
    label = "casework"
    verbose_name = "办件流程"
