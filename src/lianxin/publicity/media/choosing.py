"""The window in which an editor chooses a recording: own organisations only, finished ones only (P05)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.telepath import register
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser, BaseChooserAdapter

from . import queries
from .models import Recording
from .words import KINDS

_REASON = "shown again in the form in which it was chosen"


class RecordingWidget(BaseChooser):
    """The field that opens the window."""

    model = Recording
    icon = "media"
    show_edit_link = False

    def __init__(self, kind: str = "video", **options: Any) -> None:
        self.kind = kind
        self.choose_one_text = f"选{KINDS[kind]}"
        self.choose_another_text = f"换一段{KINDS[kind]}"
        self.chooser_modal_url_name = f"recording_chooser_{kind}:choose"
        super().__init__(**options)

    def get_instance(self, value: Any) -> Recording | None:
        if value is None or isinstance(value, Recording):
            return value
        return Recording.objects.unscoped(_REASON).filter(pk=value).first()


register(BaseChooserAdapter(), RecordingWidget)


class TitleFilter(BaseFilterForm):
    """Part of a title; Chinese is found by substring."""

    q = forms.CharField(label="标题", required=False, max_length=80)

    def filter(self, objects: Any) -> Any:
        words = self.cleaned_data.get("q", "").strip()
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return objects.filter(title__icontains=words)


class _Own:
    """Narrows every view to what the person may use."""

    kind = "video"
    request: Any

    def get_object_list(self) -> Any:
        return queries.recordings(self.request.actor, "media.write").filter(kind=self.kind, state="ready")

    def get_object(self, pk: Any) -> Recording:
        found = self.get_object_list().filter(pk=pk).first() if str(pk).isdigit() else None
        if found is None:
            raise Http404
        return found

    def get_objects(self, pks: Any) -> Any:
        return self.get_object_list().filter(pk__in=[pk for pk in pks if str(pk).isdigit()])

    def can_create(self) -> bool:
        return False


def _viewset(kind: str) -> ChooserViewSet:
    def own(base: type) -> type:
        return type(f"{kind.title()}{base.__name__}", (_Own, base), {"kind": kind, "filter_form_class": TitleFilter})

    made = type(
        f"{kind.title()}ChooserViewSet",
        (ChooserViewSet,),
        {
            "model": Recording, "icon": "media", "choose_one_text": f"选{KINDS[kind]}", "register_widget": False,
            "choose_view_class": own(views.ChooseView), "choose_results_view_class": own(views.ChooseResultsView),
            "chosen_view_class": own(views.ChosenView), "chosen_multiple_view_class": own(views.ChosenMultipleView),
            "create_view_class": own(views.CreateView),
        },
    )  # fmt: skip
    return made(f"recording_chooser_{kind}", url_prefix=f"recording-{kind}")


VIEWSETS = tuple(_viewset(kind) for kind in KINDS)
