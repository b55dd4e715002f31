"""P3: entries that may be one are found, decided by a person, merged as a whole and taken back as a whole."""

import itertools
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from membership import admitted

from vivaio_core.access.models import User
from vivaio_core.mutuality.selectors.exchanges import exchanges, own, search_exchanges
from vivaio_core.mutuality.selectors.prevalence import years
from vivaio_core.mutuality.services.exchanges import record_exchange, reverse_exchange
from vivaio_core.people.disclosure.selectors import personal_data
from vivaio_core.people.duplicates import moving
from vivaio_core.people.duplicates.models import DuplicatePair, Merge
from vivaio_core.people.duplicates.search import found_pairs, look_for_duplicates
from vivaio_core.people.duplicates.selectors import last_merge, pairs_to_decide
from vivaio_core.people.duplicates.services import ignore, merge, suspect, undo_merge
from vivaio_core.people.duplicates.words import in_words
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Identifier, Party
from vivaio_core.people.relations.services import relate
from vivaio_core.people.selectors import is_member, parties
from vivaio_core.people.services import (
    add_identifier,
    correct_party,
    include_collectivity,
    join_collectivity,
    link_login,
    propose_collectivity,
    register_party,
)
from vivaio_core.suppliers.services import Profile, propose_supplier
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import events_about, verify

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 3)
BORN = date(1962, 3, 18)
CF, TWIN, OTHER = "VRDGNN62C58F257V", "VRDGNN62C58F25TS", "BNCLRD91T03F257L"


def gianna(**more: object) -> Party:
    return register_party(**{"first_name": "Gianna", "last_name": "Verdi", "confirmed": True, **more})


def reasons() -> dict[tuple[int, int], set[str]]:
    return found_pairs()


def test_p3_each_likeness_has_its_reason():
    one, two = gianna(fiscal_code=CF), gianna(fiscal_code=TWIN, first_name="Giovanna")
    assert reasons() == {(one.pk, two.pk): {"same_code"}}
    three = gianna(birth_date=BORN, last_name="Neri", email="n@casa.example")
    four = gianna(birth_date=BORN, last_name="Neri", email="n@casa.example")
    assert reasons()[(three.pk, four.pk)] == {"same_name_and_birth", "same_name_and_email", "same_email"}
    five, six = gianna(last_name="Rossi", phone="059 1"), gianna(last_name="Rossi", phone="059 1")
    assert reasons()[(five.pk, six.pk)] == {"same_name_and_phone", "same_phone"}


def test_p3_a_couple_that_shares_an_email_is_no_pair():
    gianna(email="casa@casa.example", phone="059 2", fiscal_code=CF)
    register_party(first_name="Leo", last_name="Bianchi", email="casa@casa.example", phone="059 2", fiscal_code=OTHER)
    assert reasons() == {}


def test_p3_same_name_other_birth_is_no_pair():
    gianna(birth_date=BORN)
    gianna(birth_date=date(1990, 1, 1))
    assert reasons() == {}


def test_a_search_writes_new_pairs_once_and_never_asks_again_about_ignored_ones():
    one, two = gianna(birth_date=BORN), gianna(birth_date=BORN)
    assert look_for_duplicates(on=ON, actor=None) == 1
    pair = DuplicatePair.objects.get()
    assert (pair.party_a, pair.party_b, pair.certain) == (one, two, True)
    assert in_words(pair.reasons) == ["lo stesso nome e la stessa data di nascita"]
    ignore(pair=pair, note="Cugine", actor=None)
    correct_party(party=two, email="g@casa.example", actor=None)
    correct_party(party=one, email="g@casa.example", actor=None)
    assert look_for_duplicates(on=ON, actor=None) == 0
    assert not pairs_to_decide().exists()
    with pytest.raises(Refused, match="già"):
        ignore(pair=pair, note="", actor=None)


def test_a_search_asks_equal_queries_at_10_and_1000_people():
    counts = []
    for first, last in ((0, 10), (10, 1000)):
        rows = [Party(display_name=f"Ada {n}", search_key=f"ada {n // 2 * 2}", birth_date=BORN) for n in range(first, last)]
        Party.objects.bulk_create(rows)
        with CaptureQueriesContext(connection) as queries:
            pairs = found_pairs()
        assert len(pairs) == last // 2
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_one_wrong_value_shared_by_a_crowd_makes_no_thousands():
    Party.objects.bulk_create([Party(display_name="Ada", search_key="ada", birth_date=BORN) for _ in range(100)])
    assert len(found_pairs()) == 99


