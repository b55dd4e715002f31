"""What somebody signed: also under the entries that were merged into theirs, because a signature never changes hands (people P3, P18)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, DateTimeField, F, Field, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from vivaio_core.documents.models import LivingDocument, Signature
from vivaio_core.documents.standing import Signed
from vivaio_core.people.models import Party

# The entry itself, one merged into it, one merged into that: each asked alone, so that the database can use its indexes.
SELVES = ("party", "party__merged_into", "party__merged_into__merged_into")
Inherited = dict[int, tuple[int, datetime]]
LONG_AGO = datetime(1, 1, 2, tzinfo=timezone.get_fixed_timezone(0))


def signatures_until(on: date) -> QuerySet[Signature]:
    """The signatures made by the end of the day."""
    return Signature.objects.filter(at__lt=timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min)))


def signatures_of(party: Party) -> QuerySet[Signature]:
    """What a party signed, newest first."""
    mine = Party.objects.filter(Q(pk=party.pk) | Q(merged_into=party.pk) | Q(merged_into__merged_into=party.pk))
    return Signature.objects.filter(party__in=mine).select_related("version__document").order_by("-at", "-pk")


def signed_for_others(party: Party) -> QuerySet[Signature]:
    """What a person signed on the site for organisations, newest first."""
    if party.login_id is None:
        return Signature.objects.none()
    return Signature.objects.filter(actor=party.login_id, channel=Signature.Channel.WEB).exclude(party=party).order_by("-at", "-pk")


def signed_by(parties: QuerySet[Party], document: LivingDocument) -> dict[int, list[Signed]]:
    """What each of many parties signed of a document; as many queries as SELVES."""
    found: dict[int, list[Signed]] = {}
    for path in SELVES:
        rows = Signature.objects.filter(**{"version__document": document, f"{path}__in": parties.order_by()})
        for pk, number, at in rows.annotate(who=F(f"{path}__id")).values_list("who", "version__number", "at"):
            found.setdefault(pk, []).append(Signed(number, timezone.localdate(at)))
    return found


def signed_number(document: LivingDocument, on: date, party: str = "pk", inherited: Inherited | None = None) -> Combinable:
    """An expression: the newest version that the party of a row (in its field `party`) signed by the end of the day; 0 for none. One query."""
    own = Coalesce(Subquery(_last(document, on, party).values("version__number")[:1]), 0, output_field=IntegerField())
    rows = inherited_by(document, on) if inherited is None else inherited
    return _newest(own, {pk: number for pk, (number, _at) in rows.items()}, party, IntegerField())


def signed_at(document: LivingDocument, on: date, inherited: Inherited) -> Combinable:
    """An expression: when the party of a row signed last by the end of the day; LONG_AGO for never."""
    never = Value(LONG_AGO, output_field=DateTimeField())
    own = Coalesce(Subquery(_last(document, on, "pk").values("at")[:1]), never, output_field=DateTimeField())
    return _newest(own, {pk: at for pk, (_number, at) in inherited.items()}, "pk", DateTimeField())


def _last(document: LivingDocument, on: date, party: str) -> QuerySet[Signature]:
    return signatures_until(on).filter(version__document=document, party=OuterRef(party)).order_by("-version__number")


def inherited_by(document: LivingDocument, on: date) -> Inherited:
    """What the entries merged into a party signed: party → newest version and its moment. They are few, so they are read, not joined:
    a join through three entries makes PostgreSQL read every signature for every row."""
    rows = signatures_until(on).filter(version__document=document, party__merged_into__isnull=False).order_by("version__number")
    found: Inherited = {}
    for first, second, number, at in rows.values_list("party__merged_into", "party__merged_into__merged_into", "version__number", "at"):
        found |= {pk: (number, at) for pk in (first, second) if pk}
    return found


def _newest(own: Coalesce, inherited: dict[int, Any], party: str, output: Field[Any, Any]) -> Combinable:
    if not inherited:
        return own
    whens = [When(**{party: pk}, then=Value(value, output_field=output)) for pk, value in inherited.items()]
    return Greatest(own, Case(*whens, default=own, output_field=output))
