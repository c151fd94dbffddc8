"""议事厅: everything that people can take part in now, whatever room it lives in."""

from __future__ import annotations

from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "lianxin.faces.hall"
    label = "hall_face"
    verbose_name = "议事厅"

    def ready(self) -> None:
        from lianxin.democracy.essays import columns
        from lianxin.democracy.forum import plans
        from lianxin.democracy.interviews.handoff import Handoff, register_handoff
        from lianxin.publicity.portal.planning import talks
        from lianxin.ui.registry import Item, add_public_item

        from . import essay_columns, planned_talks

        def letter_form(handoff: Handoff) -> str:
            """The form of a letter; it takes the words by POST, so that no log on the way holds them."""
            return "/workbench/letters/assist/" if handoff.assisted else "/letters/new/"

        register_handoff(letter_form)
        columns.install(essay_columns.Columns())
        plans.install(planned_talks.Plans())
        talks.install(planned_talks.Talks())
        add_public_item(Item("hall", "议事", "/hall/", "people", order=28))
