"""Suppliers: P16 and P17, the services and their refusals, the figures, the demonstration."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from time import monotonic

import pytest
from databases import ROOT
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from vivaio_core.access.models import User
from vivaio_core.documents import demo as documents_demo
from vivaio_core.documents.models import Signature
from vivaio_core.documents.selectors import charter_standing
from vivaio_core.documents.services import sign
from vivaio_core.people import demo as people_demo
from vivaio_core.people.errors import IllegalTransition, Refused
from vivaio_core.people.models import Party
from vivaio_core.site.demo import DemoContext
from vivaio_core.site.demo_run import read_demo
from vivaio_core.site.erasure import Disposal, Plan
from vivaio_core.site.erasure import Line as PlanLine
from vivaio_core.suppliers import demo, disclosure, selectors, services
from vivaio_core.suppliers.models import Supplier
from vivaio_core.suppliers.services import Profile
from vivaio_core.suppliers.states import Shown
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify
from vivaio_core.trail.sentences import told

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 30), date(2026, 7, 1)
INSIEME = ROOT / "examples" / "insieme"


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def test_p17_suspended_by_the_day_and_back_on_signing(publish, crowd):
    one = publish(date(2021, 1, 1))
    (supplier,) = crowd(1, one)
    two = publish(MAY, JUNE)
    assert selectors.can_take_orders(supplier, JUNE)
    assert not selectors.can_take_orders(supplier, JULY)
    assert selectors.state_on(supplier, JULY) == Shown.SUSPENDED
    assert selectors.can_be_paid(supplier)
    assert charter_standing(supplier.party, JULY).since_invalid == JULY
    sign(party=supplier.party, version=two, channel="import", at=noon(date(2026, 7, 9)), actor=None)
    assert not selectors.can_take_orders(supplier, date(2026, 7, 8))
    assert selectors.can_take_orders(supplier, date(2026, 7, 9))


def test_p17_whoever_was_there_before_2021_must_sign_to_stay(publish, party):
    publish(date(2019, 1, 1))
    services.bring_in_suppliers(known=[services.Known(party, Profile(), date(2015, 1, 1), date(2015, 2, 1))], actor=None)
    supplier = Supplier.objects.get()
    assert selectors.can_take_orders(supplier, date(2020, 12, 31))
    assert not selectors.can_take_orders(supplier, date(2021, 1, 1))
    assert charter_standing(party, MAY).since_invalid == date(2021, 1, 1)


def test_p17_agrees_with_p18_on_every_day(publish, crowd):
    one = publish(date(2021, 1, 1))
    signed, unsigned = crowd(1, one)[0], crowd(1)[0]
    publish(MAY, JUNE)
    publish(date(2026, 9, 1))
    for day in (date(2021, 3, 1), MAY, JUNE, JULY, date(2026, 9, 1)):
        for supplier in (signed, unsigned):
            assert selectors.can_take_orders(supplier, day) == charter_standing(supplier.party, day).valid


def test_a_supplier_begins_only_with_the_charter_signed(publish, party):
    version = publish(MAY)
    supplier = services.propose_supplier(party=party, profile=Profile(supplies="Riparazioni"), actor=None)
    assert not selectors.can_take_orders(supplier, MAY)
    assert not selectors.can_be_paid(supplier)
    with pytest.raises(Refused, match="Manca la firma di «Carta dei valori»"):
        services.start_supplier(supplier=supplier, on=JUNE, actor=None)
    sign(party=party, version=version, channel="paper", actor=None, at=version.published_at)
    started = services.start_supplier(supplier=supplier, on=JUNE, actor=None)
    assert (started.state, started.started_on) == ("active", JUNE)
    assert selectors.can_take_orders(started, JUNE)
    assert not selectors.can_take_orders(started, JUNE - timedelta(days=1))
    assert told(Event.objects.latest("seq")) == "Fornitore dal 30 giugno 2026."


def test_ended_and_reopened(publish, party):
    supplier = services.propose_supplier(party=party, profile=Profile(), actor=None)
    services.start_supplier(supplier=supplier, on=MAY, actor=None)
    with pytest.raises(Refused, match="Scriva il motivo"):
        services.end_supplier(supplier=supplier, on=JULY, reason=" ", actor=None)
    with pytest.raises(Refused, match="prima di cominciare"):
        services.end_supplier(supplier=supplier, on=MAY - timedelta(days=1), reason="x", actor=None)
    ended = services.end_supplier(supplier=supplier, on=JULY, reason="Chiude", actor=None)
    assert selectors.state_on(ended, JUNE) == Shown.ACTIVE
    assert selectors.state_on(ended, JULY) == Shown.ENDED
    assert selectors.can_be_paid(ended)
    for act in (services.start_supplier, services.end_supplier):
        with pytest.raises(IllegalTransition):
            act(supplier=supplier, on=JULY, actor=None, **({"reason": "x"} if act is services.end_supplier else {}))
    again = services.reopen_supplier(supplier=supplier, actor=None)
    assert (again.state, again.started_on, again.ended_on) == ("candidate", None, None)
    assert verify().ok


def test_refusals_and_the_database_itself(party):
    with pytest.raises(Refused, match="solo per una cooperativa"):
        services.propose_supplier(party=party, profile=Profile(coop_type="work"), actor=None)
    with pytest.raises(Refused, match="quale cooperativa"):
        services.propose_supplier(party=party, profile=Profile(is_cooperative=True, coop_type="x"), actor=None)
    supplier = services.propose_supplier(party=party, profile=Profile(), actor=None)
    with pytest.raises(Refused, match="già fra i fornitori"):
        services.propose_supplier(party=party, profile=Profile(), actor=None)
    for sql in ("state = 'active'", "started_on = '2026-01-01'", "coop_type = 'work'", "ended_on = '2026-01-01'"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE suppliers_supplier SET {sql} WHERE id = %s", [supplier.pk])


def test_every_writing_asks_for_its_permission(party):
    nobody = User.objects.create_user("nessuno@casa.example")
    supplier = services.propose_supplier(party=party, profile=Profile(), actor=None)
    for act in (
        lambda: services.propose_supplier(party=party, profile=Profile(), actor=nobody),
        lambda: services.correct_supplier(supplier=supplier, profile=Profile(), actor=nobody),
        lambda: services.start_supplier(supplier=supplier, on=MAY, actor=nobody),
        lambda: services.end_supplier(supplier=supplier, on=MAY, reason="x", actor=nobody),
        lambda: services.reopen_supplier(supplier=supplier, actor=nobody),
        lambda: services.bring_in_suppliers(known=[], actor=nobody),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_figures_count_only_who_is_active(publish, crowd):
    one = publish(date(2021, 1, 1))
    crowd(3, one, is_cooperative=True, coop_type="social_b", employs_disadvantaged=True, local=True, staff_count=19)
    crowd(1, one, is_cooperative=True, local=True, staff_count=20)
    crowd(2, one)
    crowd(4)  # never signed: suspended
    found = selectors.figures(MAY)
    assert (found.active, found.cooperatives, found.social, found.disadvantaged, found.local_and_small, found.suspended) == (6, 4, 3, 3, 3, 4)
    assert found.local_percent == 50
    assert selectors.by_kind(MAY) == [("Cooperativa sociale di tipo B", 3.0), ("Altre cooperative", 1.0), ("Altre imprese", 2.0)]
    assert selectors.by_year(MAY)[-1] == ("2026", 10.0)
    publish(date(2026, 4, 1), JUNE)
    assert selectors.waiting_charter(MAY) == (4, 6)


def test_figures_in_a_constant_number_of_queries(publish, crowd):
    one = publish(date(2021, 1, 1))

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            selectors.figures(MAY)
            selectors.by_kind(MAY)
            selectors.waiting_charter(MAY)
        return len(queries)

    crowd(10, one)
    count()
    first = count()
    crowd(990, one)
    assert count() == first


def test_what_is_held_is_disclosed_and_goes(party):
    supplier = services.propose_supplier(party=party, profile=Profile(supplies="Riparazioni", note="Chiedere di Anna"), actor=None)
    assert disclosure.disclosed(party)["supplier"]["note"] == "Chiedere di Anna"
    assert [one.in_force for one in disclosure.held(party, MAY)[:1]] == [False]
    services.start_supplier(supplier=supplier, on=MAY, actor=None)
    assert [one.in_force for one in disclosure.held(party, MAY)[:1]] == [True]
    disclosure.forget(party, Plan())
    supplier.refresh_from_db()
    assert supplier.note
    disclosure.forget(party, Plan((PlanLine(disclosure.PROFILE, "", 1, Disposal.PSEUDONYMISE),)))
    supplier.refresh_from_db()
    assert (supplier.note, supplier.supplies) == ("", "")


def context(on: date) -> DemoContext:
    return DemoContext(data=read_demo(INSIEME), folder=INSIEME, on=on, random=Random("Insieme"))


def test_the_demonstration_of_the_seed(db):
    """59 active, 22 cooperatives, more than 70 % small and near; members and suppliers sign; a second run creates nothing; it is fast."""
    on = timezone.localdate() - timedelta(days=1)
    people_demo.build(context(on))
    start = monotonic()
    documents_demo.build(context(on))
    demo.build(context(on))
    seconds = monotonic() - start
    found = selectors.figures(on)
    assert (found.active, found.cooperatives, found.suspended) == (59, 22, 2)
    assert found.local_percent > 70
    assert selectors.distributors_by_kind(on) == [("Cooperativa di utenza", 3.0), ("Associazione", 2.0), ("Onlus", 1.0), ("Gruppo di acquisto", 2.0)]
    member = people_demo.member(context(on))
    standing = charter_standing(member, on)
    assert (standing.valid, standing.must_sign) == (True, 3)
    rows = (Signature.objects.count(), Supplier.objects.count(), Party.objects.count())
    assert rows[0] > 600
    documents_demo.build(context(on))
    demo.build(context(on))
    assert (Signature.objects.count(), Supplier.objects.count(), Party.objects.count()) == rows
    assert verify().ok
    assert seconds < 8  # alone about one second; the machine of the tests is busy


def test_no_section_no_demonstration(db, tmp_path: Path):
    empty = DemoContext(data={"people": {}}, folder=tmp_path, on=MAY, random=Random(1))
    documents_demo.build(empty)
    demo.build(empty)
    assert not Supplier.objects.exists()
