"""Mandates in the own area; what of mandates and files is told, kept and forgotten; what the database itself refuses (M6)."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from payment_files import COLLECT, ON, account, iban, mandate, prepared

from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.payments import privacy
from vivaio_core.payments.apps import Payments
from vivaio_core.payments.models.sepa import DebitMandate, PaymentFile
from vivaio_core.payments.selectors.reports import waiting
from vivaio_core.payments.sepa.days import after
from vivaio_core.payments.services.decide_file import approve_file, hand_over
from vivaio_core.payments.services.execute_file import mark_executed
from vivaio_core.payments.services.mandates import revoke_mandate
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import Disposal, Line, Plan
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told


@pytest.fixture
def member(client, anna):
    create_member_login(party=anna, actor=None)
    client.force_login(Party.objects.get(pk=anna.pk).login)
    return client


@pytest.fixture
def done(charge, anna):
    """A file carried out, with Anna's one row."""
    account()
    mandate(anna, holder="Anna Bàssi")
    charge(1000)
    file = prepared()
    approve_file(file=file, on=ON, actor=None)
    hand_over(file=file, on=ON, actor=None)
    return mark_executed(file=file, on=COLLECT, actor=None)


def test_a_member_reads_the_own_mandate_and_the_notice_and_revokes(member, anna, charge):
    today = timezone.localdate()
    day = after(today, 5)
    account()
    signed = mandate(anna, on=today)
    owed = charge(1000, on=date(2026, 1, 1), due_on=today)
    assert signed.reference in member.get(reverse("payments_area:home")).content.decode()
    assert signed.iban not in member.get(reverse("payments_area:home")).content.decode()
    assert "mandato di addebito" in member.get(reverse("payments_area:charge", args=[owed.code])).content.decode()
    file = prepared(collect_on=day, on=today)
    assert "addebitiamo" not in member.get(reverse("payments_area:home")).content.decode()
    approve_file(file=file, on=today, actor=None)
    assert "addebitiamo 10,00" in member.get(reverse("payments_area:home")).content.decode().replace("\xa0", " ")
    page = reverse("payments_area:revoke", args=[signed.pk])
    assert "già dalla banca" in member.get(page).content.decode()
    member.post(page)
    signed.refresh_from_db()
    assert (signed.state, signed.revoked_on, Event.objects.latest("seq").kind) == ("revoked", today, "payments.mandate_end")
    assert member.get(page).status_code == 404
    assert "revocato il" in member.get(reverse("payments_area:home")).content.decode()
    with pytest.raises(Refused, match="revocato"):
        hand_over(file=file, on=today, actor=None)


def test_other_peoples_mandates_are_not_found(member, bruno):
    foreign = mandate(bruno)
    for number in (foreign.pk, 0, 10**6, 10**17, 10**30):
        assert member.get(f"/area/pagamenti/addebiti/{number}/revoca/").status_code == 404
        assert member.post(f"/area/pagamenti/addebiti/{number}/revoca/").status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "active"


def test_mandates_and_rows_are_told_and_forgotten_with_the_whole_file(done, anna, bruno, charge, paid):
    told_of = json.dumps(privacy.disclosed(anna))
    for word in (iban(anna.pk + 10), "Anna B\\u00e0ssi", "Anna Bassi", "Corso di cucina"):
        assert word in told_of
    kept = {one.code: one for one in privacy.held(anna, ON)}
    assert (kept["payments.mandates"].in_force, kept["payments.file_rows"].in_force) == (True, False)
    assert kept["payments.file_rows"].since == COLLECT
    revoke_mandate(mandate=DebitMandate.objects.get(), on=COLLECT, reason="Cambio banca", actor=None)
    room = Payments.create("vivaio_core.payments")
    room.erase(anna, Plan(()))
    assert iban(anna.pk + 10) in json.dumps(privacy.disclosed(anna))
    plan = Plan(tuple(Line(code, "", 1, Disposal.PSEUDONYMISE) for code in kept))
    room.erase(anna, plan)
    room.erase(anna, plan)
    after_it = json.dumps(privacy.disclosed(anna))
    assert iban(anna.pk + 10) not in after_it
    assert "ssi" not in after_it
    file = PaymentFile.objects.get()
    assert (bytes(file.content), file.total, len(file.sha256)) == (b"", 1000, 64)
    with pytest.raises(Refused, match="cancellato insieme"):
        hand_over(file=file, on=ON, actor=None)


def test_every_step_of_a_file_is_told_in_a_sentence(done):
    sentences = [told(event) for event in Event.objects.filter(kind__startswith="payments.file").order_by("seq")]
    assert len(sentences) == 4
    assert all("{" not in one and "—" not in one for one in sentences)
    assert "10,00" in sentences[0]


def test_files_that_wait_for_a_person_are_on_the_start_page(charge, anna):
    account()
    mandate(anna)
    charge(1000)
    file = prepared()
    assert [one.count for one in waiting(ON)][-2:] == [1, 0]
    approve_file(file=file, on=ON, actor=None)
    hand_over(file=file, on=ON, actor=None)
    assert [one.count for one in waiting(COLLECT - timedelta(days=1))][-2:] == [0, 0]
    assert [one.count for one in waiting(COLLECT)][-2:] == [0, 1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_debitmandate SET iban = 'IT00'",
        "UPDATE payments_debitmandate SET debtor_id = debtor_id + 1",
        "UPDATE payments_debitmandate SET reference = 'X'",
        "DELETE FROM payments_debitmandate",
        "UPDATE payments_paymentfile SET total = total + 1",
        "UPDATE payments_paymentfile SET sha256 = ''",
        "UPDATE payments_paymentfile SET state = 'draft', executed_on = NULL",
        "UPDATE payments_paymentfile SET state = 'void'",
        "UPDATE payments_paymentfile SET approved_at = '2026-01-01 10:00:00+00'",
        "UPDATE payments_paymentfile SET prepared_by_id = 1",
        "DELETE FROM payments_paymentfile",
        "UPDATE payments_paymentfilerow SET amount = amount + 1",
        "UPDATE payments_paymentfilerow SET iban = 'IT00'",
        "UPDATE payments_paymentfilerow SET pending = NOT pending",
        "UPDATE payments_paymentfilerow SET made_id = NULL",
        "DELETE FROM payments_paymentfilerow",
        "INSERT INTO payments_paymentfilerow (file_id, number, party_id, mandate_id, charge_id, name, iban, amount, end_to_end, sequence, text,"
        " state, pending, reason) SELECT file_id, 2, party_id, mandate_id, charge_id, name, iban, 5, end_to_end, sequence, text, state, pending,"
        " reason FROM payments_paymentfilerow",
    ],
)
def test_m6_the_database_keeps_what_was_signed_prepared_and_approved(done, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_m6_the_content_of_a_file_never_becomes_another(done):
    with pytest.raises(DatabaseError), transaction.atomic():
        PaymentFile.objects.update(content=b"<other/>")
    revoke_mandate(mandate=DebitMandate.objects.get(), on=ON, reason="Cambio banca", actor=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        DebitMandate.objects.update(state="active", revoked_on=None)
