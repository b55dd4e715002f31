"""The old register of members: numbers, days and people as the paper has them (people P4 to P11, P28)."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from membership import admitted
from spreadsheets import BOOK, ON, person, previewed, taken, xlsx

from vivaio_core.access.models import User
from vivaio_core.imports.services.confirm import confirm
from vivaio_core.imports.services.decide import decide, fill_gaps
from vivaio_core.imports.services.preview import preview
from vivaio_core.imports.services.undo import undo
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import MemberNumber, Membership, Party, Resolution
from vivaio_core.people.selectors import membership_status
from vivaio_core.people.services import register_party
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.register.selectors import book
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify

pytestmark = pytest.mark.django_db
MODE = "opening_register"


def line(seq, entry, number, who, on, recorded, qty, note=""):
    names = person(who)[:3] if who else ["", "", ""]
    return [seq, entry, number, *names, on, recorded, qty, "25,00" if qty else "", note]


PAPER = [
    line(1, "ammissione", 7, 1, "10/01/2012", "01/02/2012", 4),
    line(2, "ammissione", 9, 2, "10/01/2012", "01/02/2012", 1),
    line(3, "aumento", 7, None, "01/03/2013", "05/03/2013", 2),
    line(4, "recesso", 9, 2, "31/12/2014", "10/01/2015", ""),
    line(5, "rimborso", 9, None, "30/06/2015", "30/06/2015", 1),
]


def opened(rows=PAPER, **more):
    return previewed(xlsx([BOOK, *rows]), mode=MODE, **more)


def test_p28_the_paper_register_keeps_numbers_and_days():
    batch = confirm(batch=opened(), on=ON, actor=None)
    assert batch.counts == {"applied": 5}
    entries = list(RegisterEntry.objects.order_by("seq"))
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.kind for entry in entries] == ["admission", "admission", "increase", "end", "refund"]
    assert [entry.recorded_on for entry in entries] == [date(2012, 2, 1), date(2012, 2, 1), date(2013, 3, 5), date(2015, 1, 10), date(2015, 6, 30)]
    assert [entry.qty for entry in entries] == [4, 1, 2, 0, -1]
    assert sorted(MemberNumber.objects.values_list("number", flat=True)) == [7, 9]
    first, second = (Party.objects.get(member_number__number=number) for number in (7, 9))
    assert book.holding(first, ON).amount_cents == 15_000
    assert membership_status(second, date(2014, 12, 30)) == "member"
    assert membership_status(second, ON) == "former"
    assert Membership.objects.get(party=second).end_reason == "exit"
    assert len({entry.operation_id for entry in entries}) == 1
    assert verify().ok
    assert Event.objects.filter(kind="register.admit").count() == 2


def test_p28_the_next_live_number_is_the_greatest_plus_one():
    confirm(batch=opened(), on=ON, actor=None)
    newcomer = register_party(first_name="Ugo", last_name="Neri", fiscal_code="VRDGNN62C58F257V")
    assert admitted(newcomer, date(2026, 1, 10)).member_no == 10
    assert RegisterEntry.objects.order_by("-seq").first().seq == 6


def test_p28_a_gap_needs_a_void_line_which_a_person_adds():
    rows = [*PAPER[:2], line(5, "aumento", 7, None, "01/03/2013", "05/03/2013", 2)]
    batch = opened(rows)
    assert batch.blocks[0]["missing"] == [3, 4]
    assert batch.blocks[0]["lines"] == [4]
    with pytest.raises(Refused, match="4"):
        confirm(batch=batch, on=ON, actor=None)
    with pytest.raises(Refused):
        fill_gaps(batch=batch, note=" ", actor=None)
    assert fill_gaps(batch=batch, note="righe annullate a penna", actor=None) == 2
    batch = preview(batch=batch, on=ON, actor=None)
    assert batch.blocks == []
    confirm(batch=batch, on=ON, actor=None)
    voids = RegisterEntry.objects.filter(kind="void")
    assert [(one.seq, one.text, one.recorded_on) for one in voids] == [(seq, "righe annullate a penna", date(2012, 2, 1)) for seq in (3, 4)]


def test_a_void_line_of_the_file_needs_its_note():
    rows = [PAPER[0], line(2, "numero non usato", "", None, "", "", "")]
    assert opened(rows).rows.get(line=3).codes == ["void_note"]
    rows[1][-1] = "annullato"
    confirm(batch=opened(rows), on=ON, actor=None)
    assert RegisterEntry.objects.get(seq=2).kind == "void"


def test_p28_a_number_twice_or_days_going_back_block_and_name_the_lines():
    twice = opened([*PAPER[:2], line(2, "ammissione", 11, 3, "10/02/2012", "01/03/2012", 1)])
    assert twice.blocks[0]["lines"] == [4]
    back = opened([PAPER[0], line(2, "ammissione", 9, 2, "10/01/2011", "01/02/2011", 1)])
    assert back.blocks[0]["lines"] == [3]
    for batch in (twice, back):
        with pytest.raises(Refused):
            confirm(batch=batch, on=ON, actor=None)
    assert not RegisterEntry.objects.exists()
    assert not Party.objects.exists()


def test_a_member_number_of_two_people_and_two_numbers_of_one():
    batch = opened([PAPER[0], line(2, "ammissione", 7, 2, "10/01/2012", "01/02/2012", 1), line(3, "aumento", 8, 1, "1/3/2013", "5/3/2013", 1)])
    assert [row.codes for row in batch.rows.all()] == [[], ["number_of_another"], ["other_number"]]


def test_memberships_that_make_no_sense_are_named():
    batch = opened([PAPER[0], line(2, "rimborso", 7, None, "01/03/2013", "05/03/2013", 1), line(3, "ammissione", 9, 2, "1/1/2014", "1/2/2014", 1)])
    row = batch.rows.get(line=3)
    assert row.status == "error"
    assert row.codes == ["register"]
    with pytest.raises(Refused):
        confirm(batch=batch, on=ON, actor=None)


def test_p4_a_register_is_opened_whole_or_not_at_all():
    batch = opened([*PAPER[:2], line(3, "ammissione", 11, 3, "10/13/2012", "01/03/2012", 1)])
    assert batch.rows.get(line=4).codes == ["impossible_day"]
    with pytest.raises(Refused, match="4"):
        confirm(batch=batch, on=ON, actor=None)
    assert not RegisterEntry.objects.exists()


def test_a_line_for_each_member_gives_admission_and_end():
    heads = [
        "N. socio",
        "Cognome",
        "Nome",
        "Codice fiscale",
        "Data delibera",
        "Verbale",
        "Data annotazione",
        "Quote",
        "Valore",
        "Data fine",
        "Causale",
    ]
    rows = [
        [1, *person(1)[:3], "10/01/2012", "3", "01/02/2012", 4, 25, "31/12/2014", "decesso"],
        [2, *person(2)[:3], "10/01/2012", "3", "05/02/2012", 1, 25, "", ""],
        [3, *person(3)[:3], "10/01/2016", "", "05/02/2016", 1, 25, "", ""],
    ]
    confirm(batch=previewed(xlsx([heads, *rows]), mode=MODE), on=ON, actor=None)
    assert list(RegisterEntry.objects.order_by("seq").values_list("kind", "member_no")) == [
        ("admission", 1),
        ("admission", 2),
        ("end", 1),
        ("admission", 3),
    ]
    assert Membership.objects.get(member_no=1).end_reason == "death"
    assert Resolution.objects.get(held_on=date(2012, 1, 10)).minute_no == "3"
    assert RegisterEntry.objects.filter(resolution__held_on=date(2012, 1, 10)).count() == 2


def test_people_already_there_keep_their_page_and_a_namesake_is_asked_about():
    known = register_party(first_name="Anna", last_name=person(1)[0], fiscal_code=person(1)[2])
    rows = [PAPER[0], ["2", "ammissione", "9", "Neri", "Ada", "", "10/01/2012", "01/02/2012", "1", "25,00", ""]]
    rows += [["3", "recesso", "", "Neri", "Ada", "", "10/01/2013", "01/02/2013", "", "", ""]]
    batch = opened(rows)
    assert [row.status for row in batch.rows.all()] == ["ok", "warning", "ask"]
    decide(row=batch.rows.get(line=4), decision="same", chosen="row:1", actor=None)
    batch = confirm(batch=preview(batch=batch, on=ON, actor=None), on=ON, actor=None)
    assert Party.objects.count() == 2
    assert known.memberships.get().member_no == 7
    assert Membership.objects.get(member_no=9).ended_on == date(2013, 1, 10)


def test_the_same_register_again_creates_nothing():
    confirm(batch=opened(), on=ON, actor=None)
    again = opened()
    assert again.counts == {"duplicate": 5}
    with pytest.raises(Refused):
        confirm(batch=again, on=ON, actor=None)
    assert RegisterEntry.objects.count() == 5


def test_undo_takes_entries_back_by_corrections_and_rewrites_nothing():
    rows = [*PAPER[:3], line(4, "annullato", "", None, "", "", "", "macchia")]
    batch = confirm(batch=opened(rows), on=ON, actor=None)
    batch = undo(batch=batch, on=ON, note="libro sbagliato", actor=None)
    assert batch.state == "undone"
    assert RegisterEntry.objects.count() == 7
    assert not Membership.objects.exists()
    assert Party.objects.count() == 2
    assert book.totals(ON).members == 0
    assert verify().ok


def test_without_the_register_s_permission_nothing_is_confirmed():
    batch = opened()
    actor = User.objects.create_user("chi@importa.example")
    actor.user_permissions.set(Permission.objects.filter(codename__in=["change_importbatch", "add_party"]))
    with pytest.raises(PermissionDenied):
        confirm(batch=batch, on=ON, actor=actor)
    batch.refresh_from_db()
    assert (batch.state, batch.work) == ("previewed", "")


def test_future_days_and_unknown_words_are_errors():
    rows = [line(1, "ammissione", 7, 1, "10/01/2030", "01/02/2030", 4), line(2, "promozione", 9, 2, "10/01/2012", "01/02/2012", "molte")]
    batch = opened(rows)
    assert batch.rows.get(line=2).codes.count("future_day") == 2
    assert {"unknown_word", "no_number"} <= set(batch.rows.get(line=3).codes)


def test_a_file_without_days_is_not_accepted():
    content = xlsx([["Cognome", "Nome", "N. socio"], ["Verdi", "Ada", 1]])
    with pytest.raises(Refused):
        taken(content, mode=MODE)
