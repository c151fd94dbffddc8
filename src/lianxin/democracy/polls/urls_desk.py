"""Mounted at ``/workbench/polls/``."""

from django.urls import path

from . import views_desk as desk
from . import views_roll as roll

app_name = "polls_desk"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("new/", desk.new, name="new"),
    path("<int:pk>/", desk.one, name="one"),
    path("<int:pk>/change/", desk.change, name="change"),
    path("<int:pk>/keepers/", desk.keep, name="keep"),
    path("<int:pk>/roll/", roll.roll, name="roll"),
    path("<int:pk>/ballot.docx", roll.ballot, name="ballot"),
    path("<int:pk>/answer/<int:objection>/", roll.answer, name="answer"),
    path("<int:pk>/paper/", roll.paper, name="paper"),
    path("<int:pk>/do/<slug:slug>/", desk.act, name="act"),
]
