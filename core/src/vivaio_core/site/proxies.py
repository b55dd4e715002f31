"""Remembers through how many proxies requests arrive, so that `doctor` can compare it with coop.toml (platform P3)."""

from django.core.cache import cache
from django.http import HttpRequest

KEY = "site.forwarded_hops"
DAY = 24 * 3600


def remember_hops(request: HttpRequest) -> None:
    """Keep how many addresses the proxies wrote on a sign-in that succeeded: a stranger's forgery never counts."""
    header = request.META.get("HTTP_X_FORWARDED_FOR", "")
    cache.set(KEY, len([part for part in header.split(",") if part.strip()]), DAY)


def forwarded_hops() -> int | None:
    """The number of the last sign-in of today; None when nobody came."""
    hops: int | None = cache.get(KEY)
    return hops
