"""What the tests of the notice board share."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.test import Client
from liberex_world import ON
from PIL import Image

from vivaio_liberex.board.draft import Draft, NewPicture, Pictures
from vivaio_liberex.models.board import Category, Listing
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.services.board.publish import publish

AREA = "/area/liberex/bacheca/"


def signed_in(participant: Participant) -> Client:
    """A browser of the participant."""
    client = Client()
    client.force_login(participant.party.login)
    return client


def a_draft(shelf: Category, **changes: Any) -> Draft:
    """Words that nobody refuses, but for the changes."""
    return Draft(**{"kind": "offer", "category": shelf, "title": "Sedie", "price": 1_000, **changes})


def a_listing(one: Participant, category: Category, on: date = ON, images: Sequence[NewPicture] = (), **changes: Any) -> Listing:
    """A listing on the board."""
    return publish(participant=one, draft=a_draft(category, **changes), on=on, actor=None, pictures=Pictures(images))


def image(size: tuple[int, int] = (40, 30), kind: str = "JPEG", mode: str = "RGB", **given: Any) -> bytes:
    """A picture file."""
    out = BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(out, kind, **given)
    return out.getvalue()


def picture(alt: str = "", field: str = "") -> NewPicture:
    """A small one, as a form sends it."""
    return NewPicture(image(), alt, field)
