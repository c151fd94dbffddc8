"""Mounted at ``/disclosure/``."""

from django.urls import path

from . import views_asking, views_paper, views_public, views_report, views_words

app_name = "disclosure"
urlpatterns = [
    path("", views_public.items, name="items"),
    path("catalogue/", views_public.catalogue, name="catalogue"),
    path("feed.atom", views_public.feed, name="feed"),
    path("report/", views_report.report, name="report"),
    path("report.csv", views_report.export, name="report_export"),
    path("ask/", views_asking.ask, name="ask"),
    path("track/", views_asking.track, name="track"),
    path("asked/", views_asking.mine, name="mine"),
    path("asked/close/", views_asking.put_away, name="put_away"),
    path("asked/<int:pk>/", views_asking.asked, name="asked"),
    path("asked/<int:pk>/withdraw/", views_asking.withdraw, name="withdraw_request"),
    path("<int:pk>/", views_public.item, name="item"),
    path("<int:pk>/paper.docx", views_paper.paper, {"kind": "docx"}, name="paper_docx"),
    path("<int:pk>/paper.pdf", views_paper.paper, {"kind": "pdf"}, name="paper_pdf"),
    path("<int:pk>/question/", views_words.ask_question, name="question"),
    path("<int:pk>/question/<int:question_pk>/appeal/", views_words.appeal, name="appeal"),
    path("<int:pk>/rate/", views_words.rate, name="rate"),
]
