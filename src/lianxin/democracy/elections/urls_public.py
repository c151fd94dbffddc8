from django.urls import path

from . import views_papers, views_public

app_name = "elections"
urlpatterns = [
    path("", views_public.listing, name="list"),
    path("<int:pk>/", views_public.one, name="one"),
    path("<int:pk>/report.html", views_papers.final, {"ending": "html"}, name="report_html"),
    path("<int:pk>/report.pdf", views_papers.final, {"ending": "pdf"}, name="report_pdf"),
]
