"""A presenting member who does not answer: two reminders by the dated rule, seen by the applicant and the office, and a way on."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from membership import left

from vivaio_core.access.models import User
from vivaio_core.admission.models.application import Application, Reminder, Sponsorship
from vivaio_core.admission.selectors import applications, silent
from vivaio_core.admission.services.nudge import nudge_sponsors
from vivaio_core.admission.services.sponsor import LETTERS_A_DAY, answer, name_sponsor
from vivaio_core.admission.tasks import daily
from vivaio_core.people.services import register_party
from vivaio_core.rules.services import add_parameter
from vivaio_core.trail.models import Event
from vivaio_core.trail.sentences import told

from .conftest import links, moment, status_path

pytestmark = pytest.mark.django_db
ASKED = date(2026, 2, 10)
FIRST, SECOND = date(2026, 2, 17), date(2026, 2, 24)


def named(world, application: Application, **who) -> Sponsorship:
    """Named and asked on the day of the application."""
    made = name_sponsor(application=application, at=moment(ASKED), actor=None, **(who or {"number": 1}))
    Sponsorship.objects.filter(pk=made.pk).update(asked_at=moment(ASKED))
    made.refresh_from_db()
    mail.outbox.clear()
    return made


def received(to: str = "ada@casa.example") -> list[str]:
    return [one.subject for one in mail.outbox if one.to == [to]]


def test_two_reminders_each_after_the_days_of_the_rule_and_no_third(world):
    named(world, world.paper())
    days = [ASKED + timedelta(days=count) for count in range(40)]
    assert [day for day in days if nudge_sponsors(on=day)] == [FIRST, SECOND]
    assert len(received()) == 2
    assert all("attende ancora la Sua parola" in subject for subject in received())


def test_twice_on_a_day_is_once(world):
    named(world, world.paper())
    assert [daily.func(on=FIRST.isoformat()), daily.func(on=FIRST.isoformat())] == [1, 0]
    assert (len(received()), Reminder.objects.filter(clock="sponsor").count()) == (1, 1)


def test_a_day_without_worker_is_caught_up_by_one_letter_only(world):
    named(world, world.paper())
    assert [nudge_sponsors(on=date(2026, 4, 1)), nudge_sponsors(on=date(2026, 4, 2)), nudge_sponsors(on=date(2026, 4, 8))] == [1, 0, 1]


def test_the_link_of_the_reminder_still_answers(world, client):
    sponsorship = named(world, world.paper())
    nudge_sponsors(on=FIRST)
    page = client.post(links("ada@casa.example")[-1], {"answer": "accept", "known": "on", "statement": "La conosco."})
    assert page.status_code == 200
    sponsorship.refresh_from_db()
    assert sponsorship.state == "accepted"
    assert nudge_sponsors(on=SECOND) == 0


def test_who_declined_is_left_in_peace_and_the_applicant_s_page_is_the_same(world, client):
    declined, unknown = world.paper(), world.paper(fiscal_code="BNCLRD91T03F257L", email="altra@casa.example")
    answer(sponsorship=named(world, declined), accept=False, at=moment(date(2026, 2, 12)))
    named(world, unknown, number=99)
    assert [nudge_sponsors(on=day) for day in (FIRST, SECOND)] == [0, 0]
    assert received() == []
    lines = [line_of(client, application) for application in (declined, unknown)]
    assert lines[0] == lines[1]
    assert "17 febbraio 2026, 24 febbraio 2026" in lines[0]


def line_of(client, application: Application) -> str:
    page = client.get(status_path(application)).content.decode()
    return page.split('<ul class="missing">')[1].split("</p>")[0]


def test_the_rule_says_after_how_many_days_and_how_often(world):
    boss = User.objects.create_superuser("capo@ufficio.example")
    for code, value in (("admission.sponsor_reminder_days", 3), ("admission.sponsor_reminders_max", 1)):
        add_parameter(code=code, value=value, source="Regolamento, art. 2", valid_from=date(2026, 1, 1), actor=boss)
    named(world, world.paper())
    days = [ASKED + timedelta(days=count) for count in range(20)]
    assert [day for day in days if nudge_sponsors(on=day)] == [date(2026, 2, 13)]


def test_no_reminder_once_it_is_decided_or_the_member_is_out(world):
    application = world.paper()
    named(world, application)
    left(world.member, date(2026, 2, 15))
    assert nudge_sponsors(on=FIRST) == 0
    Application.objects.filter(pk=application.pk).update(state="withdrawn", withdrawn_on=FIRST)
    assert nudge_sponsors(on=SECOND) == 0


def test_the_applicant_is_told_after_the_last_one_and_names_another(world, client):
    other = register_party(first_name="Ugo", last_name="Neri", email="ugo@casa.example", fiscal_code="BNCLRD91T03F257L")
    application = world.paper()
    named(world, application)
    nudge_sponsors(on=FIRST)
    assert received("gianna@casa.example") == []
    nudge_sponsors(on=SECOND)
    (subject,) = received("gianna@casa.example")
    assert "manca un socio che La presenti" in subject
    page = client.get(links("gianna@casa.example")[-1]).content.decode()
    assert "Abbiamo ricordato la richiesta a chi non aveva risposto" in page
    answered = client.post(f"{status_path(application)}presentatore/", {"sponsor_email": other.email, "sponsor_name": "Neri"})
    assert answered["Location"] == status_path(application)
    assert application.sponsorships.count() == 2


def test_one_member_gets_few_letters_a_day_and_the_others_wait_a_day(world):
    codes = ["BNCLRD91T03F257L", "VRDGNN62C58F25TS", "VRDGNN62C58F257V"]
    for place in range(LETTERS_A_DAY + 2):
        named(world, world.paper(fiscal_code=codes[place % 3], email=f"a{place}@casa.example"))
    assert [nudge_sponsors(on=FIRST), nudge_sponsors(on=FIRST)] == [LETTERS_A_DAY, 0]
    assert nudge_sponsors(on=FIRST + timedelta(days=1)) == 2


def test_the_office_sees_it_on_the_page_in_the_list_and_among_what_waits(world, operator):
    application = world.paper(timezone.localdate() - timedelta(days=30))
    named(world, application)
    nudge_sponsors(on=FIRST)
    assert not silent(applications(), FIRST).exists()
    nudge_sponsors(on=SECOND)
    page = operator.get(reverse("office_admission:application", args=[application.pk])).content.decode()
    assert "promemoria del 17 febbraio 2026, promemoria del 24 febbraio 2026" in page
    assert "Promemoria n. 2 a Ada Bianchi, che può presentare Gianna Verdi." in page
    assert "Gianna Verdi" in operator.get(reverse("office_admission:index"), {"missing": "silent"}).content.decode()
    assert "domanda senza risposta di chi presenta" in operator.get(reverse("wagtailadmin_home")).content.decode()
    event = Event.objects.filter(kind="admission.sponsor_reminded").latest("seq")
    assert (event.actor, event.payload["count"]) == (None, 2)
    assert "Ada Bianchi" in told(event)
