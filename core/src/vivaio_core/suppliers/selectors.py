"""Reads of suppliers: who may take orders on a day (people P17), lists, figures."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vivaio_core.documents import selectors as documents
from vivaio_core.documents.signed import signed_number
from vivaio_core.documents.standing import in_force, needed
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party
from vivaio_core.suppliers.models import Distributor, Supplier
from vivaio_core.suppliers.states import WORDS, Shown

SMALL = 20
"""A supplier is small with fewer people than this: the measure the cooperative's report uses, a figure shown and no rule."""


@dataclass(frozen=True)
class Figures:
    """How many suppliers are active on a day, and what they are; how many are suspended."""

    active: int
    cooperatives: int
    social: int
    disadvantaged: int
    local_and_small: int
    suspended: int

    @property
    def local_percent(self) -> int:
        """Share of the active ones that are local and small, in whole percent."""
        return round(100 * self.local_and_small / self.active) if self.active else 0


def supplier_of(party: Party) -> Supplier | None:
    """The supplier that a party is or was."""
    return Supplier.objects.filter(party=party).select_related("party").first()


def state_on(supplier: Supplier, on: date) -> Shown:
    """What a supplier is on the day."""
    return Shown(with_state(Supplier.objects.filter(pk=supplier.pk), on).values_list("shown", flat=True).get())


def can_take_orders(supplier: Supplier, on: date) -> bool:
    """True when new orders may go to the supplier on the day: it is one, and its signature under the charter is valid (people P17)."""
    return state_on(supplier, on) == Shown.ACTIVE


def taking_orders(on: date) -> QuerySet[Any]:
    """The suppliers to whom new orders may go on the day (people P17)."""
    return suppliers(on).filter(shown=Shown.ACTIVE.value)


def why_no_orders(supplier: Supplier, on: date) -> str:
    """In one sentence why the supplier may take no new order on the day; empty when it may (people P17)."""
    texts = {
        Shown.CANDIDATE: _("%(supplier)s is still a candidate: it becomes a supplier first."),
        Shown.SUSPENDED: _("%(supplier)s is suspended until it signs the charter."),
        Shown.ENDED: _("%(supplier)s is no longer a supplier."),
    }
    shown = state_on(supplier, on)
    return texts[shown] % {"supplier": supplier} if shown in texts else ""


def can_be_paid(supplier: Supplier) -> bool:
    """True for everybody who ever took an order: a suspension or an end stops new orders, never the payment of what is owed (people P17)."""
    return supplier.started_on is not None


def with_state(rows: QuerySet[Supplier], on: date) -> QuerySet[Any]:
    """Each supplier with `shown`, its state on the day, and `signed_no`, the version of the charter it signed last (0 for none): all in SQL."""
    found = documents.scheme(documents.CHARTER, on)
    ended, candidate = Q(ended_on__lte=on), Q(started_on__isnull=True) | Q(started_on__gt=on)
    whens = [When(ended, then=Value(Shown.ENDED.value)), When(candidate, then=Value(Shown.CANDIDATE.value))]
    begun = found and in_force(found.texts, on)
    if found is None or begun is None or found.suppliers_from is None or not found.document.signed_by_suppliers:
        return rows.annotate(signed_no=Value(0), shown=Case(*whens, default=Value(Shown.ACTIVE.value)))
    least = max(needed(found.texts, on)[0], 1)
    rows = rows.annotate(signed_no=signed_number(found.document, on, party="party"))
    return rows.annotate(shown=Case(*whens, When(signed_no__lt=least, then=Value(Shown.SUSPENDED.value)), default=Value(Shown.ACTIVE.value)))


def suppliers(on: date) -> QuerySet[Any]:
    """All suppliers with their party and state, by name."""
    return with_state(Supplier.objects.select_related("party"), on).order_by("party__search_key", "pk")


def search(rows: QuerySet[Supplier], words: str) -> QuerySet[Supplier]:
    """Keep those whose name, or what they supply, holds every word."""
    for word in fold(words).split()[:8]:
        rows = rows.filter(Q(party__search_key__contains=word) | Q(supplies__icontains=word))
    return rows


