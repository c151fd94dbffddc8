from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "lianxin.foundation.exchange"
    label = "exchange"
    verbose_name = "平台间传递"

    def ready(self) -> None:
        from lianxin.foundation.audit.sentences import describe
        from lianxin.kernel.actor import grant
        from lianxin.ui.registry import Item, add_desk_item

        from . import jobs  # noqa: F401 - it registers itself
        from .actions import MANAGE, SENTENCES

        grant("admin", MANAGE)
        for name, sentence in SENTENCES.items():
            describe(name, sentence)
        add_desk_item(Item("exchange", "平台间传递", "/workbench/exchange/", "out", MANAGE, 88, group="house"))