def test_p3_a_merge_moves_everything_and_can_be_undone_as_a_whole():
    kept = gianna(fiscal_code=CF)
    gone = gianna(birth_date=BORN, email="g@casa.example")
    add_identifier(party=gone, scheme="iban", raw="IT73U0707212900000000123456", actor=None)
    group, shared = (propose_collectivity(name=name, actor=None) for name in ("Condomini", "CRAL prova"))
    for one in (group, shared):
        include_collectivity(collectivity=one, on=ON, actor=None)
        join_collectivity(party=gone, collectivity=one, on=ON, actor=None)
    join_collectivity(party=kept, collectivity=shared, on=ON, actor=None)
    dairy = register_party(kind="organisation", display_name="Caseificio Uno")
    relate(source=gone, target=dairy, kind="represents", on=ON, actor=None)
    link_login(party=gone, user=User.objects.create_user("g@casa.example"), actor=None)
    admitted(kept, ON)
    before = picture(kept, gone)

    made = merge(winner=kept, loser=gone, actor=None)
    gone.refresh_from_db()
    kept.refresh_from_db()
    assert (gone.status, gone.merged_into, gone.login) == ("merged", kept, None)
    assert (kept.birth_date, kept.email, kept.login.email) == (BORN, "g@casa.example", "g@casa.example")
    assert kept.identifiers.filter(scheme="iban", active=True).count() == 1
    assert {one.collectivity_id for one in kept.belongings.filter(to_on=None)} == {group.pk, shared.pk}
    assert kept.relations.get().target == dairy
    assert gone not in parties()
    assert is_member(kept, ON)
    assert "people.merge" in {event.kind for event in events_about(kept)}
    assert {gone.pk, kept.pk} == {event.subject_id for event in events_about(kept)}
    assert last_merge(kept) == last_merge(gone) == made

    undo_merge(made=made, actor=None)
    assert picture(kept, gone) == before
    assert DuplicatePair.objects.get().state == "undone"
    assert verify().ok
    with pytest.raises(Refused):
        undo_merge(made=made, actor=None)
    again = merge(winner=kept, loser=gone, actor=None)
    assert again.mutation_id != made.mutation_id


def picture(*parties: Party) -> dict[str, list[object]]:
    """Everything that points at the parties, and they themselves."""
    found: dict[str, list[object]] = {"parties": list(Party.objects.filter(pk__in=[one.pk for one in parties]).order_by("pk").values())}
    for pointer in moving.pointers():
        rows = pointer.model._base_manager.filter(**{f"{pointer.field}__in": parties}).order_by("pk").values()
        found[f"{pointer.label}.{pointer.field}"] = list(rows)
    return found


def test_p4_books_are_never_rewritten_by_a_merge():
    member, other = gianna(fiscal_code=CF), gianna(fiscal_code=OTHER)
    admitted(member, ON)
    with pytest.raises(Refused, match="libro"):
        merge(winner=other, loser=member, actor=None)
    admitted(other, ON)
    with pytest.raises(Refused, match="non si riscrive"):
        merge(winner=member, loser=other, actor=None)
    assert not Merge.objects.exists()
    assert Party.objects.filter(status="active").count() == 2


def test_p4_a_row_that_may_not_move_stops_the_whole_merge():
    """Both are suppliers, and a party is one supplier only: nothing of the merge happens."""
    one, two = (register_party(kind="organisation", display_name=name, confirmed=True) for name in ("Officina Neri", "Officina Neri srl"))
    for party in (one, two):
        propose_supplier(party=party, profile=Profile(), actor=None)
    before = picture(one, two)
    with pytest.raises(Refused, match="non si riscrive"):
        merge(winner=one, loser=two, actor=None)
    assert picture(one, two) == before


