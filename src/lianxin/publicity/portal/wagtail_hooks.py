"""What our people see of Wagtail's desk: our colours, our words of welcome, nothing that leads nowhere for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from laces.components import Component
from wagtail import hooks
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.admin.menu import MenuItem

from .desk.choosing import narrowed

#: reports need rights that nobody has, the help is Wagtail's own in English, settings are appointments here
HIDDEN_MENUS = ("reports", "help", "settings")
#: panels of the first page that repeat what 门户内容 says better
HIDDEN_PANELS = ("UserObjectsInWorkflowModerationPanel", "WorkflowObjectsToModeratePanel", "LockedPagesPanel",
                 "UpgradeNotificationPanel", "WhatsNewInWagtailVersionPanel")  # fmt: skip
#: moving and copying would take an item out of the review of its organisation; publishing is the review's
HIDDEN_ACTIONS = ("action-publish", "action-unpublish")


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def colours() -> SafeString:
    """The red of the house, Chinese type, larger targets."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/wagtail.css"))


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def menu(request: HttpRequest, menu_items: list[Any]) -> None:
    """Pages, pictures, documents, and the way back."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_MENUS]
    menu_items.append(MenuItem("回门户内容", "/workbench/portal-desk/", name="desk", icon_name="home", order=10))


@hooks.register("construct_page_action_menu")  # type: ignore[untyped-decorator]
def actions(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """No button that would do nothing."""
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_ACTIONS]


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]
def panels(request: HttpRequest, panels: list[Any]) -> None:
    """How to write, on top of what one edited last."""
    panels[:] = [HelpPanel(), *(panel for panel in panels if type(panel).__name__ not in HIDDEN_PANELS)]


hooks.register("construct_page_chooser_queryset", narrowed)


#: names of fields that Wagtail left to be made of their code
LABELS: dict[type[forms.Form], dict[str, str]] = {
    EmailLinkChooserForm: {
        "email_address": "邮箱地址",
        "link_text": "链接文字",
        "subject": "邮件主题",
        "body": "邮件正文",
    },
    PhoneLinkChooserForm: {"phone_number": "电话号码", "link_text": "链接文字"},
    AnchorLinkChooserForm: {"link_text": "链接文字"},
    ExternalLinkChooserForm: {"link_text": "链接文字"},
}
for form, labels in LABELS.items():
    for name, label in labels.items():
        form.base_fields[name].label = label


class HelpPanel(Component):
    """怎样写、怎样审, in a few lines."""

    template_name = "portal/desk/panel_help.html"
    order = 10
