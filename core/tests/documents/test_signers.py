"""The signature of an organisation names the person who gave it (people P18)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from membership import admitted

from vivaio_core.access.models import User
from vivaio_core.access.services.member_login import create_member_login
from vivaio_core.documents.disclosure import disclosed
from vivaio_core.documents.models import Signature
from vivaio_core.documents.services import sign
from vivaio_core.office.history import who_did
from vivaio_core.people.disclosure.plan import plan_for
from vivaio_core.people.errors import Refused
from vivaio_core.people.models import Party
from vivaio_core.people.relations.services import end_relation, relate
from vivaio_core.people.services import register_party
from vivaio_core.trail.selectors import events_about

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 10)


@pytest.fixture
def aurora(organisation) -> Party:
    party = organisation("Cooperativa Aurora")
    admitted(party, SINCE)
    return party


@pytest.fixture
def ada(aurora) -> Party:
    party = register_party(first_name="Ada", last_name="Bianchi", email="ada@casa.example")
    create_member_login(party=party, actor=None)
    relate(source=party, target=aurora, kind="represents", on=SINCE, actor=None)
    return party


def test_on_the_site_the_person_who_acts_is_named(client: Client, ada, aurora, publish):
    version = publish(date(2026, 1, 1))
    client.force_login(ada.login)
    client.post(reverse("area:acting"), {"party": aurora.pk})
    page = client.get(reverse("documents_area:document", args=["charter"])).content.decode()
    assert "lo firmo per Cooperativa Aurora, che rappresento" in page
    assert "Ada Bianchi firma per Cooperativa Aurora" in page
    client.post(reverse("documents_area:document", args=["charter"]), {"version": version.number, "agreed": "on"})
    row = Signature.objects.get()
    assert (row.party, row.actor, row.channel) == (aurora, ada.login, "web")
    assert row.evidence.startswith("Per l'organizzazione ha firmato Ada Bianchi.")
    event = events_about(aurora)[0]
    assert (event.kind, who_did(event)) == ("documents.sign", "Ada Bianchi per Cooperativa Aurora")
    assert "ha firmato Ada Bianchi" in client.get(reverse("documents_area:home")).content.decode()


def test_what_she_signed_for_others_is_hers_to_know_and_the_organisations_to_keep(client, ada, aurora, publish):
    version = publish(date(2026, 1, 1))
    ada.login.represented = aurora
    sign(party=aurora, version=version, channel="web", actor=ada.login)
    (told,) = disclosed(ada)["signatures_for_organisations"]
    assert (told["organisation"], told["document"]) == ("Cooperativa Aurora", "Carta dei valori")
    line = next(line for line in plan_for(ada, timezone.localdate()).lines if line.code == "documents.signatures_for_organisations")
    assert (line.count, str(line.action)) == (1, "keep")


def test_nobody_signs_for_an_organisation_without_acting_for_it_and_representing_it(ada, aurora, publish):
    version = publish(date(2026, 1, 1))
    actor = User.objects.get(pk=ada.login_id)
    with pytest.raises(PermissionDenied):
        sign(party=aurora, version=version, channel="web", actor=actor)
    actor.represented = aurora
    end_relation(relation=ada.relations.get(), on=timezone.localdate(), actor=None)
    with pytest.raises(PermissionDenied):
        sign(party=aurora, version=version, channel="web", actor=actor)
    assert not Signature.objects.exists()


def test_on_paper_the_office_says_who(aurora, publish):
    version, operator = publish(date(2026, 1, 1)), User.objects.create_superuser("o@ufficio.example")
    with pytest.raises(Refused, match="chi ha firmato per Cooperativa Aurora"):
        sign(party=aurora, version=version, channel="paper", evidence="Faldone 3", actor=operator, signer="  ")
    row = sign(party=aurora, version=version, channel="paper", evidence="Faldone 3", actor=operator, signer="Ivo  Neri")
    assert row.evidence == "Per l'organizzazione ha firmato Ivo Neri. Faldone 3"


def test_a_person_signs_with_their_own_name(publish):
    person = register_party(first_name="Ivo", last_name="Neri")
    row = sign(party=person, version=publish(date(2026, 1, 1)), channel="paper", evidence="Faldone 3", actor=None, signer="Un altro")
    assert row.evidence == "Faldone 3"