def test_p20_clients_who_both_have_exchanges_are_merged_and_no_figure_changes():
    """The rows stay where they were written and are read through the merge; the undoing gives back exactly what was there."""
    member, client = gianna(fiscal_code=CF), gianna(email="g@casa.example")
    admitted(member, ON)
    for party, cents in ((member, 12_300), (client, 7_700)):
        record_exchange(activity="energia", on=ON, amount_cents=cents, party=party, source_fact=f"energia:{cents}")
    before, year, whole = picture(member, client), years(ON), own(member, ON.year)["rows"]
    made = merge(winner=member, loser=client, actor=None)
    client.refresh_from_db()
    assert years(ON) == year
    assert year[0].prevalence.percent == "61,5"
    assert (whole, own(member, ON.year)["rows"]) == ([("energia", 12_300)], [("energia", 20_000)])
    assert {row.party_id for row in search_exchanges(exchanges(), "energia:7700")} == {client.pk}
    assert search_exchanges(exchanges(), "verdi").count() == 2
    again = record_exchange(activity="energia", on=ON, amount_cents=7_700, party=member, source_fact="energia:7700")
    assert again.party_id == client.pk
    late = record_exchange(activity="energia", on=ON, amount_cents=100, party=client, source_fact="energia:100")
    assert (late.party, late.is_member) == (member, True)
    assert len([room for room in personal_data(member) if room.startswith("mutuality")]) == 2
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE mutuality_mutualexchange SET party_id = %s WHERE party_id = %s", [member.pk, client.pk])
    reverse_exchange(exchange=late, on=ON, note="di prova", actor=None)
    undo_merge(made=made, actor=None)
    assert years(ON) == year
    after = picture(member, client)
    after["mutuality.mutualexchange.party"] = after["mutuality.mutualexchange.party"][:2]
    assert after == before


def test_every_pointer_of_rooms_and_plugins_is_known():
    found = {(pointer.label, pointer.field) for pointer in moving.pointers()}
    assert {("people.identifier", "party"), ("people.partyrelation", "target"), ("people.collectivity", "contact")} <= found
    assert ("trail.event", "subject") not in found
    assert {label.split(".")[0] for label, _field in found} > {"people", "register"}


def test_a_merge_is_refused_between_kinds_logins_and_merged_ones():
    one, two, coop = gianna(), gianna(), register_party(kind="organisation", display_name="Verdi Gianna")
    with pytest.raises(Refused, match="persona"):
        merge(winner=one, loser=coop, actor=None)
    with pytest.raises(Refused):
        merge(winner=one, loser=one, actor=None)
    for number, party in enumerate((one, two)):
        link_login(party=party, user=User.objects.create_user(f"g{number}@casa.example"), actor=None)
    with pytest.raises(Refused, match="area"):
        merge(winner=one, loser=two, actor=None)
    three, four = gianna(), gianna()
    merge(winner=three, loser=four, actor=None)
    for winner, loser in itertools.permutations((three, four)):
        with pytest.raises(Refused):
            merge(winner=winner, loser=loser, actor=None)


def test_a_merge_is_not_undone_once_something_was_touched():
    kept, gone = gianna(), gianna(fiscal_code=CF)
    made = merge(winner=kept, loser=gone, actor=None)
    add_identifier(party=kept, scheme="cf", raw=OTHER, on=ON, actor=None)
    with pytest.raises(Refused, match="annullare"):
        undo_merge(made=made, actor=None)
    assert Party.objects.get(pk=gone.pk).status == "merged"


def test_a_merge_is_not_undone_once_the_data_were_corrected():
    kept, gone = gianna(), gianna(email="g@casa.example")
    made = merge(winner=kept, loser=gone, actor=None)
    correct_party(party=kept, phone="059 9", actor=None)
    with pytest.raises(Refused, match="annullare"):
        undo_merge(made=made, actor=None)


def test_p2_after_a_merge_one_fiscal_code_is_active_and_both_are_kept():
    kept, gone = gianna(fiscal_code=CF), gianna(fiscal_code=TWIN)
    made = merge(winner=kept, loser=gone, actor=None)
    assert list(kept.identifiers.order_by("pk").values_list("value", "active")) == [(CF, True), (TWIN, False)]
    undo_merge(made=made, actor=None)
    assert Identifier.objects.filter(active=True).count() == 2


def test_nobody_decides_without_the_right():
    one, two, actor = gianna(), gianna(), User.objects.create_user("x@casa.example")
    pair = suspect(one=two, other=one, on=ON, actor=None)
    for act in (
        lambda: merge(winner=one, loser=two, actor=actor),
        lambda: ignore(pair=pair, note="", actor=actor),
        lambda: look_for_duplicates(on=ON, actor=actor),
        lambda: suspect(one=one, other=two, on=ON, actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Event.objects.filter(kind="people.merge").exists()
