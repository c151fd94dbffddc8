"""Mounted at ``/polls/``."""

from django.urls import path

from . import views_public, views_vote

app_name = "polls"
urlpatterns = [
    path("", views_public.polls, name="list"),
    path("<int:pk>/", views_public.poll, name="one"),
    path("<int:pk>/vote/", views_vote.vote, name="vote"),
    path("<int:pk>/object/", views_vote.object_to, name="object"),
    path("<int:pk>/roll/", views_public.roll, name="roll"),
    path("<int:pk>/result/", views_public.result, name="result"),
    path("<int:pk>/result.docx", views_public.result_docx, name="result_docx"),
    path("<int:pk>/result.csv", views_public.result_csv, name="result_csv"),
]
