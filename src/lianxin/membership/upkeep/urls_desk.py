"""Mounted at ``/workbench/upkeep/``."""

from django.urls import path

from . import views_desk as desk
from . import views_groups as groups
from . import views_rules as rules

app_name = "upkeep"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("cards/<int:pk>/", desk.card, name="card"),
    path("rules/", rules.overview, name="rules"),
    path("rules/new/", rules.new, name="rule_new"),
    path("rules/<int:pk>/", rules.one, name="rule"),
    path("rules/<int:pk>/edit/", rules.edit, name="rule_edit"),
    path("groups/", groups.overview, name="groups"),
    path("groups/new/", groups.new, name="group_new"),
    path("groups/<int:pk>/", groups.one, name="group"),
    path("posts/", groups.staff, name="posts"),
]
