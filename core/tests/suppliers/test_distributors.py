"""Who brings the cooperative's services to people, by agreement."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from vivaio_core.access.models import User
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.people.services import register_party
from vivaio_core.site.erasure import Disposal, Line, Plan
from vivaio_core.suppliers import disclosure, selectors
from vivaio_core.suppliers.agreements import agree_distributor, end_distributor
from vivaio_core.suppliers.models import Distributor
from vivaio_core.trail.models import Event

pytestmark = pytest.mark.django_db
BEGUN, OVER = date(2020, 5, 1), date(2024, 5, 1)


def agreed(party: Party, kind: str = "association", on: date = BEGUN) -> Distributor:
    """An agreement."""
    return agree_distributor(party=party, kind=kind, distributes="Energia", on=on, actor=None)


def test_an_agreement_counts_from_its_first_day_to_its_last(party: Party) -> None:
    made = agreed(party)
    with pytest.raises(Refused, match="già"):
        agreed(party)
    end_distributor(distributor=made, on=OVER, reason="Scaduta", actor=None)
    found = {on: selectors.distributors_by_kind(on) for on in (date(2020, 4, 30), BEGUN, date(2024, 4, 30), OVER)}
    assert list(found.values()) == [[], [("Associazione", 1.0)], [("Associazione", 1.0)], []]
    with pytest.raises(Refused, match="non è più"):
        end_distributor(distributor=made, on=OVER, reason="Scaduta", actor=None)
    with pytest.raises(Refused, match="ancora"):
        agreed(party, on=date(2024, 4, 30))
    assert agreed(party, "group", OVER).pk == made.pk
    assert Event.objects.filter(kind__startswith="suppliers.", subject=party).count() == 3


def test_an_agreement_is_refused_without_right_kind_or_order(party: Party) -> None:
    nobody = User.objects.create_user("x@casa.example")
    with pytest.raises(PermissionDenied):
        agree_distributor(party=party, kind="group", distributes="", on=BEGUN, actor=nobody)
    with pytest.raises(Refused):
        agreed(party, "sportello")
    made = agreed(party)
    with pytest.raises(PermissionDenied):
        end_distributor(distributor=made, on=OVER, reason="Scaduta", actor=nobody)
    for on, reason in ((date(2020, 4, 30), "Scaduta"), (OVER, " ")):
        with pytest.raises(Refused):
            end_distributor(distributor=made, on=on, reason=reason, actor=None)


def test_the_office_agrees_shows_and_ends(operator: Client, entered: Callable[[str], Client], party: Party) -> None:
    url = reverse("office_distributors:agree", args=[party.pk])
    operator.post(url, {"kind": "group", "distributes": "Elettricità", "on": "2020-05-01"})
    made = Distributor.objects.get()
    assert "Gruppo di acquisto, distributore dal 1 maggio 2020" in operator.get(reverse("office_people:person", args=[party.pk])).content.decode()
    assert "Officina Neri" in operator.get(reverse("office_distributors:index")).content.decode()
    assert entered("board").get(url).status_code in (302, 403)
    operator.post(reverse("office_distributors:end", args=[made.pk]), {"on": "2024-05-01", "reason": "Scaduta"})
    made.refresh_from_db()
    assert made.ended_on == OVER


def test_the_public_page_counts_them_without_names(client: Client, crowd: Callable[..., object], party: Party) -> None:
    crowd(1)
    agreed(party)
    agreed(register_party(kind="organisation", display_name="Utenti uniti"), "users")
    text = client.get(reverse("suppliers:figures")).content.decode()
    assert "Chi porta i nostri servizi alle persone" in text
    assert "Associazione" in text
    assert "Officina Neri" not in text


def test_p29_an_agreement_is_disclosed_held_and_forgotten(party: Party) -> None:
    made = agreed(party)
    assert disclosure.disclosed(party)["distributor"]["distributor_from"] == "2020-05-01"
    assert [one.in_force for one in disclosure.held(party, OVER)] == [False, True]
    disclosure.forget(party, Plan((Line(disclosure.AGREEMENT, "", 1, Disposal.PSEUDONYMISE),)))
    made.refresh_from_db()
    assert made.distributes == ""
