"""PostgreSQL, Redis, any number of web processes behind nginx. All values from the environment."""

from __future__ import annotations

from .base import *

DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
CACHES = {"default": env.cache("REDIS_URL", default="locmemcache://")}

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# nginx sets it; else all visitors share the limits of one address
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = "X-Real-IP"
SECURE_SSL_REDIRECT = env.bool("LIANXIN_HTTPS", default=True)
SECURE_HSTS_SECONDS = 31536000 if SECURE_SSL_REDIRECT else 0
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
#: files are handed to nginx after the permission check
FILES_ACCEL = env.str("LIANXIN_ACCEL", default="/protected-files/")
STAFF_MFA_REQUIRED = env.bool("LIANXIN_STAFF_MFA", default=True)
