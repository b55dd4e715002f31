"""Bands by dated rules, ten years drawn, the loss in words (people P22, P23)."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from membership import admitted
from office import enter_office

from vivaio_core.access.models import User
from vivaio_core.access.services.staff import set_roles
from vivaio_core.access.services.sync_roles import sync_roles
from vivaio_core.mutuality.prevalence import Band
from vivaio_core.mutuality.selectors.prevalence import years
from vivaio_core.mutuality.services.exchanges import Exchange, record_many
from vivaio_core.mutuality.services.years import approve_year
from vivaio_core.people.models import Party
from vivaio_core.people.services import record_resolution, register_party
from vivaio_core.rules.models import Parameter

pytestmark = pytest.mark.django_db


@pytest.fixture
def both() -> tuple[Party, Party]:
    """A member since 2004 and a client."""
    member = register_party(first_name="Gianna", last_name="Verdi", fiscal_code="VRDGNN62C58F257V")
    admitted(member, date(2004, 2, 1))
    return member, register_party(first_name="Leo", last_name="Bianchi", fiscal_code="BNCLRD91T03F257L")


def exchanged(both: tuple[Party, Party], year: int, percent: int) -> None:
    """A year in which the members' part is `percent`."""
    parts = zip(both, (percent, 100 - percent), strict=True)
    record_many(facts=[Exchange("energia", date(year, 7, 1), cents, party, f"{year}:{party.pk}") for party, cents in parts], actor=None)


def test_p22_thresholds_are_dated_rules_and_a_year_before_them_has_no_band(both):
    """A line that moves counts from its day on: what came earlier keeps the line of its year."""
    for year in (2003, 2021, 2022):
        exchanged(both, year, 54)
    law = Parameter.objects.get(code="prevalence.threshold")
    Parameter.objects.filter(pk=law.pk).update(valid_to=date(2021, 12, 31))
    law.pk, law.value, law.valid_from, law.valid_to = None, Decimal(54), date(2022, 1, 1), None
    law.save()
    found = {one.year: (one.band, one.prevails) for one in years(date(2026, 1, 1))}
    assert found == {2003: (Band.NONE, False), 2021: (Band.ALERT, True), 2022: (Band.BELOW, False)}


def test_p23_the_overview_draws_ten_years_and_says_the_loss_in_words(both):
    for year in range(2015, 2025):
        exchanged(both, year, 65 if year < 2023 else 40)
        resolution = record_resolution(organ="assembly", held_on=date(year + 1, 4, 1), minute_no="1", actor=None)
        approve_year(year=year, resolution=resolution, actor=None)
    sync_roles()
    user = User.objects.create_user("board@ufficio.example")
    set_roles(user=user, roles=["administrator"], actor=None)
    text = enter_office(Client(), User.objects.get(pk=user.pk)).get(reverse("office_mutuality_years:index")).content.decode()
    assert "2015: 65 %, al sicuro. " in text
    assert "2024: 40 %, sotto. " in text
    assert "La prevalenza è persa: per 2 anni di fila" in text
    assert "Codice civile, art. 2545-octies" in text
    assert text.count("chart__dot") == 10
    assert "da confermare" in text
