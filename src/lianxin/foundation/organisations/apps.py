from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "lianxin.foundation.organisations"
    label = "organisations"
    verbose_name = "党组织与单位"

    def ready(self) -> None:
        from lianxin.kernel.actor import grant

        grant("admin", "organisations.edit", "organisations.read")
        grant("secretary", "organisations.read")
        grant("leader", "organisations.read")
