"""Bank statements in the office: a file comes in by a form, lines are matched by buttons, what is refused says which lines."""

from datetime import date
from uuid import uuid4

from bank_files import IBAN, camt, entry, statement, table
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from office import enter_as

from vivaio_core.payments.models.bank import BankLine, BankStatement
from vivaio_core.payments.models.charges import Receipt
from vivaio_core.payments.selectors.reports import waiting

ON, SPACE = date(2026, 3, 10), "office_payments_statements"
ACTS = ("match", "twin", "nobody", "ignore", "take_up")


def url(name, line=None):
    return reverse(f"{SPACE}:{name}", args=[line.statement_id, line.pk] if line else [])


def page_of(line):
    return reverse(f"{SPACE}:page", args=[line.statement_id])


def sent(client, content, name="marzo.xml", **more):
    return client.post(url("add"), {"file": SimpleUploadedFile(name, content), **more}, follow=True).content.decode()


def test_a_file_comes_in_and_again_adds_nothing(operator, account):
    assert "Ancora nessun estratto conto" in operator.get(url("index")).content.decode()
    content = camt(statement(entry("10.00", name="Anna"), closing="110.00"))
    page = sent(operator, content)
    assert ("1 riga caricata." in page, "+10,00" in page, "Anna" in page) == (True, True, True)
    assert "niente è stato aggiunto" in sent(operator, content, name="altro.xml")
    assert (BankStatement.objects.get().file_name, BankLine.objects.count()) == ("marzo.xml", 1)
    assert [one.count for one in waiting(ON)][1] == 1


def test_a_csv_asks_for_its_balances_and_faults_name_their_lines(operator, account):
    good, bad = table("09/03/2026;;1.000,00;Quota"), table("09/03/2026;;x;Quota", "9/9/99999;;1,00;Quota")
    page = sent(operator, good, name="a.csv", iban=IBAN)
    assert "Un foglio non dice i saldi" in page
    assert "riga 2: l&#x27;importo" in sent(operator, bad, iban=IBAN, opening="-500,00", closing="1")
    page = sent(operator, good, iban=IBAN, opening="-500,00", closing="501,00")
    assert "la differenza è 1,00" in page
    assert 'value="-500,00"' in page
    assert not BankStatement.objects.exists()
    assert "1 riga caricata." in sent(operator, good, iban=IBAN, opening="-500,00", closing="500")


def test_without_an_account_the_form_says_who_writes_it(operator):
    assert "un amministratore scrive il conto" in operator.get(url("add")).content.decode()
    assert "non è fra i conti" in sent(operator, camt(statement(entry("1.00"), closing="101.00")))
    assert operator.post(url("add"), {}).status_code == 200


def test_a_proposal_is_confirmed_as_it_was_shown(operator, brought, charge):
    owed, other = charge(1000), charge(5000, "prova:2")
    (line,) = brought(entry("9.00", text=owed.code))
    page = operator.get(page_of(line)).content.decode()
    assert ("Sembra pagare" in page, "Mancheranno 1,00" in page, "Conferma tutte" in page) == (True, True, True)
    for wrong in (str(other.pk), "x", "", "9" * 40):
        assert "Qualcosa è cambiato" in operator.post(url("confirm", line), {"charge": wrong}, follow=True).content.decode()
    assert not Receipt.objects.exists()
    operator.post(url("confirm", line), {"charge": owed.pk})
    assert [one.kind for one in owed.exceptions.all()] == ["short"]
    operator.post(url("confirm", line), {"charge": owed.pk})
    assert Receipt.objects.count() == 1
    assert "Tutte le righe sono state guardate" in operator.get(page_of(line)).content.decode()


