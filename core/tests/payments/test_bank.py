"""Bank statements: each line once, proposals that a person confirms, a match that is one payment (M4)."""

from datetime import date
from uuid import uuid4

import pytest
from bank_files import IBAN, camt, entry, statement, table
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from vivaio_core.payments.models.bank import BankLine, BankStatement
from vivaio_core.payments.models.charges import Charge, Receipt
from vivaio_core.payments.privacy import disclosed, forget, held
from vivaio_core.payments.selectors.bank import counts, once_each, proposals, twins, with_twin
from vivaio_core.payments.services.bring_statement import bring_statement
from vivaio_core.payments.services.match_line import ignore_line, ignore_outgoing, link_line, match_all, match_line, take_up_line
from vivaio_core.people.errors import Refused
from vivaio_core.site.erasure import Disposal, Line, Plan
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told as sentence

ON = date(2026, 3, 10)
ABROAD = "DE89370400440532013000"


def test_m4_the_same_file_twice_adds_nothing(brought, account):
    lines = brought(entry("10.00", bank_id="A"), entry("10.00", bank_id="B"))
    assert brought(entry("10.00", bank_id="A"), entry("10.00", bank_id="B")) == lines
    assert (BankStatement.objects.count(), BankLine.objects.count(), Event.objects.filter(kind="payments.bank_read").count()) == (1, 2, 1)
    assert sentence(Event.objects.get(kind="payments.bank_read")) == "Estratto conto caricato, marzo.xml: righe nuove 2."


def test_m4_overlapping_files_bring_each_line_once(brought):
    brought(entry("10.00", bank_id="A"), entry("20.00", ref="R2"), entry("5.00", text="Mancia"), entry("5.00", text="Mancia"))
    later = brought(entry("20.00", ref="R2"), entry("5.00", text="Mancia"), entry("5.00", text="Mancia"), entry("7.00", day="2026-03-10"))
    assert [line.amount for line in later] == [700]
    assert (BankLine.objects.count(), later[0].statement.skipped) == (5, 3)


def test_m4_one_reference_twice_is_one_line_known_and_one_new(brought):
    brought(entry("10.00", ref="AFFITTO", bank_id="A"))
    assert brought(entry("10.00", ref="AFFITTO"), entry("10.00", ref="AFFITTO"), entry("1.00"))[0].reference == "AFFITTO"
    assert BankLine.objects.filter(reference="AFFITTO").count() == 2


def test_m4_a_transfer_and_its_fee_under_one_number_are_two_lines(brought):
    assert len(brought(entry("10.00", bank_id="A"), entry("0.50", side="DBIT", bank_id="A"), entry("10.00", bank_id="A"))) == 3


def test_m4_csv_and_camt_of_the_same_days_meet_by_reference(brought, account):
    brought(entry("10.00", ref="CRO77", bank_id="A"))
    content = table("09/03/2026;09/03/2026;10,00;CRO77", "09/03/2026;;1,00;X9", heading="Data;Valuta;Importo;CRO")
    (made,) = bring_statement(content=content, file_name="m.csv", actor=None, iban=IBAN, opening=0, closing=1100)
    assert (made.lines.get().amount, made.skipped) == (100, 1)


def test_m4_a_file_that_is_refused_leaves_nothing(account):
    given = {"file_name": "x", "actor": None}
    good, bad = statement(entry("1.00"), closing="101.00"), statement(entry("1.00"), closing="1.00")
    foreign = statement(entry("1.00"), closing="101.00", iban=ABROAD)
    for content in (camt(good, bad), camt(good, foreign), b"", table("09/03/2026;;1,00;x")):
        with pytest.raises(Refused):
            bring_statement(content=content, **given)
    with pytest.raises(Refused, match="fra i conti"):
        bring_statement(content=table("09/03/2026;;1,00;x"), iban=ABROAD, opening=0, closing=100, **given)
    assert (BankStatement.objects.count(), BankLine.objects.count(), Event.objects.filter(kind="payments.bank_read").count()) == (0, 0, 0)


