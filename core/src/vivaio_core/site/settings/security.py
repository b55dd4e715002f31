"""Transport, cookies, Content-Security-Policy. One switch in coop.toml (`site.https`) drives all that needs https."""

from collections.abc import Mapping
from typing import Any

from csp.constants import NONE, SELF

from vivaio_core.contract.coop import Coop

POLICY: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}


def security(coop: Coop, debug: bool, environ: Mapping[str, str]) -> dict[str, Any]:
    """Production values; http only where coop.toml says so."""
    https = coop.site.https
    hosts = [host for host in [coop.site.host, *environ.get("ALLOWED_HOSTS", "").split(",")] if host]
    return {
        "ALLOWED_HOSTS": hosts + ([] if https else ["localhost", "127.0.0.1", "[::1]"]),
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": POLICY},
        "SECURE_SSL_REDIRECT": https,
        "SECURE_HSTS_SECONDS": 31536000 if https else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": https,
        "SECURE_HSTS_PRELOAD": https,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_NAME": "__Host-session" if https else "session",
        "CSRF_COOKIE_SECURE": https,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_NAME": "__Host-csrf" if https else "csrf",
        "X_FRAME_OPTIONS": "SAMEORIGIN",
    }
