"""The notice board: what is published, found, answered, ended and removed; who may and who may not."""

from datetime import date, timedelta
from typing import Any

import pytest
from board_world import AREA, a_draft, a_listing, picture, signed_in
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from liberex_world import ON, Circuit

from vivaio_core.ledger.models import Account
from vivaio_core.people.errors import Refused
from vivaio_core.site.coop import coop
from vivaio_core.trail.models import Event
from vivaio_liberex.board.draft import NewPicture, Pictures
from vivaio_liberex.manifest import LiberexSettings
from vivaio_liberex.models.board import Category, Listing, ListingPicture
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors import board as reads
from vivaio_liberex.services.board.change import change
from vivaio_liberex.services.board.close import close
from vivaio_liberex.services.board.expire import expire_listings
from vivaio_liberex.services.board.forget_ended import forget_ended
from vivaio_liberex.services.board.pause import pause, resume
from vivaio_liberex.services.board.publish import publish
from vivaio_liberex.services.board.remove import remove
from vivaio_liberex.services.board.renew import renew
from vivaio_liberex.services.leave import leave
from vivaio_liberex.services.suspend import suspend

WORDS = {"kind": "offer", "title": "Tavoli e sedie", "text": "Per feste.", "price": "120,50", "share": "50", "place": "Carpi", "contact": "059 123"}


def titles(on: date = ON, **looked: Any) -> list[str]:
    return [row.title for row in reads.board(on, reads.Looked(**looked))]


def test_published_found_and_paid(circuit: Circuit, shelf: Category) -> None:
    seller, buyer = circuit.participant(login=True, shown_as="Noleggi Àlba"), circuit.participant(login=True, balance=50_000)
    page = signed_in(seller).post(AREA + "nuovo/", {**WORDS, "category": shelf.pk})
    made = Listing.objects.get()
    assert page["Location"] == f"{AREA}{made.key}/"
    client = signed_in(buyer)
    board = client.get(AREA, {"q": "tavoli alba"}).content.decode()
    assert "Tavoli e sedie" in board
    shown = client.get(page["Location"]).content.decode()
    way = f"/area/liberex/paga/{seller.code}/?causale=Tavoli+e+sedie&amp;importo=60%2C25"
    assert way in shown
    assert "059 123" in shown
    assert 'value="60,25"' in client.get(way.replace("&amp;", "&")).content.decode()


def test_who_looks_for_something_is_asked_to_pay(circuit: Circuit, shelf: Category) -> None:
    wanting, other = circuit.participant(login=True), circuit.participant(login=True)
    row = a_listing(wanting, shelf, on=timezone.localdate(), kind="want", price=None)
    page = signed_in(other).get(f"{AREA}{row.key}/").content.decode()
    way = f"/area/liberex/richieste/nuova/?a={wanting.code}&amp;causale=Sedie"
    assert way in page
    assert "/area/liberex/paga/" not in page
    assert f'value="{wanting.code}"' in signed_in(other).get(way.replace("&amp;", "&")).content.decode()


def test_on_a_mirror_the_board_is_read_and_nobody_pays_here(circuit: Circuit, shelf: Category, monkeypatch: pytest.MonkeyPatch) -> None:
    seller, other = circuit.participant(login=True), circuit.participant(login=True)
    row = a_listing(seller, shelf, on=timezone.localdate())
    monkeypatch.setitem(coop().plugins, "liberex", LiberexSettings.model_validate({"mode": "mirror"}).model_dump())
    page = signed_in(other).get(f"{AREA}{row.key}/")
    assert (page.status_code, "/area/liberex/paga/" in page.content.decode()) == (200, False)
    assert "Bacheca" in signed_in(other).get("/area/liberex/").content.decode()


