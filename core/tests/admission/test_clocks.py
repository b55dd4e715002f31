"""People P13: the clocks, the late acts that are kept and flagged, the letters that remind the office once."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from vivaio_core.access.models import User
from vivaio_core.admission import clocks, selectors
from vivaio_core.admission.models.application import Application, Reminder
from vivaio_core.admission.services import apply, decide, examine
from vivaio_core.admission.services.remind import remind_office
from vivaio_core.admission.tasks import daily
from vivaio_core.people.errors import Refused
from vivaio_core.rules.services import add_parameter
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told

from .conftest import moment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def refused(world, held_on: date = date(2026, 4, 1)) -> Application:
    application = examine.take_under_review(application=world.paper(), actor=None)
    reasons = "Vende energia come la cooperativa."
    return decide.refuse(application=application, organ="board", held_on=held_on, minute_no="7", reasons=reasons, on=TODAY, actor=None)


def test_p13_the_worked_example_received_2026_02_10_due_2026_04_11(world):
    clock = clocks.refusal_clock(world.paper())
    assert clock.deadline == date(2026, 4, 11)
    assert not clock.overdue(date(2026, 4, 11))
    assert clock.overdue(date(2026, 4, 12))
    assert clock.words(date(2026, 4, 1)) == "entro l'11 aprile 2026, fra 10 giorni"
    assert clock.words(date(2026, 4, 11)) == "entro l'11 aprile 2026, cioè oggi"
    assert clock.words(date(2026, 4, 15)) == "scaduto da 4 giorni (era l'11 aprile 2026)"


def test_p13_the_term_may_start_with_the_resolution(world):
    own = {"code": "admission.refusal_start", "text": "resolution", "source": "Statuto, art. 8"}
    add_parameter(valid_from=date(2026, 1, 1), actor=User.objects.create_superuser("capo@ufficio.example"), **own)
    application = world.paper()
    assert clocks.refusal_clock(application) is None
    assert clocks.refusal_clock(refused_again(application)).deadline == date(2026, 5, 31)


def refused_again(application: Application) -> Application:
    application = examine.take_under_review(application=application, actor=None)
    return decide.refuse(
        application=application, organ="board", held_on=date(2026, 4, 1), minute_no="7", reasons="Non ha i requisiti.", on=TODAY, actor=None
    )


def test_p13_a_late_communication_is_kept_and_flagged(world):
    application = decide.communicate(application=refused(world), communicated_on=date(2026, 4, 15), on=TODAY, actor=None)
    assert application.communicated_on == date(2026, 4, 15)
    assert clocks.refusal_clock(application).late_by == 4
    assert "4 giorni" in told(Event.objects.filter(kind="admission.communicate").latest("seq"))
    assert clocks.refusal_clock(application).words(TODAY) == "fatto il 15 aprile 2026, con 4 giorni di ritardo"


def test_p13_the_appeal_runs_from_the_communication(world):
    application = decide.communicate(application=refused(world), communicated_on=date(2026, 4, 10), on=TODAY, actor=None)
    assert clocks.appeal_clock(application).deadline == date(2026, 6, 9)
    assert clocks.appeal_open(application, date(2026, 6, 9))
    assert not clocks.appeal_open(application, date(2026, 6, 10))
    late = decide.appeal(application=application, received_on=date(2026, 6, 12), reasons="", on=TODAY, actor=None)
    assert (late.state, clocks.appeal_clock(late).late_by) == ("appealed", 3)


def test_an_appeal_before_the_communication_is_refused(world):
    with pytest.raises(Refused):
        decide.appeal(application=refused(world), received_on=TODAY, reasons="", on=TODAY, actor=None)


def test_an_admission_stops_the_clock_of_the_refusal(world):
    application = decide.admit(application=world.ready(), organ="board", held_on=date(2026, 3, 1), minute_no="7", on=TODAY, actor=None)
    assert clocks.clocks(application) == []


@pytest.mark.parametrize(("on", "found"), [(date(2026, 4, 1), "soon"), (date(2026, 4, 11), "soon"), (date(2026, 4, 12), "overdue")])
def test_lists_and_queues_tell_near_from_passed(world, on, found):
    application = world.paper()
    assert list(selectors.overdue(selectors.applications(), on)) == ([application] if found == "overdue" else [])
    assert list(selectors.soon_due(selectors.applications(), on)) == ([application] if found == "soon" else [])
    assert not selectors.soon_due(selectors.applications(), date(2026, 3, 31)).exists()


def test_the_office_is_reminded_once_for_each_stage(world):
    world.paper()
    mail.outbox.clear()
    assert remind_office(on=date(2026, 3, 31)) == 0
    assert [remind_office(on=date(2026, 4, 1)), remind_office(on=date(2026, 4, 2))] == [1, 0]
    assert [remind_office(on=date(2026, 4, 12)), remind_office(on=date(2026, 5, 12))] == [1, 0]
    assert [one.subject.split(":")[0] for one in mail.outbox] == ["Termine vicino", "Termine scaduto"]
    assert Reminder.objects.count() == 2


def test_the_daily_task_reminds_and_throws_old_drafts_away(world):
    draft = apply.begin_draft(kind="person", at=moment(date(2026, 1, 1)), origin="", first_name="Leo", last_name="Segreto")
    kept = apply.begin_draft(kind="person", at=moment(date(2026, 4, 1)), origin="", first_name="Lia", last_name="Nuova")
    world.paper()
    assert daily.func(on="2026-04-01") == 1
    assert daily.func(on="2026-04-01") == 0
    assert list(Application.objects.filter(state="draft")) == [kept]
    assert not Application.objects.filter(pk=draft.pk).exists()


def test_the_start_page_says_what_waits(world, operator):
    late = timezone.localdate() - timedelta(days=70)
    world.paper(late)
    page = operator.get(reverse("wagtailadmin_home")).content.decode()
    assert "domanda oltre la scadenza" in page
    assert "domanda da prendere in esame" in page
