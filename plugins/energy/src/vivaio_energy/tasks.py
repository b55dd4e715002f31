"""Background work of energy."""

from datetime import date

from vivaio_core.site.tasks import task
from vivaio_energy.services.accrue_donations import accrue_donations


@task()
def accrue_year(year: int, on: str) -> int:
    """Record the donations of a year; `on` is an ISO day. Running twice adds nothing. Return how many were written."""
    return accrue_donations(actor=None, year=year, on=date.fromisoformat(on)).entries
