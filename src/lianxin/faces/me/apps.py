from django.apps import AppConfig


class MeConfig(AppConfig):
    name = "lianxin.faces.me"
    label = "me_face"
    verbose_name = "我的"
