"""The board in the office, in the circuit's health, for everybody, and for who asks to be forgotten; equal queries at 10 and 1,000."""

from datetime import timedelta
from typing import Any

import pytest
from board_world import AREA, a_listing, picture, signed_in
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from liberex_world import ON, Circuit

from vivaio_core.people.errors import Refused
from vivaio_core.site.coop import coop
from vivaio_core.site.erasure import Disposal, Line, Plan
from vivaio_liberex.models.board import Category, Listing, ListingPicture
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.privacy import disclosed, forget, held
from vivaio_liberex.selectors.demand import Demand, demand
from vivaio_liberex.selectors.health import circuit_health
from vivaio_liberex.selectors.shared_health import shared_health
from vivaio_liberex.services.board.keep_category import keep_category
from vivaio_liberex.services.leave import close, leave

BOARD, SHELVES, OPEN = "office_liberex_board", "office_liberex_categories", "/liberex/bacheca/"


@pytest.fixture
def boss(entered: Any) -> Client:
    client: Client = entered("administrator")
    return client


def everybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cooperative's setting, on."""
    monkeypatch.setitem(coop().plugins, "liberex", {"public_board": True})


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def many(one: Participant, shelf: Category, count: int) -> None:
    """Listings with a picture each, written at once."""
    on = timezone.localdate()
    given = {"participant": one, "category": shelf, "published_on": on, "expires_on": on + timedelta(days=9)}
    Listing.objects.bulk_create(Listing(title=f"Cosa {number}", kind="want" if number % 2 else "offer", **given) for number in range(count))
    rows = Listing.objects.filter(pictures=None)
    ListingPicture.objects.bulk_create(ListingPicture(listing=row, large=b"x", small=b"x", width=1, height=1) for row in rows)


