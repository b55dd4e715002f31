"""What every template knows."""

from typing import Any

from django.http import HttpRequest

from vivaio_core.site.coop import coop


def site(request: HttpRequest) -> dict[str, Any]:
    """`coop`: the cooperative's own data."""
    return {"coop": coop()}
