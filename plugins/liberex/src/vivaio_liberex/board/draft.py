"""What a participant writes of a listing, judged before anything is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext as _

from vivaio_core.ledger.amounts import LARGEST
from vivaio_core.people.errors import Refused
from vivaio_liberex.models.board import Category, Listing
from vivaio_liberex.pictures import MOST, Drawn, drawn

LINE, TEXT = 80, 2000


@dataclass(frozen=True)
class Draft:
    """The words: `price` in minor units, None to be agreed upon; `share` = percent of the price in credits."""

    kind: str
    category: Category | None
    title: str
    text: str = ""
    place: str = ""
    contact: str = ""
    price: int | None = None
    share: int = 100


@dataclass(frozen=True)
class NewPicture:
    """A file as it came, and what is seen in it; `field` is where a refusal is shown."""

    content: bytes
    alt: str = ""
    field: str = ""


@dataclass(frozen=True)
class Pictures:
    """What changes in the pictures: new ones, those that go, and the words of those that stay."""

    add: Sequence[NewPicture] = ()
    drop: frozenset[UUID] = frozenset()
    told: Mapping[UUID, str] = field(default_factory=dict)


def checked(draft: Draft, was: Category | None = None) -> Draft:
    """The draft with tidy words. Raises Refused; a category that takes nothing new may stay where it `was`."""
    tidy = replace(draft, title=line(draft.title), place=line(draft.place)[:60], contact=line(draft.contact)[:120], text=_text(draft.text))
    if tidy.kind not in Listing.Kind.values:
        raise Refused(_("Choose whether you offer or look for something."), "kind")
    if len(tidy.title) < 3:
        raise Refused(_("Write in a few words what it is about."), "title")
    if len(tidy.title) > LINE:
        raise Refused(_("The title is too long: %(most)s signs at most.") % {"most": LINE}, "title")
    if len(tidy.text) > TEXT:
        raise Refused(_("The text is too long: %(most)s signs at most.") % {"most": TEXT}, "text")
    if tidy.category is None or (not tidy.category.active and tidy.category != was):
        raise Refused(_("Choose a category of the board."), "category")
    if not 0 <= tidy.share <= 100:
        raise Refused(_("Write a whole number from 0 to 100."), "share")
    if tidy.price is not None and not 0 < tidy.price <= LARGEST // 100:
        raise Refused(_("The price must be greater than zero; leave it empty when it is to be agreed upon."), "price")
    return tidy


def line(text: str) -> str:
    """One line without invisible signs."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def redrawn(pictures: Pictures, there: int) -> list[tuple[Drawn, str]]:
    """The new pictures as we keep them. Raises Refused for one that cannot be read, and for more than MOST beside the `there` that stay."""
    if len(pictures.add) + there > MOST:
        raise Refused(_("A listing has %(most)s pictures at most: take one away first.") % {"most": MOST})
    return [(drawn(one.content, one.field), line(one.alt)[:120]) for one in pictures.add]


def _text(text: str) -> str:
    """Lines without invisible signs, no more than one empty line between them."""
    found: list[str] = []
    for words in map(line, text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if words or (found and found[-1]):
            found.append(words)
    return "\n".join(found).strip()
