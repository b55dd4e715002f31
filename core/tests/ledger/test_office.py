"""The books in the office: balances, the check and the seals in words, the journal as hledger and a plain reader see it."""

import csv
import io
import shutil
import subprocess

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vivaio_core.ledger.api import move, open_account, post
from vivaio_core.ledger.models import Account
from vivaio_core.ledger.owners import reference
from vivaio_core.people.models import Party
from vivaio_core.people.services import register_party
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db
PREFIX = "/ufficio/libri-contabili/"


@pytest.fixture
def filled(book, bank, bruno):
    post(move(bank, bruno, 123_456, kind="payment"), move(bruno, bank, 6, kind="fee"))
    return book


def text(response) -> str:
    return response.content.decode()


def test_the_list_and_a_book_show_balances(filled, operator):
    assert "1.234,50" in text(operator.get(PREFIX))
    page = text(operator.get(f"{PREFIX}{filled.pk}/"))
    assert "bruno" in page
    assert "1.234,50" in page
    assert "−1.234,50" in page


def test_an_account_names_its_owner_of_today(filled, operator):
    old, new = register_party(display_name="Forno Vecchio", kind="organisation"), register_party(display_name="Forno Nuovo", kind="organisation")
    for party in (old, new):
        open_account(book=filled, code=f"conto:{party.pk}", owner=reference(party))
    open_account(book=filled, code="strano", owner="party:99999999999")
    Party.objects.filter(pk=old.pk).update(merged_into=new, status="merged")
    page = text(operator.get(f"{PREFIX}{filled.pk}/"))
    assert (page.count("Forno Nuovo"), "Forno Vecchio" in page) == (2, False)
    assert page.count(f'/persone/{new.pk}/"') == 2


def test_a_book_of_many_accounts_asks_the_same_number_of_questions(filled, operator):
    counts = []
    for size in (10, 300):
        for number in range(size):
            open_account(book=filled, code=f"conto:{size}:{number}", owner=f"party:{number}")
        operator.get(f"{PREFIX}{filled.pk}/")
        with CaptureQueriesContext(connection) as seen:
            operator.get(f"{PREFIX}{filled.pk}/", {"p": "1"})
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999"])
def test_an_odd_page_is_no_fault(filled, operator, page):
    assert operator.get(f"{PREFIX}{filled.pk}/", {"p": page}).status_code == 200


def test_the_check_says_in_words_that_the_books_are_sound(filled, operator):
    assert operator.get(f"{PREFIX}controllo/").status_code == 200
    assert "ogni libro fa zero" in text(operator.post(f"{PREFIX}controllo/", follow=True))


@pytest.mark.broken_books
@pytest.mark.sqlite
def test_the_check_says_in_words_what_is_wrong(filled, operator):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS ledger_account_written")
        for (name,) in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_account'").fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("UPDATE ledger_account SET balance = balance + 1 WHERE code = 'bruno'")
    page = text(operator.post(f"{PREFIX}controllo/"))
    assert "bruno" in page
    assert "prova" in page


def test_seals_are_made_by_the_administrator_and_compared_by_all(filled, entered):
    operator, administrator = entered("operator"), entered("administrator")
    assert operator.post(f"{PREFIX}{filled.pk}/sigilla/").status_code in (302, 403)
    assert not filled.seals.exists()
    assert "2 movimenti" in text(administrator.post(f"{PREFIX}{filled.pk}/sigilla/", follow=True))
    assert filled.seals.get().count == 2
    assert "concordano" in text(operator.post(f"{PREFIX}{filled.pk}/confronta/", follow=True))


def test_the_journal_is_told_to_the_trail_and_read_by_others(filled, operator, tmp_path):
    """By a reader in plain Python always, by hledger itself where it is installed."""
    answer = operator.get(f"{PREFIX}{filled.pk}/giornale/")
    journal = b"".join(answer.streaming_content).decode()
    assert "prova.journal" in answer["Content-Disposition"]
    assert Event.objects.filter(kind="office.export").latest("seq").payload["format"] == "hledger"
    stored = {f"prova:{one.code}": one.balance for one in Account.objects.filter(book=filled) if one.balance}
    found: dict[str, int] = {}
    for line in journal.splitlines():
        if line.startswith("    "):
            account, amount, _unit = line.split()
            found[account] = found.get(account, 0) + int(amount.replace(".", ""))
    assert found == stored
    if shutil.which("hledger") is None:
        print("hledger is not installed: only the plain reader has read the journal")
        return
    said = subprocess.run(["hledger", "-f", "-", "balance", "-N", "-O", "csv"], input=journal, capture_output=True, text=True, check=True).stdout
    rows = list(csv.reader(io.StringIO(said)))[1:]
    assert {account: round(float(amount.split()[0]) * 100) for account, amount in rows} == stored


def test_strangers_read_no_books(filled, client):
    for path in ("", "controllo/", f"{filled.pk}/", f"{filled.pk}/giornale/", f"{filled.pk}/confronta/"):
        assert client.get(f"{PREFIX}{path}").status_code == 302


def test_a_book_that_is_not_there(operator):
    assert [operator.get(f"{PREFIX}{path}").status_code for path in ("999999/", "999999/giornale/", "99999999999999999999/")] == [404, 404, 404]
