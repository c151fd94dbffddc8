"""通知: the inbox inside the site, and what leaves the house by mail."""

from __future__ import annotations

from django.apps import AppConfig

from lianxin.kernel.actor import grant


class NoticesConfig(AppConfig):
    """The notices room."""

    name = "lianxin.foundation.notices"
    label = "notices"
    verbose_name = "通知"

    def ready(self) -> None:
        """Give the posts their verbs, plug in the mail channel and the line on the workbench."""
        from lianxin.foundation.audit.sentences import describe
        from lianxin.ui.registry import Item, add_desk_item

        from .channels import base, email
        from .channels.sms import SmsChannel

        email.install()
        base.register(SmsChannel())
        grant("admin", "notices.read", "notices.retry")
        grant("leader", "notices.read")
        describe("notices.settings", "修改了自己的通知设置")
        describe("notices.retry", "让一条没有送达的通知重新发送（{channel}）")
        add_desk_item(
            Item(
                "deliveries", "通知发送", "/workbench/deliveries/", "bell", verb="notices.read", order=85, group="house"
            )
        )
