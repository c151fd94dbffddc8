"""Tests: fast hashes, e-mail in memory, SQLite unless DATABASE_URL names another engine."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .base import env
from .embedded import *

if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL")}

FILES_ROOT = Path(tempfile.gettempdir()) / "lianxin-test-files"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT / "portal", "base_url": "/workbench/portal/media/"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}}
ALLOWED_HOSTS = ["*"]
#: a secret in an audit line is an error here; elsewhere it is masked
AUDIT_STRICT = True
