"""The notice board of the demonstration: plausible listings, one that has expired, one paused, one removed, three with a drawing."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from vivaio_core.trail.services import record
from vivaio_liberex.board.draft import Draft, NewPicture, Pictures
from vivaio_liberex.board.places import last_day, target
from vivaio_liberex.demo_plan import Notice, Shelf
from vivaio_liberex.models.board import Category, Listing
from vivaio_liberex.models.participants import Participant, Sector
from vivaio_liberex.services.board.expire import expire_listings
from vivaio_liberex.services.board.keep_category import keep_category
from vivaio_liberex.services.board.pause import pause
from vivaio_liberex.services.board.publish import publish

SIZE = (960, 720)
# Places in the plan of the listings whose story the demonstration tells.
PAUSED, REMOVED, EXPIRED = 8, 17, 25
REASON = "È scritto due volte: resta l'altro annuncio"
PAPER, INK, GOLD, LEAF, BRICK = "#f4efe4", "#2d2a26", "#d9a441", "#5f8f4e", "#b5533c"


def build_board(
    shelves: Sequence[Shelf], members: Sequence[Participant], companies: Sequence[Participant], sectors: dict[str, Sector], on: date
) -> None:
    """Offers come from companies of the sector, wants from everybody in turn; the dates go back two months. Nobody gets a letter."""
    place = 0
    for number, shelf in enumerate(shelves):
        category = keep_category(title=shelf.title, order=number, active=True, sector=sectors.get(shelf.sector), actor=None)
        selling = [one for one in (*companies, *members[1:]) if one.sector and one.sector.code == shelf.sector] or list(members)
        buying = [*members[1:], *companies]
        for notice in shelf.listings:
            turn = selling if notice.kind == Listing.Kind.OFFER else buying
            who = members[0] if notice.own else turn[place * 7 % len(turn)]
            _story(_published(notice, category, who, on - timedelta(days=place * 17 % 60)), place, on)
            place += 1
    expire_listings(on=on)


def _published(notice: Notice, category: Category, who: Participant, on: date) -> Listing:
    words = {name: getattr(notice, name) for name in ("kind", "title", "text", "place", "price", "share")}
    draft = Draft(category=category, contact=who.party.email, **words)
    images = Pictures([NewPicture(drawing(notice.drawn), notice.title)]) if notice.drawn else None
    return publish(participant=who, draft=draft, on=max(on, who.joined_on), actor=None, pictures=images)


def _story(row: Listing, place: int, on: date) -> None:
    if place == PAUSED:
        pause(listing=row, on=on, actor=None)
    elif place == REMOVED:
        # Written as it would stand after the act: the act itself sends a letter.
        Listing.objects.filter(pk=row.pk).update(state=Listing.State.REMOVED, reason=REASON, ended_on=on)
        record(kind="liberex.listing_remove", subject=row.participant.party, target=target(row), payload={"reason": REASON})
    elif place == EXPIRED:
        past = on - (last_day(on) - on) - timedelta(days=3)
        Listing.objects.filter(pk=row.pk).update(published_on=past, expires_on=last_day(past))


def drawing(name: str) -> bytes:
    """A plain drawing as a PNG: a wheel of cheese, a crate of vegetables, a poster."""
    picture = Image.new("RGB", SIZE, PAPER)
    DRAWINGS[name](ImageDraw.Draw(picture))
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _wheel(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((180, 330, 780, 520), fill=GOLD)
    pen.ellipse((180, 430, 780, 610), fill=GOLD, outline=INK, width=6)
    pen.ellipse((180, 240, 780, 420), fill="#f1d48a", outline=INK, width=6)
    pen.pieslice((180, 240, 780, 420), 20, 75, fill=PAPER, outline=INK, width=6)


def _crate(pen: ImageDraw.ImageDraw) -> None:
    for place, colour in enumerate((LEAF, BRICK, LEAF, GOLD, LEAF)):
        pen.ellipse((190 + place * 115, 230, 340 + place * 115, 400), fill=colour, outline=INK, width=5)
    for place in range(3):
        pen.rectangle((160, 350 + place * 80, 800, 415 + place * 80), fill="#c89b6a", outline=INK, width=5)


def _poster(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((300, 90, 660, 630), fill="white", outline=INK, width=6)
    pen.rectangle((330, 120, 630, 330), fill=BRICK)
    pen.ellipse((420, 160, 540, 280), fill=GOLD)
    for place in range(5):
        pen.rectangle((330, 370 + place * 46, 630 - place % 2 * 90, 388 + place * 46), fill=INK)


DRAWINGS: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {"forma": _wheel, "cassetta": _crate, "manifesto": _poster}
