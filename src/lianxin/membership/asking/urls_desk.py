"""Mounted at ``/workbench/questions/``."""

from django.urls import path

from . import views_desk as desk
from . import views_paper as paper

app_name = "questions"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("enter/", paper.enter, name="enter"),
    path("<int:pk>/", desk.one, name="one"),
    path("<int:pk>/more/", paper.more, name="more"),
    path("<int:pk>/handed/", paper.hand_back, name="hand_back"),
    path("<int:pk>/answer.<slug:ending>", paper.document, name="document"),
    path("<int:pk>/show/", desk.show, name="show"),
]
