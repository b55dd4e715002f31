"""What the libro soci holds about somebody. Its rows are never touched: the law keeps them, and here they only say so (people P29)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.people.models import Party
from vivaio_core.register.models.book import RegisterEntry, SharePayment
from vivaio_core.register.selectors.book import entries, holding
from vivaio_core.site.erasure import DataClass, Disposal

ENTRIES = "register.entries"
WORDS = (
    *(gettext_noop("register entries"), gettext_noop("number"), gettext_noop("kind"), gettext_noop("counts from"), gettext_noop("entered on")),
    *(gettext_noop("shares"), gettext_noop("amount"), gettext_noop("premium"), gettext_noop("resolution"), gettext_noop("reason")),
    *(gettext_noop("annotation"), gettext_noop("payments"), gettext_noop("on"), gettext_noop("how"), gettext_noop("reference")),
)


def disclosed(party: Party) -> dict[str, Any]:
    """Every annotation about the party and every payment of shares, JSON-ready."""
    return {
        "register_entries": [_entry(row) for row in entries(party)],
        "payments": [
            {"on": row.on.isoformat(), "amount_cents": row.amount_cents, "how": row.method, "reference": row.reference}
            for row in SharePayment.objects.filter(party=party)
        ],
    }


def held(party: Party, on: date) -> list[DataClass]:
    """The entries: alive while the party is a member or has shares to be paid back, then kept for the years of the rule."""
    rows = list(RegisterEntry.objects.filter(party=party).values_list("effective_on", "recorded_on"))
    now = holding(party, on)
    since = max((max(pair) for pair in rows), default=None)
    ground = _("The law wants the register of members kept whole.")
    alive = bool(now.status or now.qty)
    retention = "retention.register_years"
    return [DataClass(ENTRIES, _("Entries of the register of members"), len(rows), Disposal.KEEP, ground, retention, since, alive)]


def _entry(row: RegisterEntry) -> dict[str, Any]:
    return {
        "number": row.seq,
        "kind": str(row.get_kind_display()),
        "counts_from": row.effective_on.isoformat(),
        "entered_on": row.recorded_on.isoformat(),
        "shares": row.qty,
        "amount_cents": row.amount_cents,
        "premium_cents": row.premium_cents,
        "resolution": str(row.resolution or ""),
        "annotation": row.text,
    }
