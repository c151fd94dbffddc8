"""Mounted at ``/workbench/mobility/``."""

from django.urls import path

from . import views_desk as desk
from . import views_matters as matters

app_name = "mobility"
urlpatterns = [
    path("", desk.overview, name="overview"),
    path("new/", desk.people, name="people"),
    path("new/<int:pk>/", desk.register, name="register"),
    path("matters/new/<int:pk>/", matters.propose, name="propose"),
    path("matters/<int:pk>/", matters.case_page, name="matter"),
    path("matters/<int:pk>/<slug:slug>/", matters.step, name="matter_step"),
    path("<int:pk>/", desk.absence, name="absence"),
    path("<int:pk>/reach/", desk.reach, name="reach"),
    path("<int:pk>/<slug:slug>/", desk.step, name="step"),
]
