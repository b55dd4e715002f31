"""Every write about living texts and signatures; the trail tells each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.documents import states
from vivaio_core.documents.models import DocumentVersion, LivingDocument, Signature
from vivaio_core.documents.signers import proof_of
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import Refused, allow
from vivaio_core.people.models import Party, Resolution
from vivaio_core.people.relations.speaking import speaks_for
from vivaio_core.people.services import record_resolution
from vivaio_core.trail.acts import Act
from vivaio_core.trail.services import record, record_all

Category, Resign, Channel = LivingDocument.Category, DocumentVersion.Resign, Signature.Channel
FIELDS = ("title", "category", "summary", "public", "signed_by_members", "signed_by_suppliers", "signed_by_staff")
DECIDED = {Category.CHARTER, Category.STATUTE, Category.REGULATION, Category.ETHICS}


@dataclass(frozen=True)
class Signing:
    """A signature to bring in: who, which version, when, how."""

    party: Party
    version: DocumentVersion
    at: datetime
    channel: str = Channel.IMPORT
    evidence: str = ""


def open_document(*, title: str, actor: User | None, code: str = "", **fields: Any) -> LivingDocument:
    """Begin a living document; `code` is made from the title when empty, `fields` are those of FIELDS. Raises PermissionDenied, Refused."""
    allow(actor, "documents.add_livingdocument")
    title, code = _titled(title), code.strip() or slugify(title)[:40]
    with transaction.atomic():
        if not code or LivingDocument.objects.filter(code=code).exists():
            raise Refused(_("There is already a document with this title."), "title")
        made = LivingDocument.objects.create(code=code, title=title, **_known(fields))
        record(kind="documents.open", actor=actor, target=f"documents.LivingDocument:{made.pk}", payload={"document": made.title})
        return made


def correct_document(*, document: LivingDocument, actor: User | None, title: str, **fields: Any) -> LivingDocument:
    """Change title, sentence, readers or signers of a document; its texts stay. Raises PermissionDenied, Refused."""
    allow(actor, "documents.change_livingdocument")
    with transaction.atomic():
        current = LivingDocument.objects.select_for_update().get(pk=document.pk)
        for name, value in {"title": _titled(title), **_known(fields)}.items():
            setattr(current, name, value)
        current.save()
        record(kind="documents.correct", actor=actor, target=f"documents.LivingDocument:{current.pk}", payload={"document": current.title})
        return current


def draft_version(*, document: LivingDocument, text: str, actor: User | None, changes: str = "") -> DocumentVersion:
    """Begin the next version. Raises PermissionDenied; Refused for an empty text or while another draft waits."""
    allow(actor, "documents.add_documentversion")
    words = _written(text)
    with transaction.atomic():
        LivingDocument.objects.select_for_update().get(pk=document.pk)
        if document.versions.filter(state=states.State.DRAFT).exists():
            raise Refused(_("There is a draft already: go on with that one, or throw it away."))
        number = int(document.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        made = DocumentVersion.objects.create(document=document, number=number, text=words, changes=changes.strip()[:300])
        _told("documents.draft", made, actor)
        return made


def revise_draft(*, version: DocumentVersion, text: str, actor: User | None, changes: str = "") -> DocumentVersion:
    """Write a draft anew. Raises PermissionDenied, Refused, IllegalTransition for a published version."""
    allow(actor, "documents.change_documentversion")
    words = _written(text)
    with transaction.atomic():
        current = _locked(version)
        current.state = states.after(current, "revise")
        current.text, current.changes = words, changes.strip()[:300]
        current.save(update_fields=["text", "changes"])
        _told("documents.revise", current, actor)
        return current


def discard_draft(*, version: DocumentVersion, actor: User | None) -> None:
    """Throw a draft away. Raises PermissionDenied, IllegalTransition for a published version."""
    allow(actor, "documents.change_documentversion")
    with transaction.atomic():
        current = _locked(version)
        states.after(current, "discard")
        _told("documents.discard", current, actor)
        current.delete()


def publish_version(
    *,
    version: DocumentVersion,
    in_force_from: date,
    actor: User | None,
    resolution: Resolution | None = None,
    resign: str = Resign.NONE,
    resign_by: date | None = None,
    at: datetime | None = None,
) -> DocumentVersion:
    """Publish a draft for ever, in force from a day; `at` is when it is published, now unless history is brought in.

    Raises PermissionDenied, IllegalTransition, Refused (no resolution, days out of order, a day to sign by that has passed).
    """
    allow(actor, "documents.change_documentversion")
    moment = at or timezone.now()
    with transaction.atomic():
        current = _locked(version)
        current.state = states.after(current, "publish")
        _refuse_days(current, in_force_from, resolution, resign, resign_by, timezone.localdate(moment))
        current.resolution, current.in_force_from, current.resign, current.resign_by = resolution, in_force_from, resign, resign_by
        current.text_hash, current.published_at = fingerprint(current.text), moment
        current.save()
        _told("documents.publish", current, actor, on=in_force_from.isoformat(), by=resign_by.isoformat() if resign_by else "")
        return current


def adopt_version(*, version: DocumentVersion, organ: str, held_on: date, minute_no: str, actor: User | None, **days: Any) -> DocumentVersion:
    """Record the resolution that adopts a draft and publish it (`days` as in `publish_version`), both or neither. Raises as these two do."""
    subject = _("Text of “%(document)s”") % {"document": version.document}
    with transaction.atomic():
        resolution = record_resolution(organ=organ, held_on=held_on, minute_no=minute_no, subject=subject, actor=actor)
        return publish_version(version=version, resolution=resolution, actor=actor, **days)


def sign(
    *,
    party: Party,
    version: DocumentVersion,
    channel: str,
    actor: User | None,
    evidence: str = "",
    at: datetime | None = None,
    signer: str = "",
) -> Signature:
    """Write down that `party` signs a version. On the site everybody signs for themselves or for the organisation they represent.

    The office records paper and assemblies. The proof of an organisation's signature begins with the person who gave it (`signer`).
    Raises PermissionDenied; Refused: a draft, a text no longer in force on that day, one that nobody signs, signed already, no signer.
    """
    _allow_signing(party, channel, actor)
    moment, evidence = at or timezone.now(), proof_of(party, channel, actor, evidence, signer)
    with transaction.atomic():
        Party.objects.select_for_update().get(pk=party.pk)
        current = DocumentVersion.objects.select_related("document").get(pk=version.pk)
        _refuse_signing(current, channel, moment, list(current.document.versions.filter(state=states.State.PUBLISHED)))
        if Signature.objects.filter(party=party, version=current).exists():
            raise Refused(_("%(party)s has already signed this version.") % {"party": party})
        row = Signature(**_row(Signing(party, current, moment, channel, evidence), actor))
        row.save(force_insert=True)
        record(kind="documents.sign", actor=actor, subject=party, target=f"documents.Signature:{row.pk}", payload=_payload(current, channel))
        return row


def sign_many(*, signings: Sequence[Signing], actor: User | None) -> list[Signature]:
    """Bring in many signatures with their own days, all or none; who has signed already is passed over. Raises PermissionDenied, Refused."""
    allow(actor, "documents.add_signature")
    with transaction.atomic():
        documents = {one.version.document_id: one.version.document for one in signings}
        published: dict[int, list[DocumentVersion]] = {pk: [] for pk in documents}
        for version in DocumentVersion.objects.select_for_update().filter(document__in=documents, state=states.State.PUBLISHED):
            published[version.document_id].append(version)
        seen = set(Signature.objects.filter(version__document__in=documents).values_list("party_id", "version_id"))
        fresh = []
        for one in signings:
            _refuse_signing(one.version, one.channel, one.at, published[one.version.document_id])
            if (one.party.pk, one.version.pk) not in seen:
                seen.add((one.party.pk, one.version.pk))
                fresh.append(one)
        rows = Signature.objects.bulk_create([Signature(**_row(one, actor)) for one in fresh], batch_size=500)
        record_all(acts=_acts(fresh, rows, actor))
        return rows


def fingerprint(text: str) -> str:
    """SHA-256 of the exact text in UTF-8, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def _allow_signing(party: Party, channel: str, actor: User | None) -> None:
    if actor is None or (channel == Channel.WEB and speaks_for(actor, party)):
        return
    if channel == Channel.WEB:
        raise PermissionDenied("documents: nobody signs for somebody else")
    allow(actor, "documents.add_signature")


