"""Mounted at ``/learning/notes/``."""

from django.urls import path

from . import views_public

app_name = "public_notes"
urlpatterns = [
    path("", views_public.everybodys, name="everybodys"),
    path("<int:pk>/", views_public.public, name="one"),
    path("<int:pk>/comments/", views_public.comment, name="comment"),
    path("<int:pk>/comments/<int:said>/<slug:verb>/", views_public.act_on_comment, name="said"),
]
