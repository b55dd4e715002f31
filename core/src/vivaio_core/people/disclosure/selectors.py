"""Reads about requests on one's data, and all that is held about somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from vivaio_core.pages.numbers import day
from vivaio_core.people.disclosure.models import CorrectionRequest, DisclosureRequest, ErasureRequest
from vivaio_core.people.disclosure.plan import selves
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party
from vivaio_core.site.plugin import Waiting
from vivaio_core.site.registry import rooms

OPEN_ERASURES = (ErasureRequest.State.RECEIVED, ErasureRequest.State.PLANNED)


@dataclass(frozen=True)
class Requests:
    """What a party has asked, newest first."""

    disclosures: list[DisclosureRequest]
    corrections: list[CorrectionRequest]
    erasures: list[ErasureRequest]

    @property
    def erasure(self) -> ErasureRequest | None:
        """The open request to be forgotten."""
        return next((row for row in self.erasures if row.state in OPEN_ERASURES), None)


def personal_data(party: Party) -> dict[str, Any]:
    """All that core and every plugin hold about somebody, room by room; what was merged into the entry belongs to it (P29)."""
    found: dict[str, Any] = {}
    for room in rooms():
        for number, one in enumerate(selves(party)):
            said = {name: value for name, value in room.personal_data(one).items() if value not in (None, "", [], {})}
            if said:
                found[f"{room.label}_{number + 1}" if number else room.label] = said
    return found


def requests_of(party: Party) -> Requests:
    """Everything a party has asked about its data; three queries."""
    models = (DisclosureRequest, CorrectionRequest, ErasureRequest)
    return Requests(*(list(model.objects.filter(party=party)) for model in models))  # type: ignore[arg-type]


def asked_by(party: Party) -> list[tuple[str, str]]:
    """Address in the office and words of everything a party has asked, newest first; three queries."""
    found = requests_of(party)
    rows: list[tuple[str, Any]] = [("office_disclosures", row) for row in found.disclosures] + [
        ("office_corrections", row) for row in found.corrections
    ]
    rows += [("office_erasures", row) for row in found.erasures]
    rows.sort(key=lambda pair: pair[1].received_on, reverse=True)
    return [(reverse(f"{space}:page", args=[row.pk]), _told(row)) for space, row in rows]


def _told(row: Any) -> str:
    """«Richiesta di cancellazione, 3 marzo 2026: eseguita»."""
    return f"{str(row._meta.verbose_name).capitalize()}, {day(row.received_on)}: {row.get_state_display()}"


def listed(model: type[Any]) -> QuerySet[Any]:
    """The requests of one kind, with whose they are."""
    rows: QuerySet[Any] = model.objects.select_related("party").order_by("-received_on", "-pk")
    return rows


def search(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Keep those whose person's name holds every word."""
    for word in fold(words).split()[:8]:
        rows = rows.filter(party__search_key__contains=word)
    return rows


def left_to_erase(on: date) -> QuerySet[ErasureRequest]:
    """Erasures done of which the law's time is over: what was kept can go now."""
    return listed(ErasureRequest).filter(state=ErasureRequest.State.DONE, keep_until__lt=on)


def waiting(on: date) -> list[Waiting]:
    """Requests to answer, by their legal clock, and what the law no longer keeps; four queries."""
    data, corrections = _open(DisclosureRequest, ["open"]), _open(CorrectionRequest, ["open"])
    erasures, kept = _open(ErasureRequest, OPEN_ERASURES), left_to_erase(on).count()
    rest = ngettext("erasure to complete: the time of the law is over", "erasures to complete: the time of the law is over", kept)
    places = {name: reverse(f"office_{name}:index") for name in ("disclosures", "corrections", "erasures")}
    return [
        _wait(data, ngettext("request to see one's data", "requests to see one's data", len(data)), f"{places['disclosures']}?state=open", on),
        _wait(
            corrections,
            ngettext("correction asked by a member", "corrections asked by members", len(corrections)),
            f"{places['corrections']}?state=open",
            on,
        ),
        _wait(erasures, ngettext("request to be forgotten", "requests to be forgotten", len(erasures)), places["erasures"], on),
        Waiting(rest, kept, f"{places['erasures']}?state=done"),
    ]


def _open(model: type[Any], states: Sequence[str]) -> list[tuple[date, date]]:
    """Day received and last day of the open requests."""
    return list(model.objects.filter(state__in=states).values_list("received_on", "due_on"))


def _wait(rows: list[tuple[date, date]], text: str, url: str, on: date) -> Waiting:
    return Waiting(text, len(rows), url, min((received for received, _due in rows), default=None), urgent=any(due < on for _received, due in rows))
