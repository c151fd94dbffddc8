"""The default: SQLite and local files in one folder, no other service."""

from __future__ import annotations

from .base import *

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "lianxin.sqlite3",
        # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at BEGIN, without
        # which two writers that both read first fail at once instead of waiting for each other.
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
            ),
        },
        "CONN_MAX_AGE": None,
    }
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

#: a small server behind nginx with TLS: without this every form is refused, because its origin is https
if env.bool("LIANXIN_HTTPS", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"
