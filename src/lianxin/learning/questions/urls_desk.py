"""Mounted at ``/workbench/question-bank/``."""

from django.urls import path

from . import views_desk, views_import

app_name = "bank"
urlpatterns = [
    path("", views_desk.overview, name="overview"),
    path("new/", views_desk.new, name="new"),
    path("review/", views_desk.review, name="review"),
    path("import/", views_import.bring, name="bring"),
    path("import/template.xlsx", views_import.blank, name="blank"),
    path("import/<int:office>/<str:token>/", views_import.confirm, name="confirm"),
    path("import/<int:office>/<str:token>/<slug:which>.xlsx", views_import.listed, name="listed"),
    path("<int:pk>/", views_desk.one, name="one"),
    path("<int:pk>/change/", views_desk.change, name="change"),
    path("<int:pk>/do/<slug:slug>/", views_desk.act, name="act"),
]
