"""Outgoing mail: a server by EMAIL_URL, files in var/posta without it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from vivaio_core.contract.coop import Coop
from vivaio_core.contract.errors import ConfigurationError, Problem

SCHEMES = {"smtp": 25, "submission": 587, "smtps": 465}


def mail(coop: Coop, base: Path, environ: Mapping[str, str]) -> dict[str, Any]:
    """`smtp://`, `submission://` (STARTTLS) or `smtps://` with user:password@host:port. Raises ConfigurationError on any other text."""
    common = {
        "DEFAULT_FROM_EMAIL": coop.contact.email,
        "SERVER_EMAIL": coop.contact.email,
        "EMAIL_SUBJECT_PREFIX": f"{coop.cooperative.name}: ",
        "EMAIL_TIMEOUT": 20,
        "EMAIL_FILE_PATH": base / "var" / "posta",
    }
    url = environ.get("EMAIL_URL", "")
    if not url:
        return common | {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ConfigurationError("EMAIL_URL", [Problem("", "scriva per esempio submission://utente:password@smtp.esempio.it:587")])
    return common | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or SCHEMES[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "submission",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
