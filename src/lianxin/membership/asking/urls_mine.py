"""Mounted at ``/me/questions/``."""

from django.urls import path

from . import views_mine as mine
from . import views_paper as paper

app_name = "my_questions"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("shown/", mine.shown, name="shown"),
    path("new/", mine.new, name="new"),
    path("paper.<slug:ending>", paper.blank, name="blank"),
    path("<int:pk>/", mine.one, name="one"),
    path("<int:pk>/<slug:verb>/", mine.act, name="act"),
]
