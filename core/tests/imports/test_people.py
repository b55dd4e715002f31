"""A file of people from upload to undo (people P2, P3, P28)."""

from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from spreadsheets import HEADINGS, ON, person, previewed, taken, xlsx

from vivaio_core.access.models import User
from vivaio_core.imports.models import ImportBatch, ImportRow
from vivaio_core.imports.services.choose_columns import choose_columns
from vivaio_core.imports.services.confirm import confirm
from vivaio_core.imports.services.decide import accept_codes, decide
from vivaio_core.imports.services.preview import preview
from vivaio_core.imports.services.undo import undo
from vivaio_core.imports.services.upload import upload
from vivaio_core.people.errors import IllegalTransition, Refused
from vivaio_core.people.models import CollectivityMember, Identifier, Party
from vivaio_core.people.services import correct_party, include_collectivity, propose_collectivity, register_party
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify

pytestmark = pytest.mark.django_db


def row_of(batch: ImportBatch, line: int) -> ImportRow:
    return batch.rows.get(line=line)


def statuses(batch: ImportBatch) -> dict[int, str]:
    return dict(batch.rows.values_list("line", "status"))


def test_p28_preview_writes_nothing_but_the_batch():
    batch = previewed(xlsx([HEADINGS, person(1), person(2)]))
    assert batch.state == "previewed"
    assert statuses(batch) == {2: "ok", 3: "ok"}
    assert not Party.objects.exists()
    assert not Event.objects.filter(kind__startswith="people.").exists()


def test_p28_confirm_writes_all_ready_lines_under_one_mutation_and_sends_nothing():
    bad = person(3)
    bad[2] = bad[2][:-1] + ("A" if bad[2][-1] != "A" else "B")
    batch = confirm(batch=previewed(xlsx([HEADINGS, person(1), bad, person(2)])), on=ON, actor=None)
    assert statuses(batch) == {2: "applied", 3: "error", 4: "applied"}
    assert Party.objects.count() == 2
    first = row_of(batch, 2).party
    assert first.display_name == f"Anna {person(1)[0]}"
    assert first.birth_date == date(1951, 2, 2)
    assert first.identifiers.get().value == person(1)[2]
    events = Event.objects.filter(kind="people.register")
    assert {event.payload["mutation"] for event in events} == {str(batch.mutation_id)}
    assert Event.objects.filter(kind="imports.confirm").get().payload["count"] == 2
    assert verify().ok
    assert not mail.outbox
    assert row_of(batch, 3).cells[2] == bad[2]


def test_p28_the_same_file_again_creates_nothing():
    content = xlsx([HEADINGS, person(1), person(2), ["Neri", "Ugo", "", "", "", ""]])
    confirm(batch=previewed(content), on=ON, actor=None)
    again = previewed(content, "copia.xlsx")
    assert set(statuses(again).values()) == {"duplicate"}
    with pytest.raises(Refused):
        confirm(batch=again, on=ON, actor=None)
    assert Party.objects.count() == 3


def test_two_previews_of_one_file_and_two_confirms_create_once():
    content = xlsx([HEADINGS, person(1), ["Neri", "Ugo", "", "", "", ""]])
    first, second = previewed(content), previewed(content)
    confirm(batch=first, on=ON, actor=None)
    with pytest.raises(Refused):
        confirm(batch=second, on=ON, actor=None)
    with pytest.raises(IllegalTransition):
        confirm(batch=first, on=ON, actor=None)
    assert Party.objects.count() == 2


def test_p3_the_same_code_is_the_same_person_and_contacts_only_hint():
    known = register_party(first_name="Anna", last_name=person(1)[0], fiscal_code=person(1)[2], email="casa@casa.example", phone="059 1")
    shared = person(2)
    shared[4], shared[5] = "casa@casa.example", "059 1"
    batch = previewed(xlsx([HEADINGS, person(1), shared, person(2)]))
    assert statuses(batch) == {2: "duplicate", 3: "warning", 4: "duplicate"}
    assert row_of(batch, 2).duplicate_of == known
    assert set(row_of(batch, 3).codes) == {"shared_email", "shared_phone"}
    assert row_of(batch, 4).codes == ["code_in_file"]


def test_p3_name_and_birth_ask_and_a_person_decides():
    known = register_party(first_name="Ada", last_name="Neri", birth_date=date(1970, 5, 1))
    lines = [["Neri", "Ada", "", "01/05/1970", f"{n}@casa.example", ""] for n in range(3)]
    batch = previewed(xlsx([HEADINGS, *lines]))
    assert set(statuses(batch).values()) == {"ask"}
    same, other, skip = (row_of(batch, line) for line in (2, 3, 4))
    decide(row=same, decision="same", chosen=f"party:{known.pk}", actor=None)
    decide(row=other, decision="other", actor=None)
    decide(row=skip, decision="skip", actor=None)
    batch.refresh_from_db()
    assert batch.counts == {"duplicate": 1, "warning": 1, "skipped": 1}
    batch = confirm(batch=batch, on=ON, actor=None)
    assert statuses(batch) == {2: "duplicate", 3: "applied", 4: "skipped"}
    assert Party.objects.filter(search_key="neri ada").count() == 2


def test_p3_two_lines_of_one_file_are_asked_about_too():
    lines = [["Neri", "Ada", "", "01/05/1970", "", ""], ["NERI", "ADA", "", "1970-05-01", "a@casa.example", ""]]
    batch = previewed(xlsx([HEADINGS, *lines]))
    assert statuses(batch) == {2: "ok", 3: "ask"}
    decide(row=row_of(batch, 3), decision="same", chosen="row:0", actor=None)
    batch = confirm(batch=batch, on=ON, actor=None)
    assert Party.objects.count() == 1
    assert row_of(batch, 3).party == Party.objects.get()


