"""What somebody signed: also under the entries that were merged into theirs, because a signature never changes hands (people P3, P18)."""

from datetime import date, datetime, time, timedelta

from django.db.models import DateTimeField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from vivaio_core.documents.models import LivingDocument, Signature
from vivaio_core.documents.standing import Signed
from vivaio_core.people.models import Party

# The entry itself, one merged into it, one merged into that: each asked alone, so that the database can use its indexes.
SELVES = ("party", "party__merged_into", "party__merged_into__merged_into")
LONG_AGO = datetime(1, 1, 2, tzinfo=timezone.get_fixed_timezone(0))


def signatures_until(on: date) -> QuerySet[Signature]:
    """The signatures made by the end of the day."""
    return Signature.objects.filter(at__lt=timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min)))


def signatures_of(party: Party) -> QuerySet[Signature]:
    """What a party signed, newest first."""
    mine = Party.objects.filter(Q(pk=party.pk) | Q(merged_into=party.pk) | Q(merged_into__merged_into=party.pk))
    return Signature.objects.filter(party__in=mine).select_related("version__document").order_by("-at", "-pk")


def signed_by(parties: QuerySet[Party], document: LivingDocument) -> dict[int, list[Signed]]:
    """What each of many parties signed of a document; as many queries as SELVES."""
    found: dict[int, list[Signed]] = {}
    for path in SELVES:
        rows = Signature.objects.filter(**{"version__document": document, f"{path}__in": parties.order_by()})
        for pk, number, at in rows.annotate(who=F(f"{path}__id")).values_list("who", "version__number", "at"):
            found.setdefault(pk, []).append(Signed(number, timezone.localdate(at)))
    return found


def signed_number(document: LivingDocument, on: date, party: str = "pk") -> Greatest:
    """An expression: the newest version that the party of a row (in its field `party`) signed by the end of the day; 0 for none."""
    newest = [_last(document, on, party, path).values("version__number")[:1] for path in SELVES]
    return Greatest(*(Coalesce(Subquery(one), 0, output_field=IntegerField()) for one in newest))


def signed_at(document: LivingDocument, on: date) -> Greatest:
    """An expression: when the party of a row signed last by the end of the day; LONG_AGO for never."""
    moments = [_last(document, on, "pk", path).values("at")[:1] for path in SELVES]
    never = Value(LONG_AGO, output_field=DateTimeField())
    return Greatest(*(Coalesce(Subquery(one), never, output_field=DateTimeField()) for one in moments))


def _last(document: LivingDocument, on: date, party: str, path: str) -> QuerySet[Signature]:
    """Through the merged entries first, which are few: the other way round a database without statistics reads every signature for every row."""
    rows = signatures_until(on).filter(version__document=document).order_by("-version__number")
    if path == "party":
        return rows.filter(party=OuterRef(party))
    return rows.filter(party__in=Party.objects.filter(**{path.removeprefix("party__"): OuterRef(OuterRef(party))}))
