"""Mounted at ``/workbench/receptions/``."""

from django.urls import path

from .views import receptions_desk as desk
from .views import visits_desk

app_name = "receptions_desk"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("new/", desk.new, name="new"),
    path("<int:pk>/", desk.one, name="one"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/act/<slug:event>/", desk.act, name="act"),
    path("<int:pk>/book/", visits_desk.book, name="book"),
    path("visits/<int:pk>/", visits_desk.one, name="visit"),
    path("visits/<int:pk>/result/", visits_desk.result, name="result"),
    path("visits/<int:pk>/settle/", visits_desk.settle, name="settle"),
    path("visits/<int:pk>/rate/", visits_desk.rate, name="rate"),
    path("visits/<int:pk>/<slug:verb>/", visits_desk.act, name="act_visit"),
]
