"""Settings of Wagtail."""

from typing import Any

from vivaio_core.contract.coop import Coop


def wagtail(coop: Coop) -> dict[str, Any]:
    """No outside request, no password door beside allauth's."""
    return {
        "WAGTAIL_SITE_NAME": coop.cooperative.name,
        "WAGTAILADMIN_BASE_URL": f"{'https' if coop.site.https else 'http'}://{coop.site.host or 'localhost:8000'}",
        "WAGTAIL_GRAVATAR_PROVIDER_URL": None,
        "WAGTAIL_ENABLE_UPDATE_CHECK": False,
        "WAGTAIL_PASSWORD_RESET_ENABLED": False,
        "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED": False,
        "WAGTAIL_PRIVATE_PAGE_OPTIONS": {"SHARED_PASSWORD": False},
        "WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS": {"SHARED_PASSWORD": False},
        "WAGTAILADMIN_PERMITTED_LANGUAGES": [("it", "Italiano")],
        "WAGTAILIMAGES_EXTENSIONS": ["gif", "jpg", "jpeg", "png", "webp"],
        "WAGTAILDOCS_EXTENSIONS": ["csv", "docx", "odt", "ods", "pdf", "txt", "xlsx"],
        "WAGTAILSEARCH_BACKENDS": {"default": {"BACKEND": "wagtail.search.backends.database"}},
        "TASKS": {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}},
    }