def by_signature(rows: QuerySet[Any], wanted: str, on: date) -> QuerySet[Any]:
    """Keep those in service whose signature is `good`, `due` again in time, or missing (`none`)."""
    found = documents.scheme(documents.CHARTER, on)
    pending = needed(found.texts, on)[1] if found else 0
    rows = rows.filter(Supplier.in_service(on))
    if wanted == "none":
        return rows.filter(signed_no=0)
    active = rows.filter(shown=Shown.ACTIVE.value)
    return active.filter(signed_no__lt=pending) if wanted == "due" else active.filter(signed_no__gte=pending)


def state_in_words(shown: str) -> str:
    """«attivo», «sospeso: Carta da firmare»."""
    return str(WORDS[Shown(shown)])


def figures(on: date) -> Figures:
    """The figures of the suppliers in service on the day, in three queries."""
    active = Q(shown=Shown.ACTIVE.value)
    counted = with_state(Supplier.objects.filter(Supplier.in_service(on)), on).aggregate(
        active=Count("pk", filter=active),
        cooperatives=Count("pk", filter=active & Q(is_cooperative=True)),
        social=Count("pk", filter=active & Q(coop_type__startswith="social")),
        disadvantaged=Count("pk", filter=active & Q(employs_disadvantaged=True)),
        local_and_small=Count("pk", filter=active & Q(local=True, staff_count__lt=SMALL)),
        suspended=Count("pk", filter=Q(shown=Shown.SUSPENDED.value)),
    )
    return Figures(**counted)


def by_year(on: date, years: int = 6) -> list[tuple[str, float]]:
    """Suppliers in service at the end of each of the last years and on the day itself, in one query."""
    days = [date(year, 12, 31) for year in range(on.year - years + 1, on.year)] + [on]
    rows = list(Supplier.objects.filter(started_on__isnull=False).values_list("started_on", "ended_on"))
    return [(str(day.year), float(sum(start <= day and (end is None or end > day) for start, end in rows if start))) for day in days]


def by_kind(on: date) -> list[tuple[str, float]]:
    """Active suppliers by kind: each kind of cooperative, then all others."""
    active = with_state(Supplier.objects.filter(Supplier.in_service(on)), on).filter(shown=Shown.ACTIVE.value)
    counts = dict(active.order_by().values_list("coop_type").annotate(n=Count("pk")).values_list("coop_type", "n"))
    plain = counts.pop("", 0)
    cooperatives = active.filter(is_cooperative=True, coop_type="").count()
    rows = [(capfirst(str(Supplier.CoopType(kind).label)), float(n)) for kind, n in sorted(counts.items(), key=lambda pair: -pair[1])]
    rows += [(_("Other cooperatives"), float(cooperatives))] if cooperatives else []
    return [*rows, (_("Other businesses"), float(plain - cooperatives))]


def distributors() -> QuerySet[Distributor]:
    """All distributors with their party, by name."""
    return Distributor.objects.select_related("party").order_by("party__search_key", "pk")


def distributor_of(party: Party) -> Distributor | None:
    """The distributor that a party is or was."""
    return distributors().filter(party=party).first()


def distributors_by_kind(on: date) -> list[tuple[str, float]]:
    """Distributors of the day by kind, in the order of the kinds; none of a kind is left out. One query."""
    rows = Distributor.objects.filter(Supplier.in_service(on)).order_by().values_list("kind").annotate(n=Count("pk"))
    counts = dict(rows.values_list("kind", "n"))
    return [(capfirst(str(Distributor.Kind(kind).label)), float(counts[kind])) for kind in Distributor.Kind.values if kind in counts]


def waiting_charter(on: date) -> tuple[int, int]:
    """How many suppliers are suspended, and how many still have time to sign again."""
    found = documents.scheme(documents.CHARTER, on)
    if found is None:
        return 0, 0
    _missed, pending = needed(found.texts, on)
    rows = with_state(Supplier.objects.filter(Supplier.in_service(on)), on)
    counted = rows.aggregate(
        suspended=Count("pk", filter=Q(shown=Shown.SUSPENDED.value)), late=Count("pk", filter=Q(shown=Shown.ACTIVE.value, signed_no__lt=pending))
    )
    return counted["suspended"], counted["late"]
