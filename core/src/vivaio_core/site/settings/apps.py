"""Installed apps, middleware and templates."""

from pathlib import Path
from typing import Any

CORE = [
    "trail",
    "rules",
    "access",
    "people",
    "ledger",
    "payments",
    "register",
    "documents",
    "suppliers",
    "admission",
    "mutuality",
    "imports",
    "office",
    "pages",
    "site",
]
STACK = [
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "vivaio_core.access.users.Users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "django_filters",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]
MIDDLEWARE = [
    "vivaio_core.site.middleware.Guard",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "vivaio_core.access.middleware.Doorkeeper",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]


def apps_and_middleware(plugin_apps: list[str], engine: str) -> dict[str, Any]:
    """Core's rooms first, then the plugins in the order of their requirements, then what they stand on."""
    postgres = ["django.contrib.postgres"] if engine.endswith("postgresql") else []
    rooms = [f"vivaio_core.{room}.apps.{room.title()}" for room in CORE]
    return {"INSTALLED_APPS": [*rooms, *plugin_apps, *STACK, *postgres], "MIDDLEWARE": MIDDLEWARE}


def templates(base: Path) -> list[dict[str, Any]]:
    """The cooperative's own templates win over all others."""
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [base / "own" / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                    "vivaio_core.pages.context.site",
                ],
            },
        }
    ]
