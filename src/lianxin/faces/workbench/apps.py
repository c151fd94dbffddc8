from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "lianxin.faces.workbench"
    label = "workbench"
    verbose_name = "工作台"

    def ready(self) -> None:
        from lianxin.foundation.audit.sentences import describe
        from lianxin.foundation.casework.due import register_due
        from lianxin.ui import registry
        from lianxin.ui.registry import Item
        from lianxin.voice.letters.views_desk_base import install_saved_views

        from . import frame, queries, terms

        registry.install_counts(frame.counts)
        registry.install_seats(frame.seats)
        registry.add_desk_item(Item("today", "今天要办", "/workbench/", "clock", "", 0, tab=True, short="今天"))
        registry.add_desk_item(
            Item("organisations", "组织", "/workbench/organisations/", "tree", "organisations.read", 70, group="house")
        )
        registry.add_desk_item(
            Item("accounts", "账号与任职", "/workbench/accounts/", "people", "accounts.read", 72, group="house")
        )
        registry.add_desk_item(
            Item("keepers", "栏目责任人", "/workbench/keepers/", "flag", "organisations.read", 74, group="house")
        )
        register_due("terms", terms.provide)
        install_saved_views(queries.letter_views)
        describe("workbench.save_view", "工作台：保存列表视图")
        describe("workbench.drop_view", "工作台：删除列表视图")