def test_m4_proposals_by_code_by_account_by_name(brought, charge, anna, bruno):
    first, second, third = charge(10000, "c:1"), charge(2500, "c:2"), charge(700, "c:3", debtor=bruno)
    lines = brought(
        entry("100.00", text=f"saldo {first.code.lower()}", name="Altri Paga", iban=ABROAD),
        entry("25.00", name="BASSI ANNA MARIA"),
        entry("7.00", name="Rossi", text="senza nome"),
        entry("8.00", name="Cocchi Bruno"),
    )
    assert {pk: (one.charge, one.why) for pk, one in proposals(lines).items()} == {lines[0].pk: (first, "code"), lines[1].pk: (second, "name")}
    match_line(line=lines[2], charge=third, actor=None)
    match_line(line=lines[0], charge=first, actor=None)
    fourth = charge(4000, "c:4")
    (again,) = brought(entry("40.00", name="Altri Paga", iban=ABROAD, day="2026-03-12"))
    assert (proposals([again])[again.pk].charge, proposals([again])[again.pk].why) == (fourth, "iban")


def test_m4_two_candidates_are_no_proposal(brought, charge, anna):
    one, two = charge(2500, "c:1"), charge(2500, "c:2")
    lines = brought(
        entry("25.00", name="Anna Bassi"), entry("50.00", text=f"{one.code} e {two.code}"), entry("25.00", side="DBIT", name="Anna Bassi")
    )
    assert proposals(lines) == {}


def test_m4_confirmed_twice_it_is_one_payment(brought, charge):
    owed = charge(10000)
    (line,) = brought(entry("100.00", text=owed.code, day="2026-03-09"))
    receipt = match_line(line=line, charge=owed, actor=None)
    assert match_line(line=line, charge=owed, actor=None) == receipt
    assert (receipt.method, receipt.value_on, receipt.payer, Receipt.objects.count()) == ("bank_transfer", date(2026, 3, 9), owed.debtor, 1)
    assert (Charge.objects.get().state, counts(line.statement)) == ("settled", {"matched": 1})
    for other in (charge(10000, "prova:2"), None):
        with pytest.raises(Refused, match="già un pagamento"):
            match_line(line=line, charge=other, actor=None)


def test_m4_money_of_nobody_known_goes_to_the_queue(brought):
    (line,) = brought(entry("33.00", name="Chi lo sa"))
    receipt = match_line(line=line, charge=None, actor=None)
    assert match_line(line=line, charge=None, actor=None) == receipt
    assert (receipt.payer, receipt.exceptions.get().kind) == (None, "unknown_payer")


def test_m4_all_proposals_at_once_take_each_charge_once(brought, charge):
    one, two = charge(1000, "c:1"), charge(2000, "c:2")
    lines = brought(entry("10.00", text=one.code), entry("10.00", text=one.code, bank_id="Z"), entry("15.00", text=two.code), entry("3.00"))
    assert len(once_each(proposals(lines))) == 2
    assert (match_all(statement=lines[0].statement, actor=None), match_all(statement=lines[0].statement, actor=None)) == (2, 0)
    assert counts(lines[0].statement) == {"matched": 2, "waiting": 2}
    assert Receipt.objects.get(amount=1500).allocations.get().charge == two
    assert two.exceptions.get().kind == "short"


def test_m4_left_aside_with_a_reason_and_taken_up_again(brought, charge):
    out, in_ = brought(entry("2.50", side="DBIT", text="Spese"), entry("1.00"))
    with pytest.raises(Refused):
        match_line(line=out, charge=charge(250), actor=None)
    for bare in ("", "  x "):
        with pytest.raises(Refused):
            ignore_line(line=in_, reason=bare, actor=None)
    ignore_line(line=in_, reason="Prova della banca", actor=None)
    with pytest.raises(Refused, match="Prova della banca"):
        match_line(line=in_, charge=None, actor=None)
    assert (ignore_outgoing(statement=out.statement, reason="Spese", actor=None), counts(out.statement)) == (1, {"ignored": 2})
    take_up_line(line=in_, actor=None)
    match_line(line=in_, charge=None, actor=None)
    for act in (lambda: ignore_line(line=in_, reason="Perché no", actor=None), lambda: take_up_line(line=in_, actor=None)):
        with pytest.raises(Refused, match="già un pagamento"):
            act()
    assert [sentence(one)[:4] for one in Event.objects.filter(kind__startswith="payments.bank_").order_by("seq")[1:]] == ["Riga", "Righ", "Riga"]


