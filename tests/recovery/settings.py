"""The embedded default, or PostgreSQL where DATABASE_URL names one."""

from __future__ import annotations

from config.settings.embedded import *  # noqa: F403 - settings modules extend one another
from config.settings.embedded import env

if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL")}
