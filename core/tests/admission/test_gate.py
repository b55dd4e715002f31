"""People P15 and P16: each item of the gate, with its reason; nothing is admitted while one is missing."""

from datetime import date

import pytest
from membership import left

from vivaio_core.admission.checklist import Standing, blockers, checklist
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.services import apply, decide, examine, sponsor
from vivaio_core.documents.services import draft_version, publish_version
from vivaio_core.people.errors import IllegalTransition, Refused
from vivaio_core.people.models import Collectivity, Party
from vivaio_core.people.services import change_collectivity, record_resolution, register_party

from .conftest import moment

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 1)
TODAY = date(2026, 11, 22)


def items(application: Application, on: date = ON) -> dict[str, object]:
    found = Application.objects.select_related("party", "collectivity", "charter_version").get(pk=application.pk)
    return {item.code: item for item in checklist(found, on)}


def admit(application: Application, held_on: date = ON) -> Application:
    return decide.admit(application=application, organ="board", held_on=held_on, minute_no="7", on=TODAY, actor=None)


def test_p15_a_complete_application_has_no_blockers(world):
    application = world.ready()
    assert [item.standing for item in checklist(application, ON)] == [Standing.OK] * 7
    assert all(item.reason for item in checklist(application, ON))
    assert admit(application).state == "approved"


def test_p15_an_empty_application_lists_everything_with_a_cure_and_is_not_admitted(world):
    application = world.paper(collectivity=None, payment_plan="", requirements_declared=False, no_competitor=False)
    application = examine.take_under_review(application=application, actor=None)
    found = blockers(application, ON)
    assert [item.code for item in found] == ["identity", "sponsor", "group", "requirements", "competitor", "charter", "shares"]
    assert all(item.cure for item in found)
    with pytest.raises(Refused) as refusal:
        admit(application)
    assert all(item.title in str(refusal.value) for item in found)
    application.refresh_from_db()
    assert (application.state, application.resolution_id) == ("under_review", None)


def test_p15_identity_needs_a_party_with_a_fiscal_code_who_is_no_member(world):
    application = world.paper()
    assert items(application)["identity"].missing
    bare = register_party(first_name="Gianna", last_name="Verdi", birth_date=date(1962, 3, 18))
    application = examine.link_party(application=application, party=bare, actor=None)
    assert "codice fiscale" in items(application)["identity"].reason
    other = world.paper(date(2026, 2, 11), fiscal_code="BNCDAA80A41F257A")
    other = examine.link_party(application=other, party=world.member, actor=None)
    assert items(other)["identity"].missing


def test_p15_identity_speaks_of_another_birth_date_but_does_not_block(world):
    application = world.ready(birth_date=date(1970, 1, 1))
    item = items(application)["identity"]
    assert not item.missing
    assert "data di nascita" in item.note


def test_p15_the_sponsor_must_be_a_member_on_the_day_of_the_resolution(world):
    application = world.ready()
    left(world.member, date(2026, 2, 20))
    assert not items(application, date(2026, 2, 19))["sponsor"].missing
    item = items(application, ON)["sponsor"]
    assert item.missing
    assert "1 marzo 2026" in item.reason
    with pytest.raises(Refused):
        admit(application)


def test_p15_nobody_presents_himself(world):
    application = world.paper(fiscal_code="BNCDAA80A41F257A", first_name="Ada", last_name="Bianchi")
    with pytest.raises(Refused) as refusal:
        world.present(application, date(2026, 2, 12))
    assert refusal.value.field == "sponsor"
    other = world.paper(date(2026, 2, 11))
    world.present(other, date(2026, 2, 12))
    Application.objects.filter(pk=other.pk).update(party=world.member)
    assert items(other)["sponsor"].missing


