"""Mounted at ``/workbench/letters/``."""

from django.urls import path, re_path

from . import views_desk, views_desk_acts, views_desk_assist, views_desk_bulk, views_desk_letter, views_desk_moderation
from . import views_desk_contact as contact
from . import views_desk_groups as groups
from . import views_desk_reading as reading
from . import views_desk_texts as texts
from . import views_desk_topics as topics
from . import views_desk_words as later

app_name = "letters_desk"
urlpatterns = [
    path("", views_desk.letter_list, name="list"),
    path("export.csv", views_desk.letter_csv, name="export"),
    path("bulk/", views_desk_bulk.bulk, name="bulk"),
    path("assist/", views_desk_assist.assist, name="assist"),
    path("topics/", topics.topic_page, name="topics"),
    path("topics/add/", topics.add, name="topic_add"),
    path("topics/<int:pk>/", topics.topic_page, name="topic"),
    path("topics/<int:pk>/rename/", topics.rename, name="topic_rename"),
    path("topics/<int:pk>/retire/", topics.retire, name="topic_retire"),
    path("topics/<int:pk>/mark/", topics.mark, name="topic_mark"),
    path("topics/<int:pk>/route/", topics.set_route, name="topic_route"),
    path("topics/<int:pk>/route/<int:route_pk>/drop/", topics.drop_route, name="topic_route_drop"),
    path("texts/", texts.overview, name="texts"),
    path("texts/<int:pk>/", texts.change, name="text"),
    path("texts/<int:pk>/retire/", texts.retire, name="text_retire"),
    path("moderation/", views_desk_moderation.moderation, name="moderation"),
    path("groups/", groups.group_list, name="groups"),
    path("groups/<int:pk>/", groups.group, name="group"),
    path("groups/<int:pk>/<slug:what>/", groups.decide, name="group_decide"),
    path("rises/", groups.rise_list, name="rises"),
    path("rises/<int:pk>/", groups.rise, name="rise"),
    path("reading/", reading.reading, name="reading"),
    path("reading/topics/", reading.interests, name="interests"),
    path("reading/<int:pk>/seen/", reading.seen, name="seen"),
    path("<int:pk>/", views_desk_letter.letter_page, name="detail"),
    path("<int:pk>/contact/", contact.reveal, name="contact"),
    path("<int:pk>/people/", views_desk_acts.people, name="people"),
    path("<int:pk>/hints/", views_desk_acts.hints, name="hints"),
    path("<int:pk>/draft/", views_desk_acts.autosave, name="autosave"),
    path("<int:pk>/preview/", views_desk_acts.preview, name="preview"),
    re_path(r"^(?P<pk>\d+)/(?P<what>message|rating)/(?P<words_pk>\d+)/$", later.review_words, name="words"),
    path("<int:pk>/<slug:slug>/", views_desk_acts.act, name="act"),
]
