"""Mounted at ``/workbench/transfer/``."""

from django.urls import path

from . import views_desk as desk

app_name = "transfer"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("new/", desk.people, name="people"),
    path("new/<int:pk>/", desk.ask, name="ask"),
    path("arrive/", desk.arrive, name="arrive"),
    path("stubs/", desk.stubs, name="stubs"),
    path("<int:pk>/", desk.case_page, name="case"),
    path("<int:pk>/letter/", desk.letter, name="letter"),
    path("<int:pk>/<slug:slug>/", desk.step, name="step"),
]
