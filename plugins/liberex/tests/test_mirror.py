"""The mirror of an outside circuit: its lines repeated once, differences told line by line."""

from datetime import date

import pytest
from circuit_world import Circuit
from django.core.files.uploadedfile import SimpleUploadedFile

from vivaio_core.access.models import User
from vivaio_core.ledger.api import check
from vivaio_core.ledger.models import Account, Transfer
from vivaio_core.people.errors import Refused
from vivaio_liberex.manifest import LiberexSettings
from vivaio_liberex.models.mirror import OutsideLine, OutsideStatement
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.privacy_outside import forget_outside, told_outside
from vivaio_liberex.selectors.health import circuit_health
from vivaio_liberex.selectors.mirror import compared, counted
from vivaio_liberex.services.mirror import book_lines, follow_outside, link_account, read_statement

pytestmark = pytest.mark.django_db
SINCE, UNTIL = date(2026, 3, 1), date(2026, 3, 31)
HEAD = "Numero;Conto;Importo;Data;Descrizione\n"
FILE = HEAD + "L1;MO-7;1.200,00;03/03/2026;Fornitura\nL2;MO-7;-200,00;10/03/2026;Acquisto\nL3;MO-9;55,50;11/03/2026;Visita\n"


@pytest.fixture
def circuit(db, settings) -> Circuit:
    """In mirror mode."""
    coop = settings.COOP
    chosen = LiberexSettings.model_validate({"mode": "mirror"}).model_dump()
    settings.COOP = coop.model_copy(update={"plugins": {**coop.plugins, "liberex": chosen}})
    return Circuit()


@pytest.fixture
def seven(circuit):
    """Forno has the account MO-7 outside."""
    forno = circuit.member("Forno", sector="Pane")
    return link_account(participant=forno, outside_code="MO-7", actor=None)


def read(text: str) -> OutsideStatement:
    return read_statement(content=text.encode(), file_name="marzo.csv", since=SINCE, until=UNTIL, actor=None)


def kinds(statement: OutsideStatement) -> list[str]:
    return [one.kind for one in compared(statement)]


def balance(account) -> int:
    return Account.objects.get(pk=account.pk).balance


def test_lines_are_booked_once_and_only_for_known_accounts(seven):
    made = read(FILE)
    assert counted(compared(made)) == {"different": 0, "only_here": 0, "only_there": 3, "matched": 0, "unknown": 1}
    assert [book_lines(statement=made, actor=None) for _ in range(2)] == [2, 0]
    assert (balance(seven.account), Account.objects.get(code="liberex.net").balance) == (100_000, -100_000)
    assert sorted(kinds(made)) == ["matched", "matched", "only_there"]
    assert read(FILE) == made
    assert (OutsideStatement.objects.count(), check()) == (1, [])


def test_a_wider_statement_books_only_what_is_new(seven):
    book_lines(statement=read(FILE), actor=None)
    wider = read(FILE + "L4;MO-7;10;12/03/2026;\n")
    assert book_lines(statement=wider, actor=None) == 1
    assert balance(seven.account) == 101_000


def test_a_file_with_two_columns_of_amounts_and_several_of_words_is_read(seven):
    text = "Data operazione;Codice utente;Descrizione;Dare;Avere;Id operazione;Controparte\n"
    made = read(text + "03/03/2026;MO-7;Farina;;1.200,00;A1;Molino\n04/03/2026;MO-7;;-15,50;;A2;Idraulico\n05/03/2026;MO-7;Resto;0,00;3;A3;\n")
    assert [(line.line_id, line.amount, line.text) for line in made.lines.order_by("line_id")] == [
        ("A1", 120_000, "Molino, Farina"),
        ("A2", -1_550, "Idraulico"),
        ("A3", 300, "Resto"),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Numero;Conto;Dare;Data\nA1;MO-7;5;03/03/2026\n", "Mancano queste colonne: importo"),
        ("Numero;Conto;Dare;Avere;Data\nA1;MO-7;5;6;03/03/2026\n", "riga 2: .*un importo solo"),
        ("Numero;Conto;Dare;Avere;Data\nA1;MO-7;;;03/03/2026\n", "riga 2: l'importo è zero"),
        ("Numero;Conto;Dare;Avere;Data\nA1;MO-7;x;;03/03/2026\n", "riga 2: "),
    ],
)
def test_two_columns_of_amounts_with_a_fault_are_refused(seven, text, why):
    with pytest.raises(Refused, match=why):
        read(text)


def test_an_account_linked_later_gets_its_lines(seven, circuit):
    made = read(FILE)
    book_lines(statement=made, actor=None)
    nine = link_account(participant=circuit.member("Medico"), outside_code="MO-9", actor=None)
    assert book_lines(statement=made, actor=None) == 1
    assert balance(nine.account) == 5_550


