"""Settings that hold everywhere. Values that differ between installations come from the environment."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

DATA = Path(env.str("LIANXIN_DATA", default=str(ROOT / "var"))).resolve()
DATA.mkdir(parents=True, exist_ok=True)


#: digests of the keys of a trial that once stood in the history of this project: whoever reads it has them
PUBLISHED = frozenset({
    "87bf94a2761a1d36b4ecbd4a6b7204ff2c594a4de92c170209cd5e0347f9e808",
    "9d3d0e53729f4a9ddf5f17b004750bdb7ccb23a006696df3169ba340793a3a4e",
    "958db59beef9da9db3d39d0b6c225f778ea98e00b5c0725300add5bceee482bd",
})  # fmt: skip


def installation_secrets() -> dict[str, Any]:
    """Keys of this installation, made on the first start and kept beside the data (mode 0600).

    ``django``: signing key; ``fields``: {key id: base64 key} for personal fields, newest last.
    Raises ImproperlyConfigured for keys that are public.
    """
    path = DATA / "secrets.json"
    if not path.exists():
        import base64

        made = {
            "django": secrets.token_urlsafe(50),
            "fields": {"k1": base64.b64encode(secrets.token_bytes(32)).decode()},
            "lookup": secrets.token_urlsafe(32),
        }
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return installation_secrets()
        with os.fdopen(handle, "w") as file:
            json.dump(made, file)
    held = dict(json.loads(path.read_text()))
    keys = [held["django"], held["lookup"], *held["fields"].values()]
    if not PUBLISHED.isdisjoint(hashlib.sha256(key.encode()).hexdigest() for key in keys):
        raise ImproperlyConfigured(f"{path} 里的密钥在项目的历史里公开过，谁都读得到，不能用。请换一个空的数据目录。")
    return held


_secrets = installation_secrets()
SECRET_KEY = env.str("LIANXIN_SECRET_KEY", default=_secrets["django"])
#: keyring of the sealed personal fields; the last one seals, all of them open
FIELD_KEYS: dict[str, str] = _secrets["fields"]
#: key of the blind index by which a sealed phone or identity number is found again
LOOKUP_KEY: str = _secrets["lookup"]

DEBUG = False
ALLOWED_HOSTS = env.list("LIANXIN_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SITE_URL = env.str("LIANXIN_URL", default="http://127.0.0.1:8000")
SITE_NAME = env.str("LIANXIN_NAME", default="连心桥")

SITE_SPONSOR = env.str("LIANXIN_SPONSOR", default="")
SITE_OPERATOR = env.str("LIANXIN_OPERATOR", default="")
SITE_CONTACT = env.str("LIANXIN_CONTACT", default="")
#: record numbers of the site, [[text, url], ...]
SITE_RECORDS: list[tuple[str, str]] = [tuple(row) for row in env.json("LIANXIN_RECORDS", default=[])]
SITE_SECURITY_CONTACT = env.str("LIANXIN_SECURITY_CONTACT", default="")
SITE_SECURITY_EXPIRES = env.str("LIANXIN_SECURITY_EXPIRES", default="2027-12-31T00:00:00Z")

ROOMS = [
    "lianxin.foundation.organisations",
    "lianxin.foundation.accounts",
    "lianxin.foundation.rules",
    "lianxin.foundation.calendars",
    "lianxin.foundation.audit",
    "lianxin.foundation.jobs",
    "lianxin.foundation.privacy",
    "lianxin.foundation.files",
    "lianxin.foundation.casework",
    "lianxin.foundation.notices",
    "lianxin.foundation.search",
    "lianxin.foundation.exchange",
    "lianxin.voice.letters",
    "lianxin.voice.improving",
    "lianxin.membership.dossiers",
    "lianxin.membership.development",
    "lianxin.membership.dues",
    "lianxin.membership.reports",
    "lianxin.membership.gatherings",
    "lianxin.membership.statistics",
    "lianxin.membership.rollups",
    "lianxin.membership.transfer",
    "lianxin.membership.upkeep",
    "lianxin.membership.asking",
    "lianxin.membership.helping",
    "lianxin.membership.oversight",
    "lianxin.membership.training",
    "lianxin.membership.mobility",
    "lianxin.democracy.speaking",
    "lianxin.democracy.forum",
    "lianxin.democracy.interviews",
    "lianxin.democracy.polls",
    "lianxin.democracy.consultations",
    "lianxin.democracy.essays",
    "lianxin.democracy.elections",
    "lianxin.learning.notes",
    "lianxin.learning.questions",
    "lianxin.learning.contests",
    "lianxin.learning.resources",
    "lianxin.publicity.disclosure",
    "lianxin.publicity.channels",
    "lianxin.publicity.media",
    "lianxin.publicity.portal",
    "lianxin.faces.site",
    "lianxin.faces.search",
    "lianxin.faces.workbench",
    "lianxin.faces.overview",
    "lianxin.faces.hall",
    "lianxin.faces.me",
    "lianxin.faces.api",
    "lianxin.faces.outward",
    "lianxin.faces.embed",
    "lianxin.ui",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",  # the words of Wagtail's "5 minutes ago" are its translations
    "django.contrib.staticfiles",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.embeds",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "lianxin.faces.api.middleware.MachineMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lianxin.faces.site.middleware.MethodMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lianxin.foundation.accounts.middleware.ActorMiddleware",
    "lianxin.foundation.accounts.middleware.RefusalMiddleware",
    "lianxin.publicity.portal.middleware.DeskMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lianxin.ui.context.shell",
            ],
            "builtins": ["lianxin.ui.templatetags.ui"],
        },
    }
]
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "lianxin.foundation.accounts.backends.NameOrPhoneBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/me/sign-in/"
LOGIN_REDIRECT_URL = "/me/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
FILES_ROOT = DATA / "files"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns without it
STORAGES = {
    # pictures and documents of the portal; the address is one of Wagtail's desk, readers get theirs from published pages
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "portal", "base_url": "/workbench/portal/media/"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lianxin.faces.site.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "media-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# Wagtail: its page tree, editor, workflow and media, signed in to at our own page, without calls to other hosts
WAGTAIL_SITE_NAME = "连心桥门户"
WAGTAILADMIN_BASE_URL = env.str("LIANXIN_URL", default="http://127.0.0.1:8000")
WAGTAIL_FINISH_WORKFLOW_ACTION = "lianxin.publicity.portal.finishing.publish_reviewed"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
#: Wagtail takes a run of ideographs for one word; ours finds every part of it
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "lianxin.publicity.portal.chinese_search"}}
#: an address that was typed stays one; looking its page up would tell the title of a draft
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_MODERATION_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 12 * 1024 * 1024
WAGTAILIMAGES_IMAGE_FORM_BASE = "lianxin.publicity.media.uploads.CleanImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "lianxin.publicity.media.uploads.CleanDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("zh-hans", "简体中文")]

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SMS_URL = env.str("LIANXIN_SMS_URL", default="")
SMS_TOKEN = env.str("LIANXIN_SMS_TOKEN", default="")
DEFAULT_FROM_EMAIL = env.str("LIANXIN_MAIL_FROM", default="lianxin@localhost")

# allauth limits guessing by address and by name, and accounts opened from one address; no second library for the same thing
ACCOUNT_ADAPTER = "lianxin.foundation.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "lianxin.foundation.accounts.adapter.SocialAdapter"
ACCOUNT_FORMS = {"login": "lianxin.foundation.accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,8/15m/key", "signup": "20/10m/ip"}
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "lianxin.foundation.accounts.single_sign_on.StrictProvider",
        "APPS": env.json("LIANXIN_OIDC", default=[]),
    }
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
#: staff must sign in with a second factor; the demonstration leaves it to each account
STAFF_MFA_REQUIRED = env.bool("LIANXIN_STAFF_MFA", default=False)
FILES_ACCEL = ""
#: address of a ClamAV daemon that looks at every upload: "/run/clamav/clamd.ctl" or "127.0.0.1:3310"
CLAMD = env.str("LIANXIN_CLAMD", default="")

# Open interfaces: requests in a minute, by the key that was shown, else by the address; 0 switches it off.
API_READS_PER_MINUTE = env.int("LIANXIN_API_READS", default=600)
API_POSTS_PER_MINUTE = env.int("LIANXIN_API_POSTS", default=60)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LIANXIN_LOG", default="WARNING")},
}
