"""Builds a site's Django settings from its folder, coop.toml and the environment. A site's own settings.py calls `build`."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vivaio_core.contract.discovery import installed, ordered
from vivaio_core.contract.load import load_coop
from vivaio_core.site.settings.apps import apps_and_middleware, templates
from vivaio_core.site.settings.data import caches, databases, files, secret_key
from vivaio_core.site.settings.mail import mail
from vivaio_core.site.settings.security import security
from vivaio_core.site.settings.sign_in import sign_in
from vivaio_core.site.settings.wagtail import tasks, wagtail


def build(base: Path, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return every setting of the site in `base`. Raises ConfigurationError or another ContractError with a text for people."""
    available = installed()
    coop = load_coop(base / "coop.toml", available)
    manifests = ordered(coop.plugins, available)
    data = databases(base, environ)
    engine = data["DATABASES"]["default"]["ENGINE"]
    return {
        "BASE_DIR": base,
        "COOP": coop,
        "DEBUG": environ.get("VIVAIO_DEBUG") == "1",
        "SECRET_KEY": secret_key(base, environ),
        "ROOT_URLCONF": "config.urls",
        "WSGI_APPLICATION": "config.wsgi.application",
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "LANGUAGE_CODE": "it",
        "LANGUAGES": [("it", "Italiano")],
        "TIME_ZONE": "Europe/Rome",
        "USE_I18N": True,
        "USE_TZ": True,
        "TEMPLATES": templates(base),
        **apps_and_middleware([manifest.app for manifest in manifests], engine),
        **data,
        **caches(base, environ, engine),
        **files(base),
        **mail(coop, base, environ),
        **security(coop, environ),
        **sign_in(coop),
        **wagtail(coop, environ),
        **tasks(),
    }
