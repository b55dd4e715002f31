"""The texts and signatures of a demonstration, from `[documents]` of the example's demo.toml. Deterministic; a second run creates nothing."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from vivaio_core.documents.models import DocumentVersion, LivingDocument, Signature
from vivaio_core.documents.selectors import CHARTER, MEMBERS_FROM, published, required_from
from vivaio_core.documents.services import Signing, draft_version, open_document, publish_version, sign_many
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.opening import at
from vivaio_core.people.services import record_resolution
from vivaio_core.site.demo import DemoContext

Share = Annotated[float, Field(ge=0, le=1)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TextPlan(_Table):
    """A version: its file, who adopted it, from when. Days are dates, or counted from the day of the demonstration."""

    file: str
    changes: str = ""
    organ: str = ""
    minute_no: str = ""
    held_on: date | None = None
    held_days_ago: int | None = None
    in_force_from: date | None = None
    in_force_days_ago: int = 0
    resign_by: date | None = None
    resign_in_days: int | None = None


class DocumentPlan(_Table):
    """A document with its versions, oldest first."""

    code: str
    title: str
    category: str
    summary: str = ""
    public: bool = True
    signed_by_members: bool = False
    signed_by_suppliers: bool = False
    signed_by_staff: bool = False
    versions: tuple[TextPlan, ...]


class Signers(_Table):
    """How many members missed a deadline that has passed, and how many have already signed a version whose deadline is to come."""

    missed: Share = 0
    in_time: Share = 1


class DocumentsPlan(_Table):
    """`[documents]`."""

    signers: Signers = Signers()
    texts: tuple[DocumentPlan, ...]


def build(context: DemoContext) -> None:
    """Publish every text and let the members sign. Raises pydantic.ValidationError on a section that cannot be used."""
    if "documents" not in context.data or LivingDocument.objects.exists():
        return
    plan = DocumentsPlan.model_validate(context.data["documents"])
    for one in plan.texts:
        _publish(one, context)
    sign_many(signings=list(_members(plan.signers, context)), actor=None)


def signings(
    party: Party, since: date, until: date, versions: list[DocumentVersion], signers: Signers, random: Random, first: bool = True
) -> Iterator[Signing]:
    """What somebody who is in on the days `[since, until)` signed: the text of the first day when `first`, then each that asked for it, mostly."""
    begun = [one for one in versions if one.in_force_from and one.in_force_from <= since]
    if first and begun:
        yield Signing(party, begun[-1], at(since, 9), Signature.Channel.WEB if since.year > 2020 else Signature.Channel.PAPER)
    for version in versions:
        start, last = version.in_force_from, version.resign_by
        if not (start and last) or start <= since or start >= until:
            continue
        luck, days = random.random(), (min(last, until - timedelta(days=1)) - start).days
        if luck < (signers.in_time if last >= until else 1 - signers.missed):
            yield Signing(party, version, at(start + timedelta(days=random.randint(0, max(days, 0))), 18), Signature.Channel.WEB)


def _publish(plan: DocumentPlan, context: DemoContext) -> None:
    document = open_document(actor=None, **plan.model_dump(exclude={"versions"}))
    for one in plan.versions:
        text = (context.folder / "documents" / one.file).read_text(encoding="utf-8")
        draft = draft_version(document=document, text=text, changes=one.changes, actor=None)
        held_on = one.held_on or (context.on - timedelta(days=one.held_days_ago) if one.held_days_ago else None)
        in_force_from = one.in_force_from or context.on - timedelta(days=one.in_force_days_ago)
        resign_by = one.resign_by or (context.on + timedelta(days=one.resign_in_days) if one.resign_in_days else None)
        subject = f"{plan.title}, {draft.number}"
        resolution = record_resolution(organ=one.organ, held_on=held_on, minute_no=one.minute_no, subject=subject, actor=None) if held_on else None
        publish_version(
            version=draft,
            resolution=resolution,
            in_force_from=in_force_from,
            resign=DocumentVersion.Resign.BY_DEADLINE if resign_by else DocumentVersion.Resign.NONE,
            resign_by=resign_by,
            at=at(held_on or in_force_from, 12),
            actor=None,
        )


def _members(signers: Signers, context: DemoContext) -> Iterator[Signing]:
    """Members sign the charter when they come in, from the day that asks for it; the account to try still has the newest one to sign."""
    versions = list(published(CHARTER).order_by("number"))
    tried = context.data.get("people", {}).get("member", {}).get("email", "")
    for bond in Membership.objects.select_related("party").order_by("member_no"):
        until = min(bond.ended_on or context.on, context.on)
        if bond.effective_on >= until:
            continue
        first = required_from(MEMBERS_FROM, bond.effective_on) is not None
        found = signings(bond.party, bond.effective_on, until, versions, signers, context.random, first)
        if bond.party.email == tried:
            found = (one for one in found if not (one.version.resign_by and one.version.resign_by >= context.on))
        yield from found
