"""Work of the night. It may run twice: what has been done is not done again."""

import logging
from contextlib import suppress

from django.db import OperationalError

from vivaio_core.site.tasks import task

log = logging.getLogger(__name__)


@task()
def nightly() -> int:
    """Release holds that are due, seal every book, check everything. Return how many faults were found; they are told to the trail."""
    from vivaio_core.ledger.models import Book
    from vivaio_core.ledger.selectors.checking import check
    from vivaio_core.ledger.services.expiry import expire_holds
    from vivaio_core.ledger.services.seals import seal
    from vivaio_core.trail.services import record

    expire_holds()
    for book in Book.objects.all():
        # Somebody held a payment open for longer than the seal waits: the next night will do.
        with suppress(OperationalError):
            seal(book)
    faults = check()
    if faults:
        log.error("ledger: %s", faults[:20])
        record(kind="ledger.unsound", payload={"count": len(faults), "rules": sorted({fault.rule for fault in faults})})
    return len(faults)
