"""Transport, cookies, Content-Security-Policy. One switch in coop.toml (`site.https`) drives all that needs https (platform P8)."""

from collections.abc import Mapping
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE

from vivaio_core.contract.coop import Coop

POLICY: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [SELF],
}
# Wagtail's date pickers write inline scripts (platform P16), its rich-text editor <style> elements whose text changes each time
# (no hash can name them); images are previewed from memory before they are uploaded. style="" stays forbidden.
OFFICE: dict[str, list[str]] = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src-elem": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}
PERMISSIONS = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()"
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def security(coop: Coop, environ: Mapping[str, str]) -> dict[str, Any]:
    """Production values; http only where coop.toml says so."""
    https = coop.site.https
    hosts = [host for host in [coop.site.host, *environ.get("ALLOWED_HOSTS", "").split(",")] if host]
    return {
        "ALLOWED_HOSTS": [*hosts, *LOCAL_HOSTS],
        "CSRF_TRUSTED_ORIGINS": [f"https://{host}" for host in hosts if https and host != "*"],
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": POLICY},
        "PERMISSIONS_POLICY": PERMISSIONS,
        "SECURE_SSL_REDIRECT": https,
        "SECURE_REDIRECT_EXEMPT": [r"^healthz$"],
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if https and coop.site.trusted_proxies else None,
        "SECURE_HSTS_SECONDS": 31536000 if https else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": https,
        "SECURE_HSTS_PRELOAD": https,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_NAME": "__Host-session" if https else "session",
        "CSRF_COOKIE_SECURE": https,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": "__Host-csrf" if https else "csrf",
        # Browsers that know frame-ancestors ignore this; the others show no page of ours in any frame.
        "X_FRAME_OPTIONS": "DENY",
    }
