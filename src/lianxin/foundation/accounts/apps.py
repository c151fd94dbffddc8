from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "lianxin.foundation.accounts"
    label = "accounts"
    verbose_name = "账号与任职"

    def ready(self) -> None:
        from lianxin.kernel.actor import grant

        grant(
            "admin",
            "accounts.edit",
            "accounts.read",
            "audit.read",
            "jobs.read",
            "notices.read",
            "calendars.edit",
            "privacy.answer",
        )
        grant("leader", "audit.read")

        from lianxin.foundation.organisations.succession import register_successor

        from . import (
            signing_in,  # noqa: F401 - listens to sign-ins
            succession,
        )

        register_successor("accounts", left=succession.left, carry=succession.carry)
