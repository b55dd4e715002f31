"""When the demonstration may show its letters and second factors."""

from django.http import HttpRequest

from vivaio_core.site.coop import coop

LOOPBACK = {"127.0.0.1", "::1"}


def trial_mail_is_open(request: HttpRequest) -> bool:
    """True only in a demonstration without host and https, asked for by this very machine and through no proxy."""
    site = coop().site
    named_local = request.get_host().rsplit(":", 1)[0] in {"localhost", "127.0.0.1", "[::1]"}
    forwarded = any(request.META.get(name) for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"))
    public = site.https or site.host or site.trusted_proxies
    return bool(site.demo and not public and named_local and request.META.get("REMOTE_ADDR") in LOOPBACK and not forwarded)
