"""Letters to the office about the clocks: near, overdue, once each, never twice."""

from datetime import date

import pytest
from cases_world import START, asked, decided, out
from django.core import mail
from membership import admitted

from vivaio_core.people.models import Party
from vivaio_core.people.services import register_party
from vivaio_core.register.models.cases import CaseReminder
from vivaio_core.register.services import leave, leave_end
from vivaio_core.register.services.remind import remind_office
from vivaio_core.register.services.share_transfers import ask_transfer
from vivaio_core.register.tasks import daily

pytestmark = pytest.mark.django_db
D = date


@pytest.fixture
def elena(db: None) -> Party:
    party = register_party(first_name="Elena", last_name="Ferrari", fiscal_code="VRDGNN62C58F257V")
    admitted(party, START, 3)
    return party


def test_p13_the_office_is_reminded_once_before_and_once_after(elena):
    case = asked(elena)
    sent = [remind_office(on=day) for day in (D(2026, 4, 23), D(2026, 4, 24), D(2026, 4, 25), D(2026, 5, 4), D(2026, 5, 5), D(2026, 5, 9))]
    assert sent == [0, 1, 0, 0, 1, 0]
    assert [letter.subject.split(":")[0] for letter in mail.outbox] == ["Sta per scadere", "Scaduto"]
    assert "entro il 4 maggio 2026, fra 10 giorni" in mail.outbox[0].body
    assert f"/ufficio/uscite/{case.pk}/" in mail.outbox[0].body
    assert CaseReminder.objects.count() == 2


def test_nobody_is_reminded_of_what_is_done(elena):
    leave.decide_exit(case=asked(elena), accept=True, resolution=decided(D(2026, 4, 1)), actor=None)
    assert remind_office(on=D(2026, 5, 5)) == 0


def test_refunds_and_answers_have_their_letters_too(elena):
    leave_end.note_balance(case=out(elena), approved_on=D(2027, 4, 28), actor=None)
    other = register_party(first_name="Leo", last_name="Bianchi", fiscal_code="BNCLRD91T03F257L")
    admitted(other, START, 2)
    ask_transfer(seller=other, qty=1, received_on=D(2027, 8, 20), actor=None)
    assert daily.call("2027-10-15") == 2
    assert daily.call("2027-10-15") == 0
    assert {letter.subject for letter in mail.outbox} == {"Sta per scadere: Rimborso delle quote", "Sta per scadere: Risposta a chi cede"}
