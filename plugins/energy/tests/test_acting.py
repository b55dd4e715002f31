"""Energy for an organisation: the person who represents it registers its meters, and nobody else does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from energy_world import World

from vivaio_core.office.history import who_did
from vivaio_core.people.relations.services import relate
from vivaio_core.trail.selectors import events_about
from vivaio_energy.models.points import SupplyPoint
from vivaio_energy.services.register_point import register_point

pytestmark = pytest.mark.django_db
METER = {"commodity": "power", "code": "IT001E77777777", "address": "Via Emilia 1, Modena", "use": "business"}


def test_a_meter_of_the_organisation_is_registered_by_who_represents_it(client: Client) -> None:
    make = World()
    user, ada = make.member("Ada Bianchi")
    dairy = make.party("Caseificio Uno", "organisation")
    with pytest.raises(PermissionDenied):
        register_point(actor=user, member=dairy, on=timezone.localdate(), **METER)
    relate(source=ada, target=dairy, kind="represents", on=timezone.localdate(), actor=None)
    client.force_login(user)
    client.post(reverse("area:acting"), {"party": dairy.pk})
    page = client.post(reverse("energy_area:add_point"), METER)
    assert page.status_code == 302, page.content.decode()
    assert SupplyPoint.objects.get().member == dairy
    event = events_about(dairy)[0]
    assert (event.actor_id, who_did(event)) == (user.pk, f"{user} per Caseificio Uno")
    client.post(reverse("area:acting"), {"party": ada.pk})
    assert client.get(reverse("energy_area:edit_point", args=[SupplyPoint.objects.get().pk])).status_code == 404
