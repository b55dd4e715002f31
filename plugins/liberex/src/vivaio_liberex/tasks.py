"""Work of the night. It may run twice: what has been done is not done again."""

import logging

from django.utils import timezone

from vivaio_core.site.tasks import task

log = logging.getLogger(__name__)


@task()
def nightly() -> int:
    """The circuit's night: lines, promises, requests, standing orders, unpaid fees, the board, then the check.

    Return how many faults; the trail is told.
    """
    from vivaio_core.trail.services import record
    from vivaio_liberex.selectors.soundness import faults
    from vivaio_liberex.services.board.expire import expire_listings
    from vivaio_liberex.services.board.forget_ended import forget_ended
    from vivaio_liberex.services.fees import follow_fees
    from vivaio_liberex.services.lines import end_lines
    from vivaio_liberex.services.mixed import expire_promises
    from vivaio_liberex.services.requests import expire_requests
    from vivaio_liberex.services.standing import run_standing

    on = timezone.localdate()
    end_lines(on=on)
    expire_promises(on=on)
    expire_requests(on=on)
    run_standing(on=on)
    follow_fees(on=on)
    expire_listings(on=on)
    forget_ended(on=on)
    found = faults(on)
    if found:
        log.error("liberex: %s", found[:20])
        record(kind="liberex.unsound", payload={"count": len(found), "rules": sorted({fault.rule for fault in found})})
    return len(found)
