from django.urls import path, register_converter

from lianxin.democracy.ballotbox.credentials import ALPHABET

from . import views_box, views_scrutineer


class Name:
    """The name of a round: base 58, so long that nobody guesses it."""

    regex = f"[{ALPHABET}]{{14,22}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Name, "round")

app_name = "ballots"
urlpatterns = [
    path("<round:uuid>/", views_box.one, name="one"),
    path("<round:uuid>/election.json", views_box.text, name="text"),
    path("<round:uuid>/booth/", views_box.booth, name="booth"),
    path("<round:uuid>/ballots/", views_box.ballots, name="cast"),
    path("<round:uuid>/feed.atom", views_box.feed, name="feed"),
    path("<round:uuid>/<round:name>.bel", views_box.file, name="file"),
    path("<round:uuid>/scrutineer/", views_scrutineer.page, name="scrutineer"),
    path("<round:uuid>/scrutineer/state.json", views_scrutineer.state, name="state"),
    path("<round:uuid>/scrutineer/<slug:what>/", views_scrutineer.hand_in, name="hand_in"),
]