def test_euro_only_leads_nowhere_and_my_own_is_not_paid(circuit: Circuit, shelf: Category) -> None:
    seller, other = circuit.participant(login=True), circuit.participant(login=True)
    today = timezone.localdate()
    page = signed_in(other).get(f"{AREA}{a_listing(seller, shelf, on=today, share=0).key}/").content.decode()
    assert "niente in crediti" in page
    assert "/area/liberex/paga/" not in page
    own = a_listing(seller, shelf, on=today)
    assert "/area/liberex/paga/" not in signed_in(seller).get(f"{AREA}{own.key}/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "gift"}, "offre o cerca"),
        ({"title": " \u202e "}, "poche parole"),
        ({"title": "x" * 81}, "troppo lungo"),
        ({"text": "x" * 2001}, "troppo lungo"),
        ({"share": 101}, "da 0 a 100"),
        ({"share": -1}, "da 0 a 100"),
        ({"price": 0}, "maggiore di zero"),
        ({"price": -5}, "maggiore di zero"),
        ({"price": 2**62}, "maggiore di zero"),
        ({"category": None}, "categoria"),
    ],
)
def test_what_is_written_wrong_is_refused(circuit: Circuit, shelf: Category, wrong: dict[str, Any], words: str) -> None:
    one = circuit.participant()
    with pytest.raises(Refused, match=words):
        publish(participant=one, draft=a_draft(shelf, **wrong), on=ON, actor=None)
    assert not Listing.objects.exists()


def test_what_was_typed_stays_in_the_form(circuit: Circuit, shelf: Category) -> None:
    client = signed_in(circuit.participant(login=True))
    for wrong in ({"price": "1,234.56"}, {"share": "101"}, {"category": "999999999999999999999"}, {"kind": ""}, {"title": ""}):
        page = client.post(AREA + "nuovo/", {**WORDS, "category": shelf.pk, **wrong})
        assert page.status_code == 200, wrong
        assert "Per feste." in page.content.decode()
        assert "Non è stato salvato niente" in page.content.decode()
    assert not Listing.objects.exists()


def test_a_form_sent_twice_makes_one_listing(circuit: Circuit, shelf: Category) -> None:
    client, other = signed_in(circuit.participant(login=True)), signed_in(circuit.participant(login=True))
    key = client.get(AREA + "nuovo/").context["key"]
    body = {**WORDS, "category": shelf.pk, "key": str(key)}
    assert [client.post(AREA + "nuovo/", body)["Location"] for _press in range(2)] == [f"{AREA}{key}/"] * 2
    assert "apra di nuovo" in other.post(AREA + "nuovo/", body).content.decode()
    assert client.post(AREA + "nuovo/", {**body, "key": "x"}).status_code == 302
    assert Listing.objects.count() == 2


def test_a_category_that_takes_nothing_new_keeps_what_it_has(circuit: Circuit, shelf: Category) -> None:
    one = circuit.participant()
    row = a_listing(one, shelf)
    shelf.active = False
    shelf.save()
    assert change(listing=row, draft=a_draft(shelf, title="Sedie nuove"), on=ON, actor=None).title == "Sedie nuove"
    with pytest.raises(Refused, match="categoria"):
        publish(participant=one, draft=a_draft(shelf), on=ON, actor=None)
    close(listing=row, on=ON, actor=None)
    with pytest.raises(Refused, match="non accetta annunci nuovi"):
        renew(listing=row, on=ON, actor=None)


def test_only_who_is_in_force_publishes_and_stays_on_the_board(circuit: Circuit, shelf: Category) -> None:
    leaving, frozen, stays = circuit.participant(), circuit.participant(), circuit.participant()
    rows = [a_listing(one, shelf, title=f"Cosa {number}") for number, one in enumerate((leaving, frozen, stays))]
    leave(participant=leaving, reason="", on=ON, actor=None)
    suspend(participant=frozen, reason="da chiarire", actor=None)
    assert titles() == ["Cosa 2"]
    for one, row, words in ((leaving, rows[0], "uscendo"), (frozen, rows[1], "sospeso")):
        one.refresh_from_db()
        with pytest.raises(Refused, match=words):
            publish(participant=one, draft=a_draft(shelf), on=ON, actor=None)
        with pytest.raises(Refused, match=words):
            renew(listing=row, on=ON, actor=None)
        assert reads.visible(stays, row.key, ON) is None
        assert reads.visible(one, row.key, ON) == row
    Participant.objects.filter(pk=leaving.pk).update(state="closed")
    Account.objects.filter(pk=frozen.account_id).update(state="open")
    assert expire_listings(on=ON) == 1
    assert titles() == ["Cosa 2", "Cosa 1"]