def test_p2_the_same_key_with_another_value_asks_and_both_may_exist():
    register_party(first_name="Gianna", last_name="Verdi", fiscal_code="VRDGNN62C58F257V")
    batch = previewed(xlsx([HEADINGS, ["Verdi", "Gianna", "VRDGNN62C58F25TS", "", "", ""]]))
    row = row_of(batch, 2)
    assert row.status == "ask"
    assert "omocodia" in row.codes
    decide(row=row, decision="other", actor=None)
    confirm(batch=batch, on=ON, actor=None)
    assert Identifier.objects.filter(key="VRDGNN62C58F257V").count() == 2


def test_decisions_are_refused_where_there_is_nothing_to_decide():
    batch = previewed(xlsx([HEADINGS, person(1)]))
    row = row_of(batch, 2)
    for decision, chosen in (("same", "party:1"), ("other", ""), ("perhaps", "")):
        with pytest.raises(Refused):
            decide(row=row, decision=decision, chosen=chosen, actor=None)
    decide(row=row, decision="skip", actor=None)
    assert row_of(batch, 2).status == "skipped"
    decide(row=row, decision="", actor=None)
    assert row_of(batch, 2).status == "ok"


def test_i5_lost_zeros_come_back_only_when_a_person_confirms():
    batch = previewed(xlsx([["Ragione sociale", "Partita IVA"], ["Officina Verdi", 1230366], ["Forno Poli", "01234560363"]]))
    assert statuses(batch) == {2: "ask", 3: "ok"}
    assert row_of(batch, 2).cells[1] == "1230366"
    assert accept_codes(batch=batch, actor=None) == 1
    batch = confirm(batch=preview(batch=batch, on=ON, actor=None), on=ON, actor=None)
    assert Identifier.objects.filter(value="00001230366").exists()
    assert row_of(batch, 2).cells[1] == "1230366"


def test_undo_takes_everything_back_and_the_file_may_come_again():
    group = propose_collectivity(name="Chi guida elettrico", actor=None)
    include_collectivity(collectivity=group, on=date(2020, 1, 1), actor=None)
    content = xlsx([[*HEADINGS, "Gruppo"], [*person(1), "chi guida ELETTRICO"], [*person(2), "Gruppo ignoto"]])
    batch = confirm(batch=previewed(content), on=ON, actor=None)
    assert CollectivityMember.objects.count() == 1
    batch = undo(batch=batch, on=ON, note="file sbagliato", actor=None)
    assert batch.state == "undone"
    assert not Party.objects.exists()
    assert not Identifier.objects.exists()
    assert batch.rows.count() == 2
    assert verify().ok
    confirm(batch=previewed(content), on=ON, actor=None)
    assert Party.objects.count() == 2


def test_undo_is_refused_once_something_points_at_the_people():
    batch = confirm(batch=previewed(xlsx([HEADINGS, person(1), person(2)])), on=ON, actor=None)
    correct_party(party=Party.objects.first(), phone="059 2", actor=None)
    with pytest.raises(Refused, match=Party.objects.first().display_name):
        undo(batch=batch, on=ON, note="file sbagliato", actor=None)
    assert Party.objects.count() == 2
    with pytest.raises(Refused):
        undo(batch=batch, on=ON, note="", actor=None)


def test_the_columns_are_kept_when_going_back_and_for_the_next_file():
    headings = ["Chi", "Come", "Codice"]
    batch = upload(file_name="a.xlsx", content=xlsx([headings, ["Neri", "Ada", ""]]), mode="people", actor=None)
    assert batch.columns == {}
    with pytest.raises(Refused):
        choose_columns(batch=batch, columns={"last_name": 0}, actor=None)
    with pytest.raises(Refused):
        choose_columns(batch=batch, columns={"last_name": 0, "first_name": 0}, actor=None)
    wanted = {"last_name": 0, "first_name": 1, "fiscal_code": 2}
    batch = preview(batch=choose_columns(batch=batch, columns=wanted, actor=None), on=ON, actor=None)
    back = choose_columns(batch=batch, columns=wanted, actor=None)
    assert (back.state, back.columns) == ("mapped", wanted)
    following = upload(file_name="b.xlsx", content=xlsx([headings, ["Poli", "Ugo", ""]]), mode="people", actor=None)
    assert following.columns == wanted


def test_who_may_not_is_refused_at_every_step():
    reader = User.objects.create_user("chi@legge.example")
    content = xlsx([HEADINGS, person(1)])
    with pytest.raises(PermissionDenied):
        upload(file_name="a.xlsx", content=content, mode="people", actor=reader)
    batch = taken(content)
    row = None
    for act in (
        lambda: choose_columns(batch=batch, columns=batch.columns, actor=reader),
        lambda: preview(batch=batch, on=ON, actor=reader),
        lambda: confirm(batch=batch, on=ON, actor=reader),
        lambda: undo(batch=batch, on=ON, note="prova", actor=reader),
        lambda: accept_codes(batch=batch, actor=reader),
        lambda: decide(row=row, decision="skip", actor=reader),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Party.objects.exists()


def test_p28_constant_queries_for_each_chunk_of_lines():
    def cost(first: int, count: int) -> tuple[int, int]:
        content = xlsx([HEADINGS, *(person(number) for number in range(first, first + count))])
        batch = taken(content)
        with CaptureQueriesContext(connection) as looking:
            batch = preview(batch=batch, on=ON, actor=None)
        with CaptureQueriesContext(connection) as writing:
            batch = confirm(batch=batch, on=ON, actor=None)
        assert batch.counts == {"applied": count}
        return tuple(sum(query["sql"].startswith("SELECT") for query in queries) for queries in (looking, writing))

    assert cost(0, 10) == cost(1000, 990)
