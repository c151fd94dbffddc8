"""Mounted at ``/me/essays/``."""

from django.urls import path

from . import views_judging as judging
from . import views_mine as mine
from . import views_writing as writing

app_name = "my_essays"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("write/<int:call>/", writing.new, name="new"),
    path("write/<int:call>/save/", writing.autosave_new, name="autosave_new"),
    path("<int:pk>/", mine.one, name="one"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/save/", writing.autosave, name="autosave"),
    path("<int:pk>/notice/", mine.notice, name="notice"),
    path("<int:pk>/act/<slug:act>/", mine.act, name="act"),
    path("judging/", judging.overview, name="judging"),
    path("judging/<int:call>/", judging.works, name="judging_call"),
    path("judging/<int:call>/<int:pk>/", judging.work, name="judging_work"),
    path("judging/<int:call>/<int:pk>/aside/", judging.aside, name="judging_aside"),
]
