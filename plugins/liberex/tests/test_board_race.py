"""Listings and pictures sent at once stay under their limits: processes on PostgreSQL, threads on SQLite."""

from board_world import a_draft, a_listing, picture
from liberex_world import ON, Circuit
from test_many_runs import raced

from vivaio_core.people.errors import Refused
from vivaio_liberex.board.draft import Pictures
from vivaio_liberex.models.board import Category, Listing, ListingPicture
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.services.board.change import change
from vivaio_liberex.services.board.publish import publish

AT_ONCE = 6


def written(keys: list[int]) -> list[int]:
    """A listing for each participant named; 1 for each that was published."""
    found = []
    for key in keys:
        try:
            publish(participant=Participant.objects.get(pk=key), draft=a_draft(Category.objects.get()), on=ON, actor=None)
            found.append(1)
        except Refused:
            found.append(0)
    return found


def drawn(keys: list[int]) -> list[int]:
    """One more picture for each listing named; 1 for each that was kept."""
    found = []
    for key in keys:
        try:
            change(listing=Listing.objects.get(pk=key), draft=a_draft(Category.objects.get()), on=ON, actor=None, pictures=Pictures([picture()]))
            found.append(1)
        except Refused:
            found.append(0)
    return found


def test_what_is_sent_at_once_stays_under_its_limits(database_url: str) -> None:
    circuit, shelf = Circuit(), Category.objects.create(title="Feste")
    circuit.rule("lbx.board.most", 3)
    one = circuit.participant()
    assert sum(raced(written, [[one.pk]] * AT_ONCE)) == Listing.objects.count() == 3
    row = a_listing(circuit.participant(), shelf)
    assert sum(raced(drawn, [[row.pk]] * AT_ONCE)) == ListingPicture.objects.count() == 4