def test_states_and_days(circuit: Circuit, shelf: Category) -> None:
    one = circuit.participant()
    row = a_listing(one, shelf)
    last = ON + timedelta(days=90)
    assert (row.expires_on, titles(last), titles(last + timedelta(days=1))) == (last, ["Sedie"], [])
    assert pause(listing=row, on=ON, actor=None).state == "paused"
    assert titles() == []
    assert resume(listing=row, on=ON, actor=None).state == "active"
    assert (expire_listings(on=last), expire_listings(on=last + timedelta(days=1)), expire_listings(on=last + timedelta(days=1))) == (0, 1, 0)
    with pytest.raises(Refused, match="lo rinnovi"):
        resume(listing=row, on=last + timedelta(days=2), actor=None)
    later = last + timedelta(days=2)
    again = renew(listing=row, on=later, actor=None)
    assert (again.state, again.published_on, again.expires_on, again.ended_on) == ("active", later, later + timedelta(days=90), None)
    assert renew(listing=row, on=later + timedelta(days=5), actor=None).published_on == later
    assert close(listing=row, on=later, actor=None).state == "closed"
    assert Event.objects.filter(kind__startswith="liberex.listing").count() == 7
    assert "Sedie" not in str(list(Event.objects.filter(kind__startswith="liberex.listing").values_list("payload", flat=True)))


def test_what_ended_long_ago_goes_with_its_pictures(circuit: Circuit, shelf: Category) -> None:
    one = circuit.participant()
    rows = [a_listing(one, shelf, title=f"Cosa {number}", images=[picture()]) for number in range(3)]
    close(listing=rows[0], on=ON, actor=None)
    close(listing=rows[1], on=ON + timedelta(days=1), actor=None)
    assert forget_ended(on=ON + timedelta(days=365)) == 0
    assert [forget_ended(on=ON + timedelta(days=366)) for _night in range(2)] == [1, 0]
    assert [row.title for row in Listing.objects.order_by("pk")] == ["Cosa 1", "Cosa 2"]
    assert ListingPicture.objects.count() == 2


def test_late_ones_are_told_as_expired_before_the_night(circuit: Circuit, shelf: Category) -> None:
    one = circuit.participant(login=True)
    row = a_listing(one, shelf, on=timezone.localdate() - timedelta(days=200))
    page = signed_in(one).get(AREA + "miei/").content.decode()
    assert "Scaduto" in page
    assert "scaduto" in signed_in(one).get(f"{AREA}{row.key}/").content.decode()


def test_no_more_than_the_rule_says(circuit: Circuit, shelf: Category) -> None:
    circuit.rule("lbx.board.most", 2)
    one = circuit.participant()
    first = a_listing(one, shelf)
    a_listing(one, shelf)
    with pytest.raises(Refused, match="2 annunci"):
        publish(participant=one, draft=a_draft(shelf), on=ON, actor=None)
    pause(listing=first, on=ON, actor=None)
    a_listing(one, shelf)
    for act in (resume, renew):
        with pytest.raises(Refused, match="2 annunci"):
            act(listing=first, on=ON, actor=None)


def test_the_office_removes_with_a_reason_and_nobody_puts_it_back(circuit: Circuit, shelf: Category) -> None:
    one = circuit.participant(login=True)
    row = a_listing(one, shelf)
    with pytest.raises(PermissionDenied):
        remove(listing=row, reason="è una truffa", on=ON, actor=circuit.worker("view_listing"))
    boss = circuit.worker("remove_listing")
    with pytest.raises(Refused, match="perché"):
        remove(listing=row, reason="  x ", on=ON, actor=boss)
    remove(listing=row, reason="è una truffa", on=ON, actor=boss)
    assert titles() == []
    for act in (pause, resume, close, renew):
        with pytest.raises(Refused, match="truffa"):
            act(listing=row, on=ON, actor=one.party.login)
    with pytest.raises(Refused, match="truffa"):
        change(listing=row, draft=a_draft(shelf), on=ON, actor=None)
    with pytest.raises(Refused, match="già tolto"):
        remove(listing=row, reason="due volte", on=ON, actor=boss)
    with pytest.raises(DatabaseError), transaction.atomic():
        Listing.objects.filter(pk=row.pk).update(state="active")
    assert "truffa" in signed_in(one).get(f"{AREA}{row.key}/").content.decode()
    assert Event.objects.get(kind="liberex.listing_remove").payload["reason"] == "è una truffa"


