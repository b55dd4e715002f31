"""Reads of living texts and signatures: which version is in force, how somebody stands (people P16 to P18), who must sign again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.documents.models import DocumentVersion, LivingDocument
from vivaio_core.documents.signed import inherited_by, signatures_of, signatures_until, signed_at, signed_by, signed_number
from vivaio_core.documents.standing import Signed, Standing, Text, in_force, needed, standing
from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.people import selectors as people
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Membership, Party
from vivaio_core.rules.selectors import rule

CHARTER = "charter"
MEMBERS_FROM, SUPPLIERS_FROM = "charter.members_from", "charter.suppliers_from"
PUBLISHED = DocumentVersion.State.PUBLISHED


@dataclass(frozen=True)
class Due:
    """A signature that somebody owes or soon will."""

    document: LivingDocument
    version: DocumentVersion
    standing: Standing


@dataclass(frozen=True)
class Scheme:
    """What a document asks on a day: its texts, and the first day from which new members and suppliers sign (None: they do not)."""

    document: LivingDocument
    versions: tuple[DocumentVersion, ...]
    members_from: date | None
    suppliers_from: date | None

    @property
    def texts(self) -> list[Text]:
        """The versions as P18 reads them."""
        return [Text(one.number, one.in_force_from, one.resign_by) for one in self.versions if one.in_force_from]

    def numbered(self, number: int) -> DocumentVersion:
        """The version of that number."""
        return next(one for one in self.versions if one.number == number)


def published(code: str) -> QuerySet[DocumentVersion]:
    """The published versions of a document, newest first."""
    found = DocumentVersion.objects.filter(document__code=code, state=PUBLISHED)
    return found.select_related("document", "resolution").order_by("-in_force_from", "-number")


def version_in_force(code: str, on: date) -> DocumentVersion | None:
    """The version of the document `code` in force on the day."""
    return published(code).filter(in_force_from__lte=on).first()


def signable() -> QuerySet[DocumentVersion]:
    """The published versions of what somebody signs, newest first."""
    signed = Q(document__signed_by_members=True) | Q(document__signed_by_suppliers=True) | Q(document__signed_by_staff=True)
    return DocumentVersion.objects.filter(signed, state=PUBLISHED).select_related("document").order_by("document__title", "-number")


def now_among(versions: Iterable[DocumentVersion], on: date) -> DocumentVersion | None:
    """The version in force on the day among the published ones of a document, already read newest first."""
    return next((one for one in versions if one.in_force_from and one.in_force_from <= on), None)


def signs(party: Party, document: LivingDocument, on: date) -> bool:
    """Whether a party is among those who sign the document on the day."""
    found = scheme(document.code, on)
    row = with_roles(Party.objects.filter(pk=party.pk), on).first()
    return bool(found and row and concerns(row, found))


def may_read(party: Party, document: LivingDocument, on: date) -> bool:
    """Public documents are for everybody, the others for members and for those who sign them."""
    return document.public or people.is_member(party, on) or signs(party, document, on)


def signed_documents(on: date) -> list[Scheme]:
    """Every document that somebody signs and that has a published text, in two queries at most."""
    rows = signable().order_by("document__title", "document", "number")
    by_document: dict[LivingDocument, list[DocumentVersion]] = {}
    for row in rows:
        by_document.setdefault(row.document, []).append(row)
    return [_scheme(document, versions, on) for document, versions in by_document.items()]


def scheme(code: str, on: date) -> Scheme | None:
    """What the document `code` asks on the day; None while nothing of it is published or nobody signs it."""
    versions = list(published(code).order_by("number"))
    return _scheme(versions[0].document, versions, on) if versions and versions[0].document.signed else None


def charter_standing(party: Party, on: date) -> Standing:
    """How a party stands with the charter on the day (people P18)."""
    return standings(Party.objects.filter(pk=party.pk), on)[party.pk]


def standings(parties: QuerySet[Party] | Iterable[Party], on: date, code: str = CHARTER) -> dict[int, Standing]:
    """How each of many parties stands on the day; a constant number of queries."""
    found = scheme(code, on)
    rows = parties if isinstance(parties, QuerySet) else Party.objects.filter(pk__in=[party.pk for party in parties])
    if found is None:
        return {pk: standing([], [], on) for pk in rows.values_list("pk", flat=True)}
    duties = {row.pk: duty(row, found) for row in with_roles(rows.order_by("pk"), on)}
    signed = signed_by(rows, found.document)
    return {pk: standing(found.texts, signed.get(pk, []), on, since=since, exempt=exempt) for pk, (since, exempt) in duties.items()}


def charter_blocks_member(party: Party, on: date) -> str | None:
    """Why somebody cannot be admitted on the day `on` (people P16), in words; None when the charter is no hindrance."""
    return _blocks(party, on, MEMBERS_FROM)


def charter_blocks_supplier(party: Party, on: date) -> str | None:
    """Why somebody cannot begin as a supplier on the day `on` (people P16), in words; None when the charter is no hindrance."""
    return _blocks(party, on, SUPPLIERS_FROM)


def signatures_due(party: Party, on: date) -> list[Due]:
    """What a party has to sign, the most pressing first; three queries, however many documents."""
    schemes = signed_documents(on)
    row = with_roles(Party.objects.filter(pk=party.pk), on).first() if schemes else None
    if row is None:
        return []
    signed: dict[int, list[Signed]] = {}
    for pk, number, at in signatures_of(party).values_list("version__document_id", "version__number", "at"):
        signed.setdefault(pk, []).append(Signed(number, timezone.localdate(at)))
    found = []
    for one in schemes:
        if not concerns(row, one):
            continue
        since, exempt = duty(row, one)
        answer = standing(one.texts, signed.get(one.document.pk, []), on, since=since, exempt=exempt)
        if answer.must_sign is not None:
            found.append(Due(one.document, one.numbered(answer.must_sign), answer))
    return sorted(found, key=lambda due: (due.standing.valid, due.standing.by or on, due.document.title))


def must_sign_again(on: date, code: str = CHARTER) -> QuerySet[Party]:
    """Everybody who is in and has the document `code` to sign on the day, with `signed_no`, `signed_at` and the roles of `with_roles`."""
    found = scheme(code, on)
    if found is None or in_force(found.texts, on) is None:
        return Party.objects.none()
    _missed, pending = needed(found.texts, on)
    rows = with_signature(with_roles(Party.objects.filter(status=Party.Status.ACTIVE), on), found.document, on)
    return rows.filter(concerned(found)).filter(Q(signed_no__lt=pending) | (Q(signed_no=0) & strict(found))).order_by("search_key", "pk")


def with_roles(rows: QuerySet[Party], on: date) -> QuerySet[Party]:
    """Each party with `member_from`, `supplier_from` (its first day, or None when it is none on the day) and `staff`."""
    from vivaio_core.suppliers.models import Supplier

    bonds = Membership.objects.filter(people.in_force(on), party=OuterRef("pk")).order_by("effective_on").values("effective_on")[:1]
    supplies = Supplier.objects.filter(Supplier.in_service(on), party=OuterRef("pk")).values("started_on")[:1]
    staff = Case(When(login__is_staff=True, then=Value(True)), default=Value(False))
    return rows.annotate(member_from=Subquery(bonds), supplier_from=Subquery(supplies), staff=staff)


def with_signature(rows: QuerySet[Party], document: LivingDocument, on: date) -> QuerySet[Party]:
    """Each party with `signed_no`, the newest version of the document it signed by the end of the day (0 for none), and `signed_at`."""
    inherited = inherited_by(document, on)
    return rows.annotate(signed_no=signed_number(document, on, inherited=inherited), signed_at=signed_at(document, on, inherited))


def concerns(row: Party, found: Scheme) -> bool:
    """Whether a party, read by `with_roles`, is among those who sign the document."""
    document = found.document
    member = document.signed_by_members and found.members_from is not None and row.member_from is not None  # type: ignore[attr-defined]
    supplier = document.signed_by_suppliers and found.suppliers_from is not None and row.supplier_from is not None  # type: ignore[attr-defined]
    return bool(member or supplier or (document.signed_by_staff and row.staff))  # type: ignore[attr-defined]


def concerned(found: Scheme) -> Q:
    """`concerns` in SQL."""
    either = Q(pk__in=[])
    if found.document.signed_by_members and found.members_from:
        either |= Q(member_from__isnull=False)
    if found.document.signed_by_suppliers and found.suppliers_from:
        either |= Q(supplier_from__isnull=False)
    return either | Q(staff=True) if found.document.signed_by_staff else either


def strict(found: Scheme) -> Q:
    """Those from whom the first signature is due, in SQL: not the members who were in before it was required."""
    either = Q(pk__in=[])
    if found.document.signed_by_members and found.members_from:
        either |= Q(member_from__gte=found.members_from)
    if found.document.signed_by_suppliers and found.suppliers_from:
        either |= Q(supplier_from__isnull=False)
    return either | Q(staff=True) if found.document.signed_by_staff else either


def duty(row: Party, found: Scheme) -> tuple[date | None, bool]:
    """Since when a party, read by `with_roles`, owes the first signature, and whether it is exempt from it (`standing.standing`)."""
    starts: list[date] = []
    member, supplier = row.member_from, row.supplier_from  # type: ignore[attr-defined]
    exempt = False
    if found.document.signed_by_members and found.members_from and member:
        exempt = member < found.members_from
        starts += [] if exempt else [member]
    if found.document.signed_by_suppliers and found.suppliers_from and supplier:
        starts.append(max(supplier, found.suppliers_from))
    staff = found.document.signed_by_staff and row.staff  # type: ignore[attr-defined]
    return min(starts, default=None), exempt and not starts and not staff


def _scheme(document: LivingDocument, versions: Iterable[DocumentVersion], on: date) -> Scheme:
    rows = tuple(versions)
    first = min((one.in_force_from for one in rows if one.in_force_from), default=None)
    if document.code == CHARTER:
        return Scheme(document, rows, required_from(MEMBERS_FROM, on), required_from(SUPPLIERS_FROM, on))
    return Scheme(document, rows, first, first)


def required_from(code: str, on: date) -> date | None:
    """The first day of the rule in force on the day, when it says «sì»; None when it says «no». Raises NoRuleForDate."""
    found = rule(code, on)
    return (found.valid_from or date.min) if fold(found.text) == "si" else None


def _blocks(party: Party, on: date, code: str) -> str | None:
    if required_from(code, on) is None:
        return None
    version = version_in_force(CHARTER, on)
    if version is None or not (version.document.signed_by_members if code == MEMBERS_FROM else version.document.signed_by_suppliers):
        return None
    mine = signatures_of(party).filter(pk__in=signatures_until(on), version__document=version.document)
    if mine.filter(version__number__gte=version.number).exists():
        return None
    text = _("The signature under “%(document)s” is missing: version %(number)s, in force from %(day)s.")
    return elided(text % {"document": version.document, "number": version.number, "day": day(version.in_force_from or on)})


def living_documents(on: date, *, public_only: bool = False) -> QuerySet[LivingDocument]:
    """The documents that have a version in force on the day, with its `number` and first day `since`."""
    now = DocumentVersion.objects.filter(document=OuterRef("pk"), state=PUBLISHED, in_force_from__lte=on).order_by("-in_force_from")
    rows = LivingDocument.objects.filter(Exists(now)).annotate(
        number=Subquery(now.values("number")[:1]), since=Subquery(now.values("in_force_from")[:1])
    )
    return rows.filter(public=True) if public_only else rows
