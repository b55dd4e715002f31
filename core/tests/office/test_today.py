"""The start page and the menu."""

from datetime import date

import pytest
from django.urls import reverse

from vivaio_core.access.models import User
from vivaio_core.office.colours import stylesheet
from vivaio_core.office.today import Drawn, core_indicators, in_turn, waiting_for_core
from vivaio_core.people.services import propose_collectivity, register_party
from vivaio_core.site.plugin import Indicator, Waiting
from vivaio_core.site.worker.heart import beat

pytestmark = pytest.mark.django_db


def test_it_greets_and_says_what_waits(operator):
    register_party(first_name="Ada", last_name="Neri")
    propose_collectivity(name="Condomini", actor=None)
    page = operator.get(reverse("wagtailadmin_home")).content.decode()
    for text in (
        "Buongiorno, Rita",
        "Oggi aspettano",
        "persona senza codice fiscale",
        "gruppo su cui decidere",
        "soci mancano al minimo di legge",
        "urgente",
    ):
        assert text in page
    for noise in ("What&#x27;s new", "wagtail.org", "upgrade"):
        assert noise not in page


def test_a_whole_cooperative_has_nothing_urgent(operator, crowd):
    crowd(9)
    beat("w1")
    boss = User.objects.create_superuser("capo@prova.example")
    assert [item for item in waiting_for_core(boss, date(2026, 1, 1)) if item.urgent] == []


def test_the_curve_of_members_is_drawn_with_its_figures(operator, crowd):
    crowd(3)
    page = operator.get(reverse("wagtailadmin_home")).content.decode()
    assert "<svg" in page
    assert "chart__table" in page
    drawn = Drawn(core_indicators(date(2021, 1, 1))[0])
    assert drawn.yearly
    assert drawn.rows[-1] == ("2021", 3.0)


def test_a_target_is_read_from_the_shown_value():
    assert Indicator("a", "A", "1.240,5", target=2000).amount == 1240.5
    assert Indicator("a", "A", "quasi tutti").amount is None


def test_the_menu_follows_the_role(entered):
    for role in ("operator", "board", "administrator"):
        page = entered(role).get(reverse("wagtailadmin_home")).content.decode()
        assert "/ufficio/persone/" in page
        assert "/ufficio/memoria/" in page


def test_the_office_wears_the_cooperatives_colour(operator):
    answer = operator.get(reverse("office_colours"))
    assert answer["Content-Type"].startswith("text/css")
    assert answer.content.decode() == stylesheet("#2f6b4f")
    assert "--w-color-primary-hue" in answer.content.decode()


def test_the_window_names_the_cooperative_and_not_the_tool(entered):
    page = entered("operator").get(reverse("wagtailadmin_home")).content.decode()
    assert "<title>Oggi - Prova</title>" in page


@pytest.mark.parametrize(("urgent", "calm", "shown", "folded"), [(0, 7, 7, 0), (0, 8, 6, 2), (8, 3, 8, 3), (8, 1, 9, 0)])
def test_what_is_neither_urgent_nor_among_the_first_is_folded(urgent, calm, shown, folded):
    waits = [Waiting("calma", 1, "/", oldest=date(2026, 1, 2)) for _ in range(calm)] + [
        Waiting("urgente", 1, "/", urgent=True) for _ in range(urgent)
    ]
    found = in_turn(waits, date(2026, 3, 1))
    assert (len(found["waits"]), len(found["more"])) == (shown, folded)
    assert [one.urgent for one in found["waits"]][:urgent] == [True] * urgent