def test_p15_a_declined_or_silent_sponsor_does_not_count(world):
    application = world.paper()
    asked = sponsor.name_sponsor(application=application, at=moment(date(2026, 2, 11)), actor=None, number=1)
    assert "non ha ancora risposto" in items(application)["sponsor"].reason
    asked.refresh_from_db()
    sponsor.answer(sponsorship=asked, accept=False, at=moment(date(2026, 2, 12)))
    assert items(application)["sponsor"].missing


def test_p15_founders_are_exempt_from_sponsors_only(world):
    application = world.paper(founder=True)
    found = items(application)
    assert found["sponsor"].standing == Standing.EXEMPT
    assert found["identity"].missing


def test_p15_the_group_must_be_included_or_the_party_in_one(world):
    application = world.paper()
    change_collectivity(collectivity=world.group, act="suspend", on=date(2026, 2, 15), actor=None)
    assert items(application)["group"].missing
    with pytest.raises(Refused):
        apply.choose_group(application=application, collectivity=Collectivity.objects.get(), at=moment(ON), actor=None)


@pytest.mark.parametrize(("name", "code"), [("requirements_declared", "requirements"), ("no_competitor", "competitor")])
def test_p15_declarations_are_needed(world, name, code):
    assert [item.code for item in blockers(world.ready(**{name: False}), ON)] == [code]


def test_p15_shares_and_payment_plan(world):
    assert [item.code for item in blockers(world.ready(payment_plan=""), ON)] == ["shares"]


def test_p16_the_version_in_force_on_the_resolution_date_must_be_signed(world):
    application = world.ready()
    draft = draft_version(document=world.charter.document, text="Un testo nuovo.", actor=None)
    resolution = record_resolution(organ="assembly", held_on=date(2026, 2, 20), minute_no="4", actor=None)
    publish_version(version=draft, in_force_from=date(2026, 2, 25), resolution=resolution, actor=None, at=moment(date(2026, 2, 20)))
    assert not items(application, date(2026, 2, 24))["charter"].missing
    assert items(application, ON)["charter"].missing
    world.sign(application, ON)
    assert not items(application, ON)["charter"].missing


def test_p16_the_acceptance_becomes_the_party_s_signature_when_the_party_is_known(world):
    application = world.paper()
    world.sign(application, date(2026, 2, 10))
    found = examine.register_applicant(application=application, confirmed=True, actor=None)
    (signature,) = found.party.signatures.all()
    assert (signature.version_hash, signature.channel, signature.evidence) == (world.charter.text_hash, "paper", "foglio 1")
    assert signature.at == moment(date(2026, 2, 10))


def test_p16_before_the_rule_s_day_there_is_no_block(world):
    application = world.paper()
    Party.objects.filter(pk=world.member.pk).update(display_name="x")
    assert items(application, date(2018, 12, 31))["charter"].standing == Standing.EXEMPT


def test_p16_another_text_than_the_one_in_force_is_not_accepted(world):
    application = world.paper()
    with pytest.raises(Refused):
        apply.accept_charter(application=application, text_hash="0" * 64, at=moment(ON), channel="web", evidence="", actor=None)


def test_p15_a_refusal_needs_reasons(world):
    application = examine.take_under_review(application=world.paper(), actor=None)
    for reasons in ("", "   ", "no"):
        with pytest.raises(Refused) as refusal:
            decide.refuse(application=application, organ="board", held_on=ON, minute_no="7", reasons=reasons, on=TODAY, actor=None)
        assert refusal.value.field == "reasons"
    application.refresh_from_db()
    assert application.state == "under_review"


def test_a_resolution_falls_between_the_receipt_and_today(world):
    application = world.ready()
    for held_on in (date(2026, 2, 9), date(2026, 11, 23)):
        with pytest.raises(Refused) as refusal:
            admit(application, held_on)
        assert refusal.value.field == "held_on"


def test_p14_a_finished_step_is_not_repeated(world):
    application = admit(world.ready())
    with pytest.raises(IllegalTransition) as refusal:
        admit(application)
    assert "Gianna Verdi" in str(refusal.value)
