from django.urls import path

from . import views_public

app_name = "elections"
urlpatterns = [
    path("", views_public.listing, name="list"),
    path("<int:pk>/", views_public.one, name="one"),
]
