"""Mounted at ``/workbench/contests/``."""

from django.urls import path

from . import views_desk

app_name = "contests_desk"
urlpatterns = [
    path("", views_desk.overview, name="overview"),
    path("new/", views_desk.new, name="new"),
    path("<int:pk>/", views_desk.one, name="one"),
    path("<int:pk>/change/", views_desk.change, name="change"),
    path("<int:pk>/do/<slug:slug>/", views_desk.act, name="act"),
    path("<int:pk>/rounds/new/", views_desk.put_round, name="new_round"),
    path("<int:pk>/rounds/<int:number>/", views_desk.put_round, name="round"),
    path("<int:pk>/rounds/<int:number>/out/", views_desk.take_round_out, name="round_out"),
    path("<int:pk>/objections/", views_desk.objections, name="objections"),
    path("<int:pk>/objections/<int:objection>/", views_desk.decide, name="decide"),
]
