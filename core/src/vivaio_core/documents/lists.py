"""What the office lists: documents with where they stand, signatures, who must sign again."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from vivaio_core.documents import selectors
from vivaio_core.documents.models import DocumentVersion, LivingDocument, Signature
from vivaio_core.documents.standing import Signed, Standing, needed, standing
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Party
from vivaio_core.trail.models import Event

TO_SIGN, MISSED, NEVER = "to_sign", "missed", "never"


@dataclass(frozen=True)
class Pressing:
    """How many have a document to sign: in time, too late, and never signed; `by` is the last day of those in time."""

    document: LivingDocument
    to_sign: int
    missed: int
    never: int
    by: date | None


def documents(on: date) -> QuerySet[LivingDocument]:
    """Every document with the version in force (`number`, `since`), whether a draft waits, and how many signed the version in force."""
    now = DocumentVersion.objects.filter(document=OuterRef("pk"), state=selectors.PUBLISHED, in_force_from__lte=on).order_by(
        "-in_force_from", "-number"
    )
    signed = Signature.objects.filter(version__document=OuterRef("pk"), version__number=OuterRef("number")).order_by()
    draft = DocumentVersion.objects.filter(document=OuterRef("pk"), state=DocumentVersion.State.DRAFT)
    rows = LivingDocument.objects.annotate(number=Subquery(now.values("number")[:1]), since=Subquery(now.values("in_force_from")[:1]))
    counted = Subquery(signed.values("version").annotate(n=Count("pk")).values("n")[:1])
    return rows.annotate(draft=Exists(draft), signed_now=counted).order_by("title", "pk")


def versions(document: LivingDocument) -> QuerySet[DocumentVersion]:
    """All versions of a document, drafts included, newest first, with how many signed each."""
    return document.versions.select_related("resolution").annotate(signatures_count=Count("signatures")).order_by("-number")


def signatures() -> QuerySet[Signature]:
    """All signatures with who, what and who recorded them, newest first."""
    return Signature.objects.select_related("party", "version__document", "actor").defer("version__text").order_by("-at", "-pk")


def search_signatures(rows: QuerySet[Signature], words: str) -> QuerySet[Signature]:
    """Keep those of whom the name holds every word."""
    for word in fold(words).split()[:8]:
        rows = rows.filter(party__search_key__contains=word)
    return rows


def search_parties(rows: QuerySet[Party], words: str) -> QuerySet[Party]:
    """Keep those whose name or e-mail holds every word."""
    for word in fold(words).split()[:8]:
        rows = rows.filter(Q(search_key__contains=word) | Q(email__icontains=word))
    return rows


def by_urgency(rows: QuerySet[Any], found: selectors.Scheme, wanted: str, on: date) -> QuerySet[Any]:
    """Keep, of those who must sign, the ones in time, too late, or that never signed."""
    missed, _pending = needed(found.texts, on)
    never = Q(signed_no=0) & selectors.strict(found)
    if wanted == NEVER:
        return rows.filter(never)
    rows = rows.exclude(never)
    return rows.filter(signed_no__lt=missed) if wanted == MISSED else rows.filter(signed_no__gte=missed)


def standing_of(row: Party, found: selectors.Scheme, on: date) -> Standing:
    """The standing of a row of `must_sign_again`, without a further query."""
    since, exempt = selectors.duty(row, found)
    number, at = row.signed_no, row.signed_at  # type: ignore[attr-defined]
    signed = [Signed(number, timezone.localdate(at))] if number else []
    return standing(found.texts, signed, on, since=since, exempt=exempt)


def pressing(on: date) -> list[Pressing]:
    """For each signed document, how many have it to sign; the documents in one query, then one for each."""
    found = []
    for one in selectors.signed_documents(on):
        missed, pending = needed(one.texts, on)
        rows = selectors.must_sign_again(on, one.document.code)
        never = Q(signed_no=0) & selectors.strict(one)
        urgency = Case(When(never, then=Value(NEVER)), When(signed_no__lt=missed, then=Value(MISSED)), default=Value(TO_SIGN))
        counts = dict(rows.annotate(urgency=urgency).order_by().values_list("urgency").annotate(n=Count("pk")).values_list("urgency", "n"))
        days = [text.resign_by for text in one.texts if text.resign_by and text.in_force_from <= on <= text.resign_by]
        by = min(days, default=None) if pending else None
        found.append(Pressing(one.document, counts.get(TO_SIGN, 0), counts.get(MISSED, 0), counts.get(NEVER, 0), by))
    return found


def events_on(document: LivingDocument) -> QuerySet[Event]:
    """What happened to a document and its versions, newest first."""
    return Event.objects.filter(target=f"documents.LivingDocument:{document.pk}").select_related("actor").order_by("-seq")
