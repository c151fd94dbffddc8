"""Mounted at ``/me/``."""

from django.urls import path

from . import forgotten, phone, views

app_name = "me"
urlpatterns = [
    path("", views.home, name="home"),
    path("phone/", phone.phone, name="phone"),
    path("forgotten/", forgotten.forgotten, name="forgotten"),
]
