"""Settings of Wagtail, and of the tasks that it and we leave for later."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from vivaio_core.contract.coop import Coop


def address(coop: Coop, environ: Mapping[str, str]) -> str:
    """Where letters send people: the site's own name, or this machine at the port that `start` found free."""
    return f"{'https' if coop.site.https else 'http'}://{coop.site.host or 'localhost:' + environ.get('VIVAIO_PORT', '8000')}"


def wagtail(coop: Coop, environ: Mapping[str, str]) -> dict[str, Any]:
    """No outside request, no password door beside allauth's."""
    return {
        "WAGTAIL_SITE_NAME": coop.cooperative.name,
        "WAGTAILADMIN_LOGIN_URL": "account_login",
        "WAGTAIL_FRONTEND_LOGIN_URL": "/accesso/login/code/",
        "WAGTAILUSERS_PASSWORD_ENABLED": False,
        "WAGTAIL_EMAIL_MANAGEMENT_ENABLED": False,
        "WAGTAILADMIN_BASE_URL": address(coop, environ),
        "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
        "WAGTAIL_ENABLE_UPDATE_CHECK": False,
        "WAGTAIL_PASSWORD_RESET_ENABLED": False,
        "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED": False,
        "WAGTAIL_PRIVATE_PAGE_OPTIONS": {"SHARED_PASSWORD": False},
        "WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS": {"SHARED_PASSWORD": False},
        "WAGTAIL_USER_TIME_ZONES": ["Europe/Rome"],
        "WAGTAILADMIN_PERMITTED_LANGUAGES": [("it", "Italiano")],
        "WAGTAILIMAGES_EXTENSIONS": ["gif", "jpg", "jpeg", "png", "webp"],
        "WAGTAILDOCS_EXTENSIONS": ["csv", "docx", "odt", "ods", "pdf", "txt", "xlsx"],
        "WAGTAILSEARCH_BACKENDS": {"default": {"BACKEND": "wagtail.search.backends.database"}},
        "WAGTAILDOCS_SERVE_METHOD": "serve_view",
        "WAGTAILIMAGES_MAX_UPLOAD_SIZE": 20 * 1024 * 1024,
        "WAGTAILDOCS_MAX_UPLOAD_SIZE": 40 * 1024 * 1024,
    }


def tasks() -> dict[str, Any]:
    """What is done later, by the worker, which says every few seconds that it lives (platform P12)."""
    return {
        "TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}},
        "WORKER_BEAT_SECONDS": 3,
        "WORKER_DEAD_AFTER": timedelta(seconds=15),
    }
