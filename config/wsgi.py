"""WSGI entry for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
application = get_wsgi_application()

from lianxin.faces.site.warming import warm  # noqa: E402 - rooms can be loaded after the line above only

warm()