def test_others_rows_are_not_there(circuit: Circuit, shelf: Category) -> None:
    one, other = circuit.participant(login=True), circuit.participant(login=True)
    row, hidden = a_listing(one, shelf, on=timezone.localdate()), a_listing(one, shelf, on=timezone.localdate())
    pause(listing=hidden, on=ON, actor=None)
    client = signed_in(other)
    today = f"{AREA}{row.key}/"
    assert client.get(today).status_code == 200
    assert client.get(f"{AREA}{hidden.key}/").status_code == 404
    assert client.post(f"{today}cambia/", {**WORDS, "category": shelf.pk}).status_code == 404
    for act in ("sospendi", "chiudi", "rinnova", "riprendi", "inventato"):
        assert client.post(f"{today}{act}/").status_code == 404
        assert client.get(f"{today}{act}/").status_code == 405
    assert signed_in(one).post(f"{today}inventato/").status_code == 404
    for act in (pause, close, renew):
        with pytest.raises(PermissionDenied):
            act(listing=row, on=ON, actor=other.party.login)
    with pytest.raises(PermissionDenied):
        publish(participant=one, draft=a_draft(shelf), on=ON, actor=other.party.login)
    assert Client().get(AREA).status_code == 302


def test_the_pages_of_my_own_listing(circuit: Circuit, shelf: Category) -> None:
    one = circuit.participant(login=True)
    row = a_listing(one, shelf, on=timezone.localdate())
    client = signed_in(one)
    for act, state in (("sospendi", "paused"), ("riprendi", "active"), ("chiudi", "closed"), ("rinnova", "active")):
        assert client.post(f"{AREA}{row.key}/{act}/").status_code == 302
        row.refresh_from_db()
        assert row.state == state
    page = client.post(f"{AREA}{row.key}/cambia/", {**WORDS, "category": shelf.pk, "price": ""})
    assert page["Location"] == f"{AREA}{row.key}/"
    row.refresh_from_db()
    assert (row.title, row.price, row.share) == ("Tavoli e sedie", None, 50)
    suspend(participant=one, reason="da chiarire", actor=None)
    close(listing=row, on=ON, actor=None)
    refused = client.post(f"{AREA}{row.key}/rinnova/")
    assert (refused.status_code, "sospeso" in refused.content.decode()) == (400, True)


def test_found_however_it_is_typed(circuit: Circuit, shelf: Category) -> None:
    hidden = circuit.participant(shown_as="Bottega Rossi", listed=False)
    listed = circuit.participant(shown_as="Forno Àlba", sector=circuit.sector())
    a_listing(hidden, shelf, title="L’Orto dell'Àngelo: perché no?", text="Città e campagna", place="Nonàntola")
    a_listing(listed, shelf, title="Pane 100%", text="con semi_interi")
    for words in ("orto angelo", "L'ORTO", "dell’angelo", "perche no", "citta nonantola", "dell'ÀNGELO"):
        assert titles(words=words) == ["L’Orto dell'Àngelo: perché no?"], words
    for words in ("forno", "alba pane", listed.code, "100%", "semi_interi", str(listed.sector)):
        assert titles(words=words) == ["Pane 100%"], words
    assert titles(words="bottega rossi") == []
    assert titles(words="x" * 300) == []
    assert len(titles(words="' % _ \x00 -")) == 2
    assert titles(kind="want") == []
    assert len(titles(category=shelf.pk)) == 2


@pytest.mark.parametrize(
    "query", ["?categoria=99999999999999999999999", "?categoria=²", "?tipo=gift", "?p=-1", "?p=9999999999999999999", "?q=%00", "?q=%ff"]
)
def test_foreign_words_in_the_address_are_nothing(circuit: Circuit, shelf: Category, query: str) -> None:
    one = circuit.participant(login=True)
    a_listing(one, shelf, on=timezone.localdate())
    assert signed_in(one).get(AREA + query).status_code == 200


def test_wants_meet_offers_of_the_same_category(circuit: Circuit, shelf: Category) -> None:
    me, others = circuit.participant(), [circuit.participant() for _number in range(7)]
    elsewhere = Category.objects.create(title="Altro")
    wanted = a_listing(me, shelf, kind="want")
    a_listing(me, shelf)
    for number, other in enumerate(others):
        a_listing(other, shelf, title=f"Offerta {number}")
    a_listing(others[0], elsewhere, title="Altrove")
    asked = a_listing(others[1], shelf, kind="want", title="Cerca")
    assert [row.title for row in reads.matches(me, ON)] == ["Cerca", "Offerta 6", "Offerta 5", "Offerta 4", "Offerta 3"]
    assert [row.title for row in reads.answers(wanted, ON)] == [f"Offerta {number}" for number in (6, 5, 4, 3, 2)]
    assert reads.answers(asked, ON)[-1].title != "Cerca"
    assert reads.matches(circuit.participant(), ON) == []