def test_differences_are_told_and_followed(seven):
    book_lines(statement=read(FILE), actor=None)
    corrected = read(HEAD + "L1;MO-7;1.000,00;03/03/2026;Fornitura corretta\nL3;MO-9;55,50;11/03/2026;Visita\n")
    found = compared(corrected)
    assert [(one.kind, one.there, one.inside) for one in found] == [
        ("different", 100_000, 120_000),
        ("only_here", None, -20_000),
        ("only_there", 5_550, None),
    ]
    for one in found[:2]:
        assert follow_outside(statement=corrected, cause=one.cause, actor=None) == one.kind
        with pytest.raises(Refused):
            follow_outside(statement=corrected, cause=one.cause, actor=None)
    assert kinds(corrected) == ["only_there", "matched"]
    assert (balance(seven.account), check()) == (100_000, [])


@pytest.mark.parametrize(
    "line", ["L1;MO-7;1.200,0x;03/03/2026;x", "L1;MO-7;0;03/03/2026;x", "L1;MO-7;5;31/02/2026;x", "L1;MO-7;5;01/04/2026;x", ";MO-7;5;03/03/2026;x"]
)
def test_a_wrong_line_leaves_nothing(seven, line):
    with pytest.raises(Refused, match="3"):
        read(HEAD + "L0;MO-7;5;03/03/2026;x\n" + line + "\n")
    assert (OutsideStatement.objects.count(), OutsideLine.objects.count(), Transfer.objects.count()) == (0, 0, 0)


def test_a_number_twice_in_a_file_is_refused(seven):
    with pytest.raises(Refused):
        read(HEAD + "L1;MO-7;5;03/03/2026;x\nL1;MO-7;5;03/03/2026;x\n")


def test_a_code_belongs_to_one_participant(seven, circuit):
    assert link_account(participant=seven.participant, outside_code="MO-7", actor=None) == seven
    for who, code in ((circuit.member(), "MO-7"), (seven.participant, "MO-8"), (circuit.member(), " ")):
        with pytest.raises(Refused):
            link_account(participant=who, outside_code=code, actor=None)


def test_health_reads_the_mirror(seven):
    book_lines(statement=read(FILE), actor=None)
    found = circuit_health(UNTIL)
    assert (found.figures.turnover, found.figures.active, found.figures.in_circulation) == (140_000, 1, 100_000)
    assert [(row.title, row.sold, row.bought) for row in found.sectors] == [("Pane", 120_000, 20_000)]


def test_the_office_compares_books_and_follows(seven, operator):
    file = SimpleUploadedFile("marzo.csv", FILE.encode())
    page = operator.post("/ufficio/liberex/specchio/nuovo/", {"file": file, "since": "2026-03-01", "until": "2026-03-31"}, follow=True)
    here = page.request["PATH_INFO"]
    assert "MO-9" in page.content.decode()
    operator.post(f"{here}registra/")
    assert balance(seven.account) == 100_000
    other = SimpleUploadedFile("marzo2.csv", (HEAD + "L1;MO-7;1.000,00;03/03/2026;x\n").encode())
    page = operator.post("/ufficio/liberex/specchio/nuovo/", {"file": other, "since": "2026-03-01", "until": "2026-03-31"}, follow=True)
    key = compared(OutsideStatement.objects.get(file_name="marzo2.csv"))[0].line_key
    assert f"/segui/{key}/" in page.content.decode()
    operator.post(f"{page.request['PATH_INFO']}segui/{key}/")
    assert balance(seven.account) == 80_000
    assert operator.get("/ufficio/liberex/specchio/999999/").status_code == 404
    assert "/ufficio/liberex/conti-esterni/" in operator.get("/ufficio/liberex/conti-esterni/").request["PATH_INFO"]


def test_participants_read_the_outside_account_and_pay_elsewhere(seven, client):
    book_lines(statement=read(FILE), actor=None)
    user = User.objects.create_user("forno@prova.example")
    seven.participant.party.login = user
    seven.participant.party.save()
    client.force_login(user)
    page = client.get("/area/liberex/").content.decode()
    assert "1.000,00" in page
    assert "Fornitura" in page
    assert "MO-7" in page
    start = client.get("/area/").content.decode()
    assert "1.000,00 Liberex" in start
    assert "/area/liberex/paga/" not in start
    assert "Può ancora spendere" not in start
    for path in ("paga/", "incassa/", "estratto-conto/"):
        assert client.get(f"/area/liberex/{path}").headers["Location"] == "/area/liberex/"


def test_the_office_offers_no_payment_and_no_line_on_a_mirror(seven, operator):
    page = operator.get(f"/ufficio/liberex/partecipanti/{seven.participant.pk}/").content.decode()
    assert f"/ufficio/liberex/partecipanti/{seven.participant.pk}/correggi/" in page
    assert not [act for act in ("paga", "aiuto", "fido") if f"/partecipanti/{seven.participant.pk}/{act}/" in page]


def test_texts_of_outside_lines_are_told_and_forgotten(seven):
    book_lines(statement=read(FILE), actor=None)
    assert [line["what_for"] for line in told_outside(seven.participant)["outside_account"]["movements"]] == ["Fornitura", "Acquisto"]
    forget_outside(Participant.objects.filter(pk=seven.participant_id))
    assert list(OutsideLine.objects.order_by("pk").values_list("text", flat=True)) == ["", "", "Visita"]
    assert balance(seven.account) == 100_000
