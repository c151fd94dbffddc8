"""One box for everything that is published."""

from django.urls import path

from . import views

app_name = "search"
urlpatterns = [
    path("search/", views.page, name="page"),
    path("search/inside/", views.inside, name="inside"),
    path("search.json", views.machine, name="json"),
]