def _refuse_signing(version: DocumentVersion, channel: str, at: datetime, published: Iterable[DocumentVersion]) -> None:
    """The text must be signed by somebody, published, and in force on the day or newer than that."""
    on = timezone.localdate(at)
    if channel not in Channel.values:
        raise Refused(_("Choose how it was signed."), "channel")
    if at > timezone.now():
        raise Refused(_("The day of the signature is still to come."), "on")
    if not version.document.signed:
        raise Refused(_("Nobody signs “%(document)s”.") % {"document": version.document})
    if version.state != states.State.PUBLISHED:
        raise Refused(_("This version is a draft: it can be signed once it is published."))
    current = max((one.number for one in published if one.in_force_from and one.in_force_from <= on), default=0)
    if version.number < current:
        text = _("On %(day)s version %(number)s was in force: that is the one to sign.")
        raise Refused(text % {"day": day(on), "number": current}, "on")


def _refuse_days(
    version: DocumentVersion, in_force_from: date, resolution: Resolution | None, resign: str, resign_by: date | None, today: date
) -> None:
    if resolution is None and version.document.category in DECIDED:
        raise Refused(_("Say which organ adopted the text, when, and the number of the minutes."), "minute_no")
    if resolution and in_force_from < resolution.held_on:
        raise Refused(_("A text cannot be in force before it was adopted."), "in_force_from")
    before = version.document.versions.filter(state=states.State.PUBLISHED).order_by("-in_force_from").first()
    if before and before.in_force_from and in_force_from <= before.in_force_from:
        text = _("Version %(number)s is in force from %(day)s: the new one must begin after that day.")
        raise Refused(text % {"number": before.number, "day": day(before.in_force_from)}, "in_force_from")
    if (resign == Resign.BY_DEADLINE) != (resign_by is not None):
        raise Refused(_("Write the last day to sign again, or say that earlier signatures stay good."), "resign_by")
    if resign_by and resign_by < max(in_force_from, today):
        raise Refused(_("The last day to sign again has passed, or comes before the text is in force."), "resign_by")