def test_titles_and_words_are_text_and_nothing_else(circuit: Circuit, shelf: Category) -> None:
    nasty = '<script>alert(1)</script>" onload="x'
    one = circuit.participant(login=True, shown_as="<b>Nome</b>")
    row = a_listing(
        one, shelf, on=timezone.localdate(), title=nasty, text=nasty, place=nasty[:40], contact="javascript:alert(1) <i>", images=[picture(alt=nasty)]
    )
    client = signed_in(circuit.participant(login=True))
    for path in (AREA, f"{AREA}{row.key}/", AREA + "?q=%3Cscript%3E"):
        page = client.get(path).content.decode()
        assert "<script>alert" not in page
        assert '" onload="x' not in page
        assert "<b>Nome" not in page
        assert 'href="javascript' not in page


def test_pictures_stay_four_and_follow_who_may_read(circuit: Circuit, shelf: Category) -> None:
    one, other = circuit.participant(login=True), circuit.participant(login=True)
    with pytest.raises(Refused, match="4 foto"):
        a_listing(one, shelf, images=[picture() for _number in range(5)])
    row = a_listing(one, shelf, on=timezone.localdate(), images=[picture(alt="Prima"), picture()])
    first, second = row.pictures.all()
    with pytest.raises(Refused, match="4 foto"):
        change(listing=row, draft=a_draft(shelf), on=ON, actor=None, pictures=Pictures([picture() for _number in range(3)]))
    told = Pictures([picture(alt="Nuova")], frozenset([first.key]), {second.key: "Seconda"})
    change(listing=row, draft=a_draft(shelf), on=ON, actor=None, pictures=told)
    assert [one.alt for one in row.pictures.all()] == ["Seconda", "Nuova"]
    address = f"{AREA}foto/{second.key}/"
    for client in (signed_in(one), signed_in(other)):
        page = client.get(address + "grande/")
        assert (page["Content-Type"], page["X-Content-Type-Options"], page.content[8:12]) == ("image/webp", "nosniff", b"WEBP")
    assert client.get(address + "enorme/").status_code == 404
    assert Client().get(address + "grande/").status_code == 302
    pause(listing=row, on=ON, actor=None)
    assert [who.get(address + "piccola/").status_code for who in (signed_in(one), signed_in(other))] == [200, 404]


def test_a_new_listing_with_pictures_from_the_form(circuit: Circuit, shelf: Category) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = signed_in(circuit.participant(login=True))
    good = SimpleUploadedFile("tavolo.jpg", picture().content)
    bad = SimpleUploadedFile("tavolo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")
    body = {**WORDS, "category": shelf.pk, "alt_1": "Un tavolo"}
    page = client.post(AREA + "nuovo/", {**body, "file_1": bad}).content.decode()
    assert "non è una foto che possiamo leggere" in page
    assert not Listing.objects.exists()
    assert client.post(AREA + "nuovo/", {**body, "file_1": good}).status_code == 302
    row = Listing.objects.get()
    kept = row.pictures.get()
    assert kept.alt == "Un tavolo"
    form = client.get(f"{AREA}{row.key}/cambia/").content.decode()
    assert f"drop_{kept.key}" in form
    assert client.post(f"{AREA}{row.key}/cambia/", {**body, f"drop_{kept.key}": "on"}).status_code == 302
    assert not row.pictures.exists()


def test_an_empty_file_and_a_strange_key_say_what_to_do(circuit: Circuit, shelf: Category) -> None:
    from uuid import uuid4

    row = a_listing(circuit.participant(), shelf)
    with pytest.raises(Refused, match="non è una foto"):
        change(listing=row, draft=a_draft(shelf), on=ON, actor=None, pictures=Pictures([NewPicture(b"")]))
    with pytest.raises(Refused, match="non c'è più"):
        change(listing=row, draft=a_draft(shelf), on=ON, actor=None, pictures=Pictures(told={uuid4(): "x"}))
