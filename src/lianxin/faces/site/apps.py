from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "lianxin.faces.site"
    label = "site_face"
    verbose_name = "公众门户"

    def ready(self) -> None:
        from lianxin.ui import registry

        from . import doors, frame

        registry.install_site(frame.site)
        registry.install_clause(frame.clause)
        doors.connect()