def _row(one: Signing, actor: User | None) -> dict[str, Any]:
    return {
        "party": one.party,
        "version": one.version,
        "version_hash": one.version.text_hash,
        "at": one.at,
        "channel": one.channel,
        "evidence": one.evidence.strip()[:300],
        "actor": actor,
    }


def _acts(signings: Sequence[Signing], rows: Sequence[Signature], actor: User | None) -> list[Act]:
    pairs = sorted(zip(signings, rows, strict=True), key=lambda pair: pair[0].at)
    return [
        Act("documents.sign", actor, one.party, f"documents.Signature:{row.pk}", _payload(one.version, one.channel), one.at) for one, row in pairs
    ]


def _payload(version: DocumentVersion, channel: str) -> dict[str, Any]:
    return {"document": version.document.title, "number": version.number, "hash": version.text_hash, "channel": channel}


def _told(kind: str, version: DocumentVersion, actor: User | None, **more: str) -> None:
    payload = {"document": version.document.title, "number": version.number, **more}
    record(kind=kind, actor=actor, target=f"documents.LivingDocument:{version.document_id}", payload=payload)


def _locked(version: DocumentVersion) -> DocumentVersion:
    """The version as it is now; its document's row queues whoever else would publish."""
    LivingDocument.objects.select_for_update().get(pk=version.document_id)
    current = DocumentVersion.objects.select_for_update(of=("self",)).select_related("document").filter(pk=version.pk).first()
    if current is None:
        raise Refused(_("This draft is no longer there."))
    return current


def _titled(title: str) -> str:
    if len(title.strip()) < 3:
        raise Refused(_("Write a title."), "title")
    return " ".join(title.split())[:120]


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    if set(fields) - set(FIELDS):
        raise TypeError(f"not a field of a document: {sorted(set(fields) - set(FIELDS))}")
    return {name: value.strip() if isinstance(value, str) else value for name, value in fields.items()}


def _written(text: str) -> str:
    """The text with Unix line ends and one at its end. Raises Refused when it is empty."""
    words = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip("\n")
    if not words.strip():
        raise Refused(_("Write the text."), "text")
    return words + "\n"
