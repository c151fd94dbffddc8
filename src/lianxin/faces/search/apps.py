from django.apps import AppConfig


class SearchFaceConfig(AppConfig):
    name = "lianxin.faces.search"
    label = "search_face"
    verbose_name = "全站查找"

    def ready(self) -> None:
        from . import sources

        sources.connect()
