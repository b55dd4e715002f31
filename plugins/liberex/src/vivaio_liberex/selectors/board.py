"""Reads of the notice board."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from vivaio_core.ledger.models import Account
from vivaio_liberex.codes import normalised, valid
from vivaio_liberex.models.board import Category, Listing, ListingPicture
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.searching import words_of
from vivaio_liberex.words import choices

MATCHES = 5
Kind, State = Listing.Kind, Listing.State
OTHER = {Kind.OFFER: Kind.WANT, Kind.WANT: Kind.OFFER}


@dataclass(frozen=True)
class Looked:
    """What one looks for: words, the number of a category, a kind; empty for all."""

    words: str = ""
    category: int | None = None
    kind: str = ""


def public() -> bool:
    """Whether everybody reads the board: the cooperative's choice, off unless it says so."""
    return choices().public_board


def listings() -> QuerySet[Listing]:
    """All, with what one row shows; pictures without their bytes."""
    bare = ListingPicture.objects.defer("large", "small").order_by("pk")
    return Listing.objects.select_related("category", "participant__sector", "participant__account").prefetch_related(Prefetch("pictures", bare))


def on_board_q(on: date) -> Q:
    """What stands on the board on the day: not ended, of somebody who takes part and is not suspended."""
    lasting = Q(state=State.ACTIVE, expires_on__gte=on)
    return lasting & Q(participant__state=Participant.State.ACTIVE, participant__account__state=Account.State.OPEN)


def standing(row: Listing, on: date) -> bool:
    """The same for one row of `listings`, without a query."""
    one = row.participant
    lasting = row.state == State.ACTIVE and row.expires_on >= on
    return lasting and one.state == Participant.State.ACTIVE and one.account.state == Account.State.OPEN


def board(on: date, looked: Looked) -> QuerySet[Listing]:
    """What stands on the board and fits, the newest first. A name is looked in only where its owner agreed to be found by name."""
    found = listings().filter(on_board_q(on))
    if looked.category:
        found = found.filter(category=looked.category)
    if looked.kind:
        found = found.filter(kind=looked.kind)
    if valid(looked.words):
        return found.filter(participant__code=normalised(looked.words)).order_by("-published_on", "-pk")
    for word in words_of(looked.words):
        named = Q(participant__listed=True, participant__search_key__contains=word)
        found = found.filter(Q(search_key__contains=word) | named | Q(participant__sector__title__icontains=word))
    return found.order_by("-published_on", "-pk")


def visible(participant: Participant, key: UUID, on: date) -> Listing | None:
    """A listing on the board, or one's own in whatever state."""
    return listings().filter(on_board_q(on) | Q(participant=participant), key=key).first()


def shown(key: UUID, on: date) -> Listing | None:
    """A listing that everybody reads; none while the board is for participants only."""
    return listings().filter(on_board_q(on), key=key).first() if public() else None


def own(participant: Participant) -> QuerySet[Listing]:
    """The participant's listings, those on the board first."""
    return listings().filter(participant=participant).order_by("state", "-published_on", "-pk")


def categories() -> list[Category]:
    """Those that take new listings, in their order."""
    return list(Category.objects.filter(active=True))


def used_categories(on: date) -> list[Category]:
    """Those with something on the board, each with its `count`."""
    there = Listing.objects.filter(on_board_q(on)).order_by().values("category").annotate(count=Count("pk"))
    counts = {row["category"]: row["count"] for row in there}
    rows = list(Category.objects.filter(pk__in=list(counts)))
    for row in rows:
        row.count = counts[row.pk]  # type: ignore[attr-defined]
    return rows


def matches(participant: Participant, on: date) -> list[Listing]:
    """What others offer where the participant wants something, and the other way round: same category, the newest first, MATCHES at most."""
    mine = set(Listing.objects.filter(on_board_q(on), participant=participant).order_by().values_list("kind", "category"))
    return _fitting({(OTHER[Kind(kind)], category) for kind, category in mine}, participant, on)


def answers(listing: Listing, on: date) -> list[Listing]:
    """What answers one listing: the other kind, same category, of somebody else."""
    return _fitting({(OTHER[Kind(listing.kind)], listing.category_id)}, listing.participant, on)


def picture(key: UUID, large: bool) -> ListingPicture | None:
    """One picture with the bytes of one size."""
    return ListingPicture.objects.select_related("listing").defer("small" if large else "large").filter(key=key).first()


def _fitting(wanted: set[tuple[str, int]], besides: Participant, on: date) -> list[Listing]:
    if not wanted:
        return []
    fits = Q()
    for kind, category in wanted:
        fits |= Q(kind=kind, category=category)
    return list(listings().filter(on_board_q(on), fits).exclude(participant=besides).order_by("-published_on", "-pk")[:MATCHES])
