"""Reads of authorisations: which wait for a decision, which can be used."""

from datetime import date

from django.db.models import F, QuerySet

from vivaio_core.payments.models.charges import Charge, MethodAuthorisation
from vivaio_core.payments.selectors.charges import entries_of
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party

State = MethodAuthorisation.State


def authorisations() -> QuerySet[MethodAuthorisation]:
    """All, newest first, with what a row shows."""
    found = MethodAuthorisation.objects.select_related("party__merged_into", "charge", "asked_by", "given_by", "used")
    return found.order_by("-asked_at", "-pk")


def search_authorisations(found: QuerySet[MethodAuthorisation], words: str) -> QuerySet[MethodAuthorisation]:
    """Those whose payer or reason holds every word."""
    for word in fold(words).split()[:8]:
        found = found.filter(party__search_key__contains=word) | found.filter(reason__icontains=word)
    return found


def asked() -> QuerySet[MethodAuthorisation]:
    """Those that wait for another person's decision, the oldest first."""
    return authorisations().filter(state=State.ASKED).order_by("asked_at")


def usable(party: Party, method: str, amount: int, on: date, charge: Charge | None) -> MethodAuthorisation | None:
    """The leave that covers this money: one for the very charge before a general one, the smallest that is enough; else the largest there is."""
    rows = MethodAuthorisation.objects.filter(party__in=entries_of(party), method=method, state=State.GIVEN, used=None, valid_to__gte=on)
    rows = rows.filter(charge=None) | rows.filter(charge=charge) if charge else rows.filter(charge=None)
    fitting = rows.filter(limit__gte=amount).order_by(F("charge").asc(nulls_last=True), "limit", "pk").first()
    return fitting or rows.order_by("-limit", "pk").first()
