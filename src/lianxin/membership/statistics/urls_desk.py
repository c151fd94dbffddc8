"""Mounted at ``/workbench/statistics/``."""

from django.urls import path

from . import views_desk as desk

app_name = "membership_statistics"
urlpatterns = [
    path("", desk.sheet, name="sheet"),
    path("sheet.xlsx", desk.book, name="book"),
    path("checks/<slug:code>/", desk.behind, name="behind"),
]
