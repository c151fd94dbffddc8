"""Mounted at ``/contests/``."""

from django.urls import path

from . import views_practice, views_public, views_sit

app_name = "contests"
urlpatterns = [
    path("", views_public.contests, name="list"),
    path("<int:pk>/", views_public.contest, name="one"),
    path("<int:pk>/passed/", views_public.passed, name="passed"),
    path("<int:pk>/named/", views_public.name_me, name="named"),
    path("<int:pk>/practice/", views_practice.practice, name="practice"),
    path("rounds/<int:pk>/start/", views_sit.start, name="start"),
    path("rounds/<int:pk>/draw.json", views_public.drawn, name="drawn"),
    path("sit/<int:pk>/", views_sit.sit, name="sit"),
    path("sit/<int:pk>/keep/", views_sit.keep, name="keep"),
    path("result/<int:pk>/", views_sit.result, name="result"),
    path("result/<int:pk>/object/", views_sit.object_to, name="object"),
]