def test_all_proposals_by_hand_nobody_aside_and_back(operator, brought, charge, bruno):
    one, two = charge(1000, "c:1"), charge(2000, "c:2", debtor=bruno)
    lines = brought(
        entry("10.00", text=one.code),
        entry("20.00", name="Chissà"),
        entry("3.00"),
        entry("4.00"),
        entry("5.00", side="DBIT"),
        entry("6.00", side="DBIT"),
    )
    a, b, c, d, out, _more = lines
    every, away = (reverse(f"{SPACE}:{name}", args=[a.statement_id]) for name in ("match_all", "ignore_outgoing"))
    assert "1 riga paga il dovuto proposto: 10,00" in operator.get(every).content.decode()
    assert "1 riga è abbinata." in operator.post(every, follow=True).content.decode()
    assert "Nessuna riga di questo estratto ha una proposta" in operator.get(every).content.decode()
    assert "Conferma tutte" not in operator.get(page_of(a)).content.decode()
    assert "Bruno Cocchi: Corso di cucina" in operator.get(url("match", b)).content.decode()
    assert "Scelga un dovuto" in operator.post(url("match", b), {}).content.decode()
    assert "RF18" in operator.post(url("match", b), {"code": "RF18 AAAA"}).content.decode()
    operator.post(url("match", b), {"charge": two.pk})
    operator.post(url("nobody", c))
    assert "Scriva perché" in operator.post(url("ignore", d), {"reason": "x"}).content.decode()
    operator.post(url("ignore", d), {"reason": "Prova"})
    operator.post(url("take_up", d))
    operator.post(away, {"reason": "Spese"})
    states = list(BankLine.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["matched", "matched", "matched", "waiting", "ignored", "ignored"]
    page = operator.get(page_of(a), {"state": "ignored"}).content.decode()
    assert ("Spese" in page, "Chissà" in page) == (True, False)
    assert "Questo denaro è uscito" in operator.post(url("match", out), {"code": charge(500, "c:3").code}).content.decode()


def test_money_recorded_by_hand_is_offered(operator, brought, charge, paid):
    receipt = paid(1000, charge=charge(1000), external_ref="CRO 1")
    line, other = brought(entry("10.00"), entry("7.00"))
    assert operator.get(page_of(line)).content.decode().count("/gia-registrato/") == 1
    assert "CRO 1" in operator.get(url("twin", line)).content.decode()
    assert "Nessun pagamento di questa somma" in operator.get(url("twin", other)).content.decode()
    for wrong in ("", "x", "9" * 30):
        assert operator.post(url("twin", line), {"receipt": wrong}).status_code == 200
    operator.post(url("twin", line), {"receipt": receipt.pk})
    line.refresh_from_db()
    assert (line.receipt, Receipt.objects.count()) == (receipt, 1)


def test_who_may_not_is_refused_before_anything_is_read(brought):
    (line,) = brought(entry("1.00"))
    reader = enter_as("board")
    assert reader.get(page_of(line)).status_code == 200
    assert "Lascia da parte" not in reader.get(page_of(line)).content.decode()
    closed = [url(name, line) for name in (*ACTS, "confirm")] + [url("add")]
    closed += [reverse(f"{SPACE}:{name}", args=[line.statement_id]) for name in ("match_all", "ignore_outgoing")]
    for address in closed:
        assert reader.post(address, {"reason": "Prova"}).status_code in (302, 403)
    line.refresh_from_db()
    assert line.state == "waiting"


def test_lines_of_other_statements_and_huge_numbers_are_not_found(operator, brought):
    (first,) = brought(entry("1.00"))
    (second,) = brought(entry("2.00"))
    for name in ACTS:
        assert operator.get(reverse(f"{SPACE}:{name}", args=[first.statement_id, second.pk])).status_code == 404
    assert operator.post(reverse(f"{SPACE}:confirm", args=[first.statement_id, second.pk])).status_code == 404
    assert operator.get(reverse(f"{SPACE}:page", args=[10**15])).status_code == 404
    assert operator.get(page_of(first), {"p": "x", "state": "y"}).status_code == 200


def test_the_statement_and_the_list_cost_the_same_with_ten_and_with_a_thousand_lines(operator, account, anna):
    row = {"iban": IBAN, "opening": 0, "closing": 1, "since": ON, "until": ON, "file_name": "x"}
    made = BankStatement.objects.create(sha256="1", **row)

    def more(count):
        line = {"statement": made, "booked_on": ON, "value_on": ON, "text": "RF18 7K3M 92QD 5VAB", "payer_iban": "IT1", "payer_name": "Anna Bassi"}
        BankLine.objects.bulk_create([BankLine(key=uuid4(), amount=n + 1, **line) for n in range(count)])

    def cost():
        found = []
        for address in (reverse(f"{SPACE}:page", args=[made.pk]), url("index")):
            with CaptureQueriesContext(connection) as queries:
                page = operator.get(address)
            assert len(page.content) < 150_000
            found.append(len(queries))
        return found

    more(10)
    cost()
    few = cost()
    more(990)
    BankStatement.objects.bulk_create([BankStatement(sha256=str(n + 2), **row) for n in range(100)])
    assert cost() == few


def test_the_list_is_exported_and_filtered(operator, brought):
    brought(entry("1.00"))
    assert b"marzo.xml" in b"".join(operator.get(url("index"), {"export": "csv"}).streaming_content)
    assert "10 marzo" not in operator.get(url("index"), {"waits": "open"}).content.decode()
    assert "9 marzo 2026" in operator.get(url("index"), {"waits": "open"}).content.decode()
