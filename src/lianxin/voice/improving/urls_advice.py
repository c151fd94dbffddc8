"""Mounted at ``/workbench/reference/``."""

from django.urls import path

from . import views_advice as desk

app_name = "advice_desk"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("<int:pk>/", desk.one, name="one"),
    path("<int:pk>/edit/", desk.edit, name="edit"),
    path("<int:pk>/sign/", desk.sign, name="sign"),
    path("<int:pk>/paper.docx", desk.file, name="file"),
]
