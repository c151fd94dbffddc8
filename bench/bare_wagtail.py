"""A bare Wagtail site: what ``wagtail start`` makes, with one article type and one index of 20.

Nothing of ours is in it and nothing is tuned: it is the measure, not an opponent. Wagtail comes from
requirements/bench.txt, either in the environment that runs this program or in one of its own.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from common import KEPT, PYTHON, ROOT, fingerprint

MODELS = """
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class ArticlePage(Page):
    date = models.DateField()
    intro = models.CharField(max_length=250)
    body = RichTextField()
    content_panels = [*Page.content_panels, FieldPanel("date"), FieldPanel("intro"), FieldPanel("body")]


class IndexPage(Page):
    intro = RichTextField(blank=True)

    def get_context(self, request):
        context = super().get_context(request)
        context["articles"] = ArticlePage.objects.child_of(self).live().order_by("-date")[:20]
        return context
"""
ARTICLE = """{% extends "base.html" %}{% load wagtailcore_tags %}
{% block content %}<h1>{{ page.title }}</h1><p>{{ page.date }}</p><p>{{ page.intro }}</p>{{ page.body|richtext }}
<a href="{% pageurl page.get_parent %}">{{ page.get_parent.title }}</a>{% endblock %}"""
INDEX = """{% extends "base.html" %}{% load wagtailcore_tags %}
{% block content %}<h1>{{ page.title }}</h1>{{ page.intro|richtext }}
{% for article in articles %}<h2><a href="{% pageurl article %}">{{ article.title }}</a></h2>
<p>{{ article.date }}</p><p>{{ article.intro }}</p>{% endfor %}{% endblock %}"""
SETTINGS = """
from .base import *
import os
DEBUG = False
SECRET_KEY = "only for measuring"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "articles"]
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
DATABASES["default"]["CONN_MAX_AGE"] = None
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
"""
CONTENT = """
import datetime
from wagtail.models import Page, Site
from articles.models import ArticlePage, IndexPage
home = Site.objects.get(is_default_site=True).root_page
index = home.add_child(instance=IndexPage(title="群众留言", slug="letters", intro="<p>大家写来的，和我们回的。</p>"))
for n in range(200):
    index.add_child(instance=ArticlePage(
        title=f"第 {n} 件：村口路灯坏了，什么时候修", slug=f"letter-{n}", date=datetime.date(2026, 1, 1) + datetime.timedelta(n),
        intro="路灯坏了两个星期，老人晚上出门不方便。", body="<p>" + "村口的路灯从上个月开始就不亮了，请派人来看一看。" * 12 + "</p>"))
"""


def python() -> str:
    """An interpreter that knows Wagtail; the environment for it is made once."""
    if importlib.util.find_spec("wagtail"):
        return PYTHON
    lock = ROOT / "requirements" / "bench.txt"
    folder = KEPT / f"wagtail-{fingerprint([lock])}"
    if not (folder / "ready").exists():
        print("installing Wagtail for the comparison", file=sys.stderr)
        subprocess.run([PYTHON, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-qqq", "--require-hashes", "-r", str(lock)]
        subprocess.run(pip, check=True, stdin=subprocess.DEVNULL)
        (folder / "ready").touch()
    return str(folder / "bin" / "python")


def environment(folder: Path) -> dict[str, str]:
    """Settings for the bare site in its folder."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "LIANXIN", "DATABASE", "PYTHON"))}
    return inherited | {"DJANGO_SETTINGS_MODULE": "bare.settings.measured", "PYTHONPATH": str(folder)}


def prepared() -> Path:
    """Folder of the site with 200 articles under one index, made when it is not there yet."""
    folder = KEPT / f"bare-wagtail-{fingerprint([Path(__file__), ROOT / 'requirements' / 'bench.txt'])}"
    if (folder / "ready").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    tool = python()

    def run(*arguments: str, **more: str) -> None:
        subprocess.run(
            [tool, *arguments], cwd=folder, env=environment(folder) | more, check=True, stdout=subprocess.DEVNULL
        )

    start = "from wagtail.bin.wagtail import main; import sys; sys.argv = ['wagtail', 'start', 'bare', '.']; main()"
    if not (folder / "manage.py").exists():
        subprocess.run([tool, "-c", start], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (folder / "bare" / "settings" / "measured.py").write_text(SETTINGS)
    app = folder / "articles"
    (app / "templates" / "articles").mkdir(parents=True, exist_ok=True)
    (app / "__init__.py").touch()
    (app / "models.py").write_text(MODELS)
    (app / "templates" / "articles" / "article_page.html").write_text(ARTICLE)
    (app / "templates" / "articles" / "index_page.html").write_text(INDEX)
    run("manage.py", "makemigrations", "articles")
    run("manage.py", "migrate", "-v0")
    run("manage.py", "shell", "-v0", "-c", CONTENT)
    (folder / "ready").touch()
    return folder


PAGES = [f"/letters/letter-{n}/" for n in range(0, 200, 5)]
INDEX_PAGE = ["/letters/"]