def test_lists_ask_as_often_for_ten_as_for_a_thousand(circuit: Circuit, shelf: Category, boss: Client, monkeypatch: Any) -> None:
    people = [circuit.participant(login=True) for _number in range(3)]
    client = signed_in(people[0])
    office = [reverse(f"{BOARD}:index"), reverse(f"{SHELVES}:index"), reverse("office_liberex_health:index")]
    member = [AREA, AREA + "?q=cosa", AREA + "?p=1&tipo=offer", AREA + "miei/", "/area/liberex/salute/"]
    counts = []
    everybody_reads(monkeypatch)
    for count in (10, 990):
        many(people[0], shelf, count // 2)
        many(people[1], shelf, count // 2)
        asked = [(boss, url) for url in office] + [(client, url) for url in member] + [(Client(), OPEN)]
        for who, url in asked:
            who.get(url)
        counts.append([queries(who, url) for who, url in asked])
    assert counts[0] == counts[1]
    assert max(counts[0][3:7]) <= 15, counts
    page = client.get(AREA)
    assert (len(page.context["page"].object_list), len(page.content) < 150_000) == (20, True)
    assert "Pagina 1 di 50" in page.content.decode()
    assert "tipo=offer&amp;p=2" in client.get(AREA + "?tipo=offer").content.decode()


def test_the_office_looks_filters_and_removes(circuit: Circuit, shelf: Category, boss: Client, mailoutbox: Any) -> None:
    assert "Non c&#x27;è ancora nessun annuncio" in boss.get(reverse(f"{BOARD}:index")).content.decode()
    one = circuit.participant(shown_as="Noleggi Àlba")
    row = a_listing(one, shelf, on=timezone.localdate(), text="<b>Robuste</b>", images=[picture(alt="Una sedia")])
    a_listing(circuit.participant(), shelf, kind="want", title="Altro")
    index = reverse(f"{BOARD}:index")
    asked = {"?q=sedie+alba": True, "?q=altro": False, "?kind=want": False, f"?category={shelf.pk}": True, "?state=removed": False}
    for query, found in asked.items():
        assert ("Noleggi" in boss.get(index + query).content.decode()) == found, query
    for query in ("?category=999999999999999999999", "?q=%00", "?kind=x", "?export=csv", "?export=xlsx"):
        assert boss.get(index + query).status_code == 200
    page = boss.get(reverse(f"{BOARD}:page", args=[row.pk])).content.decode()
    assert "&lt;b&gt;Robuste" in page
    address = reverse(f"{BOARD}:picture", args=[row.pictures.get().key, "piccola"])
    assert address in page
    assert boss.get(address)["Content-Type"] == "image/webp"
    one.party.email = "alba@prova.example"
    one.party.save()
    url = reverse(f"{BOARD}:remove", args=[row.pk])
    assert "Scriva perché" in boss.post(url, {"reason": "x"}).content.decode()
    assert boss.post(url, {"reason": "Vende ciò che non è suo"}).status_code == 302
    assert "Vende ciò che non è suo" in boss.get(reverse(f"{BOARD}:page", args=[row.pk])).content.decode()
    assert [letter.to for letter in mailoutbox] == [["alba@prova.example"]]
    assert "Vende ciò che non è suo" in mailoutbox[0].body
    assert boss.get(reverse(f"{BOARD}:page", args=[10**18])).status_code == 404


def test_categories_are_kept_in_their_order(circuit: Circuit, boss: Client) -> None:
    assert "Non c&#x27;è ancora nessuna categoria" in boss.get(reverse(f"{SHELVES}:index")).content.decode()
    sector, url = circuit.sector(), reverse(f"{SHELVES}:add")
    assert boss.post(url, {"title": "Feste", "order": "2", "active": "on", "sector": sector.pk}).status_code == 302
    assert "un&#x27;altra categoria" in boss.post(url, {"title": " FESTÈ ", "order": "1"}).content.decode().lower()
    made = Category.objects.get()
    assert boss.post(reverse(f"{SHELVES}:correct", args=[made.pk]), {"title": "Feste e noleggi", "order": "0"}).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.order, made.active, made.sector) == ("Feste e noleggi", 0, False, None)
    with pytest.raises(Refused, match="titolo"):
        keep_category(title=" !! ", order=0, active=True, sector=None, actor=None)
    with pytest.raises(PermissionDenied):
        keep_category(title="Altro", order=0, active=True, sector=None, actor=circuit.worker("view_category"))


def test_without_categories_nothing_is_written_and_the_page_says_so(circuit: Circuit) -> None:
    page = signed_in(circuit.participant(login=True)).get(AREA + "nuovo/").content.decode()
    assert "non ha ancora categorie" in page
    assert '<form method="post" enctype' not in page


def test_who_may_not(circuit: Circuit, shelf: Category, entered: Any) -> None:
    row = a_listing(circuit.participant(), shelf, images=[picture()])
    board, nobody = entered("board"), circuit.worker()
    assert board.get(reverse(f"{BOARD}:page", args=[row.pk])).status_code == 200
    assert board.post(reverse(f"{BOARD}:remove", args=[row.pk]), {"reason": "non mi piace"}).status_code == 302
    assert board.post(reverse(f"{SHELVES}:add"), {"title": "Feste", "order": "0"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, Category.objects.count()) == ("active", 1)
    client = Client()
    client.force_login(nobody)
    for url in (reverse(f"{BOARD}:index"), reverse(f"{BOARD}:picture", args=[row.pictures.get().key, "grande"])):
        assert client.get(url).status_code in (302, 403)


def test_everybody_reads_it_only_where_the_cooperative_says_so(circuit: Circuit, shelf: Category, monkeypatch: Any) -> None:
    hidden, shown = circuit.participant(shown_as="Anna Segreta", listed=False), circuit.participant(shown_as="Forno Alba")
    on = timezone.localdate()
    rows = [a_listing(one, shelf, on=on, contact="059 777", images=[picture()]) for one in (hidden, shown)]
    pictures = [row.pictures.get().key for row in rows]
    addresses = [OPEN, *(f"{OPEN}{row.key}/" for row in rows), f"{OPEN}foto/{pictures[0]}/grande/"]
    assert [Client().get(url).status_code for url in addresses] == [404] * 4
    assert OPEN not in Client().get("/liberex/").content.decode()
    everybody_reads(monkeypatch)
    pages = [Client().get(url) for url in addresses]
    assert [page.status_code for page in pages] == [200] * 4
    words = "".join(page.content.decode() for page in pages[:3])
    assert OPEN in Client().get("/liberex/").content.decode()
    assert "Anna Segreta" not in words
    assert "059 777" not in words
    assert "Forno Alba" in words
    assert hidden.code not in words
    assert "un partecipante" in words


def test_wants_that_nobody_else_offers_stand_in_the_health(circuit: Circuit) -> None:
    empty, full = circuit.sector(), circuit.sector()
    wanted, traded = Category.objects.create(title="Cercato", sector=empty), Category.objects.create(title="Scambiato", sector=full)
    one, two, on = circuit.participant(login=True), circuit.participant(), timezone.localdate()
    a_listing(one, wanted, on=on, kind="want")
    a_listing(one, wanted, on=on)
    a_listing(two, traded, on=on, kind="want")
    a_listing(one, traded, on=on)
    assert demand(on) == {empty.pk: Demand(1, 1, 1), full.pk: Demand(1, 1, 0)}
    assert [sector.title for sector in circuit_health(on).wanted] == [empty.title]
    assert list(shared_health(on).wanted) == [empty.title]
    page = signed_in(one).get("/area/liberex/salute/").content.decode()
    assert "nessuno lo offre" in page
    assert empty.title in page
    a_listing(two, wanted, on=on)
    assert demand(on)[empty.pk] == Demand(2, 1, 0)


def test_the_office_reads_what_is_wanted_by_sector(circuit: Circuit, boss: Client) -> None:
    shelf = Category.objects.create(title="Cercato", sector=circuit.sector())
    a_listing(circuit.participant(), shelf, on=timezone.localdate(), kind="want")
    page = boss.get(reverse("office_liberex_health:index")).content.decode()
    assert "offerti 0, cercati 1" in page
    assert "1 che nessuno offre" in page


def test_words_and_pictures_are_disclosed_and_go(circuit: Circuit, shelf: Category) -> None:
    one, other = circuit.participant(), circuit.participant()
    row, kept = a_listing(one, shelf, text="parole mie", images=[picture(alt="la mia cucina")]), a_listing(other, shelf)
    told = disclosed(one.party)["participations"][0]["listings_of_the_board"][0]
    assert (told["title"], told["text"], told["price"]) == (row.title, "parole mie", "10,00 Liberex")
    assert told["pictures_of_the_listing"] == ["la mia cucina"]
    leave(participant=one, reason="", on=ON, actor=None)
    close(participant=one, on=ON, actor=None)
    found = {line.code: line for line in held(one.party, ON)}["liberex.listings"]
    assert (found.count, found.disposal) == (1, Disposal.DELETE)
    forget(one.party, Plan((Line("liberex.listings", "", 1, Disposal.KEEP),)))
    assert Listing.objects.count() == 2
    forget(one.party, Plan((Line("liberex.listings", "", 1, Disposal.DELETE),)))
    assert (list(Listing.objects.all()), ListingPicture.objects.count()) == ([kept], 0)