def test_m4_money_recorded_by_hand_is_linked_not_taken_again(brought, charge, paid):
    owed = charge(1000)
    by_hand, late = paid(1000, charge=owed, external_ref="CRO 1"), paid(1000, value_on=date(2026, 1, 2))
    line, again, other = brought(entry("10.00", text=owed.code), entry("10.00", bank_id="Z"), entry("3.00"))
    assert (twins(line, 9), with_twin([line, again, other])) == ([by_hand], {line.pk, again.pk})
    for wrong, receipt in ((other, by_hand), (again, paid(999))):
        with pytest.raises(Refused):
            link_line(line=wrong, receipt=receipt, actor=None)
    assert link_line(line=line, receipt=by_hand, actor=None) == link_line(line=line, receipt=by_hand, actor=None) == by_hand
    with pytest.raises(Refused, match="già un pagamento"):
        link_line(line=line, receipt=late, actor=None)
    with pytest.raises(Refused, match="scelga di nuovo"):
        link_line(line=again, receipt=by_hand, actor=None)
    assert (with_twin([again]), Receipt.objects.count(), counts(line.statement)) == (set(), 3, {"matched": 1, "waiting": 2})


def test_m4_what_the_bank_said_stays_and_a_match_is_made_once(brought, charge):
    (line,) = brought(entry("10.00", text="Ciao", name="Anna"))
    match_line(line=line, charge=None, actor=None)
    for said in ("amount = 5", "text = 'altro'", "state = 'waiting', receipt_id = NULL", "value_on = '2020-01-01'", "payer_name = 'X'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE payments_bankline SET {said}")
    for query in ("DELETE FROM payments_bankline", "DELETE FROM payments_bankstatement", "UPDATE payments_bankstatement SET closing = 1"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query)


def test_only_who_may_brings_in_and_matches(brought, staff, account):
    (line,) = brought(entry("10.00"))
    reader, operator = staff("bice", "board"), staff("rita")
    for act in (
        lambda who: bring_statement(content=camt(statement(entry("1.00"), closing="101.00")), file_name="x", actor=who),
        lambda who: ignore_line(line=line, reason="Prova", actor=who),
        lambda who: take_up_line(line=line, actor=who),
        lambda who: ignore_outgoing(statement=line.statement, reason="Prova", actor=who),
        lambda who: match_all(statement=line.statement, actor=who),
        lambda who: match_line(line=line, charge=None, actor=who),
        lambda who: link_line(line=line, receipt=Receipt.objects.first() or Receipt(), actor=who),
    ):
        with pytest.raises(PermissionDenied):
            act(reader)
        act(operator)


def test_what_the_bank_wrote_is_told_and_forgotten(brought, charge, anna):
    owed = charge(1000)
    line, other = brought(entry("10.00", text=owed.code, name="Anna Bassi", iban=ABROAD, ref="E1"), entry("2.00", name="Altri"))
    match_line(line=line, charge=owed, actor=None)
    assert disclosed(anna)["lines_of_bank_statements"][0]["IBAN"] == ABROAD
    (kept,) = [one for one in held(anna, ON) if one.code == "payments.bank_lines"]
    assert (kept.count, kept.since, kept.in_force) == (1, line.value_on, False)
    plan = Plan((Line("payments.bank_lines", "", 1, Disposal.PSEUDONYMISE),))
    forget(anna, plan)
    forget(anna, plan)
    line.refresh_from_db()
    other.refresh_from_db()
    assert (line.payer_name, line.payer_iban, line.text, line.reference, line.amount, other.payer_name) == ("", "", "", "", 1000, "Altri")


def test_proposals_cost_the_same_for_ten_lines_and_for_a_thousand(account, anna):
    row = {"iban": IBAN, "opening": 0, "closing": 1, "since": ON, "until": ON, "file_name": "x"}
    made = BankStatement.objects.create(sha256="1", **row)

    def cost(count):
        common = {"statement": made, "booked_on": ON, "value_on": ON, "text": "RF18 7K3M 92QD 5VAB"}
        lines = BankLine.objects.bulk_create([BankLine(key=uuid4(), amount=n + 1, payer_iban=f"IT{n}", **common) for n in range(count)])
        with CaptureQueriesContext(connection) as queries:
            proposals(lines)
        return len(queries)

    assert cost(10) == cost(1000) <= 3
