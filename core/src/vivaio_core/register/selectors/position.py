"""Where one member stands in the register, and what of the whole register waits in the office."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext

from vivaio_core.people.models import Party
from vivaio_core.register import periods
from vivaio_core.register.selectors import book
from vivaio_core.site.plugin import Waiting

SHOWN = 30


def position(party: Party, on: date) -> dict[str, Any]:
    """Holding, what is paid and owed in cents, the first day of vote, the entries, newest first. Three queries."""
    entries = list(book.entries(party).order_by("-seq").annotate(paid=book.paid_by(on)))
    held = periods.holding(entries, on)
    paid = (entries[0].paid or 0) if entries else 0
    counted = [entry for entry in entries if entry.effective_on <= on]
    owed = sum(entry.amount_cents + entry.premium_cents for entry in counted) - paid if held.status else 0
    now = next((period for period in reversed(periods.periods(entries)) if period.ended_on is None), None)
    first = book.votes_from_day(now.recorded_on) if now else None
    return {
        "holding": held,
        "paid_cents": paid,
        "owed_cents": max(owed, 0),
        "votes_from": first,
        "entries": entries[:SHOWN],
        "entry_count": len(entries),
        "period": now,
    }


def waiting(on: date) -> list[Waiting]:
    """A register whose picture has come apart, urgently; and members who have not paid all their shares."""
    apart = len(book.drift(on))
    owing = book.owing(on).count()
    text = ngettext("member whose list entry differs from the register", "members whose list entry differs from the register", apart)
    unpaid = ngettext("member with shares still to be paid", "members with shares still to be paid", owing)
    return [
        Waiting(text, apart, reverse("office_register:standing"), urgent=True),
        Waiting(unpaid, owing, f"{reverse('office_register:standing')}?da_pagare=1"),
    ]
