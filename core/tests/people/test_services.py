"""P1 to P3, P6, P11, P14: parties, memberships, collectivities, each act with its event."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from membership import admitted, left

from vivaio_core.access.models import User
from vivaio_core.people import services
from vivaio_core.people.errors import IllegalTransition, NeedsDecision, Refused
from vivaio_core.people.models import Collectivity, MemberNumber, Membership, Party
from vivaio_core.people.selectors import collectivities, is_member, members_by_year, members_count, membership_status, parties, search, with_status
from vivaio_core.trail.models import Event
from vivaio_core.trail.selectors import verify

pytestmark = pytest.mark.django_db
D = date
GIANNA, LEO = "VRDGNN62C58F257V", "BNCLRD91T03F257L"


def gianna(**more: object) -> Party:
    return services.register_party(**{"first_name": "Gianna", "last_name": "Verdi", "fiscal_code": GIANNA, "email": "g@casa.example", **more})


def leo(**more: object) -> Party:
    return services.register_party(**{"first_name": "Leonardo", "last_name": "Bianchi", "fiscal_code": LEO, "email": "g@casa.example", **more})


def kinds() -> list[str]:
    return list(Event.objects.order_by("seq").values_list("kind", flat=True))


def test_p1_a_login_that_goes_leaves_the_party():
    user = User.objects.create_user("g@casa.example")
    party = services.link_login(party=gianna(), user=user, actor=None)
    user.delete()
    party.refresh_from_db()
    assert party.login is None
    assert party.status == Party.Status.ACTIVE


def test_p1_one_login_one_party():
    user = User.objects.create_user("g@casa.example")
    services.link_login(party=gianna(), user=user, actor=None)
    with pytest.raises(Refused):
        services.link_login(party=leo(), user=user, actor=None)
    with pytest.raises(Refused):
        services.link_login(party=Party.objects.get(login=user), user=User.objects.create_user("altra@casa.example"), actor=None)


def test_p2_one_fiscal_code_one_party():
    gianna()
    with pytest.raises(Refused, match="Gianna Verdi") as refusal:
        services.register_party(first_name="Altra", last_name="Persona", fiscal_code=GIANNA.lower())
    assert refusal.value.field == "fiscal_code"
    assert Party.objects.count() == 1


def test_p2_the_database_refuses_a_second_one_too():
    first, second = gianna(), leo()
    code = first.identifiers.get()
    code.pk, code.party = None, second
    with pytest.raises(IntegrityError), transaction.atomic():
        code.save(force_insert=True)


def test_p2_an_omocodic_twin_is_asked_about_and_may_exist():
    gianna()
    twin = {"first_name": "Gianna", "last_name": "Verdini", "fiscal_code": "VRDGNN62C58F25TS"}
    with pytest.raises(NeedsDecision) as question:
        services.register_party(**twin)
    assert question.value.candidates == (Party.objects.get().pk,)
    services.register_party(**twin, confirmed=True)
    assert Party.objects.count() == 2


def test_p3_a_shared_email_makes_two_people():
    assert gianna() != leo()


def test_p3_same_name_and_birth_is_asked_about():
    services.register_party(first_name="Ada", last_name="Neri", birth_date=D(1960, 1, 2))
    with pytest.raises(NeedsDecision):
        services.register_party(first_name="ADA", last_name="Neri ", birth_date=D(1960, 1, 2))
    services.register_party(first_name="Ada", last_name="Neri", birth_date=D(1961, 1, 2))


def test_p2_equal_vat_is_asked_about():
    services.register_party(kind="organisation", display_name="Caseificio Uno", vat="01234560363")
    with pytest.raises(NeedsDecision):
        services.register_party(kind="organisation", display_name="Caseificio Due", vat="IT01234560363")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"first_name": "", "last_name": "Neri"}, "first_name"),
        ({"first_name": "Ada", "last_name": " "}, "last_name"),
        ({"kind": "organisation", "display_name": ""}, "display_name"),
        ({"first_name": "Ada", "last_name": "Neri", "fiscal_code": "NREDAA"}, "fiscal_code"),
        ({"kind": "organisation", "display_name": "X srl", "vat": "1230366"}, "vat"),
    ],
)
def test_a_refused_registration_writes_nothing(given, field):
    before = len(kinds())
    with pytest.raises(Refused) as refusal:
        services.register_party(**given)
    assert refusal.value.field == field
    assert Party.objects.count() == 0
    assert len(kinds()) == before


def test_corrections_keep_what_was_there_before():
    party = services.correct_party(party=gianna(), actor=None, last_name="Verdi Rossi", phone="059 1")
    assert party.display_name == "Gianna Verdi Rossi"
    assert party.search_key == "verdi rossi gianna"
    event = Event.objects.latest("seq")
    assert event.payload["fields"] == ["last_name", "display_name", "phone"]
    assert event.payload["before"]["last_name"] == "Verdi"
    before = len(kinds())
    services.correct_party(party=party, actor=None, phone="059 1")
    assert len(kinds()) == before


def test_a_person_corrects_only_his_own_contacts():
    user = User.objects.create_user("g@casa.example")
    services.link_login(party=gianna(), user=user, actor=None)
    party = services.correct_own_data(actor=user, phone="320 1", address="Via Emilia 1")
    assert (party.phone, party.address) == ("320 1", "Via Emilia 1")
    assert Event.objects.latest("seq").payload["own"] is True
    with pytest.raises(TypeError):
        services.correct_own_data(actor=user, last_name="Altro")
    with pytest.raises(Refused):
        services.correct_own_data(actor=User.objects.create_user("altro@casa.example"), phone="1")


def test_i8_a_new_code_replaces_the_old_one_and_keeps_it():
    party = gianna()
    services.add_identifier(party=party, scheme="cf", raw=LEO, actor=None)
    assert list(party.identifiers.order_by("pk").values_list("value", "active")) == [(GIANNA, False), (LEO, True)]
    before = len(kinds())
    services.add_identifier(party=party, scheme="cf", raw=LEO, actor=None)
    assert len(kinds()) == before


def test_p6_the_first_day_is_in_and_the_last_one_out():
    party = gianna()
    admitted(party, D(2021, 3, 3))
    left(party, D(2023, 1, 1))
    days = [D(2021, 3, 2), D(2021, 3, 3), D(2022, 12, 31), D(2023, 1, 1)]
    assert [membership_status(party, day) for day in days] == ["none", "member", "member", "former"]
    assert [is_member(party, day) for day in days] == [False, True, True, False]
    assert [members_count(day) for day in days] == [0, 1, 1, 0]


def test_p11_numbers_have_no_gap_and_come_back_with_their_owner():
    first, second = gianna(), leo()
    admitted(first, D(2021, 1, 1))
    with pytest.raises(Refused):
        admitted(first, D(2021, 2, 1))
    assert admitted(second, D(2021, 1, 1)).member_no == 2
    left(first, D(2022, 1, 1))
    with pytest.raises(Refused):
        admitted(first, D(2021, 6, 1))
    assert admitted(first, D(2022, 1, 1)).member_no == 1
    assert list(MemberNumber.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_the_database_keeps_one_open_membership_and_a_reason_for_each_end():
    party = gianna()
    admitted(party, D(2021, 1, 1))
    for wrong in (
        {"effective_on": D(2022, 1, 1)},
        {"effective_on": D(2022, 1, 1), "ended_on": D(2023, 1, 1)},
        {"effective_on": D(2022, 1, 1), "end_reason": "exit"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(party=party, member_no=9, **wrong)


def test_a_group_goes_through_its_states_only():
    group = services.propose_collectivity(name="CRAL prova", actor=None)
    party = gianna()
    with pytest.raises(Refused):
        services.join_collectivity(party=party, collectivity=group, on=D(2021, 1, 1), actor=None)
    with pytest.raises(IllegalTransition):
        services.change_collectivity(collectivity=group, act="suspend", on=D(2021, 1, 1), actor=None)
    services.include_collectivity(collectivity=group, on=D(2021, 1, 1), actor=None)
    services.join_collectivity(party=party, collectivity=group, on=D(2021, 2, 1), actor=None)
    with pytest.raises(Refused):
        services.join_collectivity(party=party, collectivity=group, on=D(2021, 3, 1), actor=None)
    assert [one.name for one in collectivities(party, D(2021, 2, 1))] == ["CRAL prova"]
    assert collectivities(party, D(2021, 1, 31)) == []
    services.change_collectivity(collectivity=group, act="close", on=D(2022, 1, 1), actor=None)
    group.refresh_from_db()
    assert group.state == Collectivity.State.CLOSED
    assert group.members.get().to_on == D(2022, 1, 1)
    with pytest.raises(IllegalTransition):
        services.include_collectivity(collectivity=group, on=D(2022, 1, 1), actor=None)


def test_leaving_a_group_and_coming_back():
    group = services.propose_collectivity(name="CRAL prova", actor=None)
    services.include_collectivity(collectivity=group, on=D(2021, 1, 1), actor=None)
    party = gianna()
    services.join_collectivity(party=party, collectivity=group, on=D(2021, 2, 1), actor=None)
    with pytest.raises(Refused):
        services.leave_collectivity(party=party, collectivity=group, on=D(2021, 1, 1), actor=None)
    services.leave_collectivity(party=party, collectivity=group, on=D(2021, 4, 1), actor=None)
    with pytest.raises(Refused):
        services.leave_collectivity(party=party, collectivity=group, on=D(2021, 5, 1), actor=None)
    services.join_collectivity(party=party, collectivity=group, on=D(2021, 6, 1), actor=None)
    assert collectivities(party, D(2021, 5, 1)) == []


def test_two_groups_never_share_a_name():
    services.propose_collectivity(name="CRAL prova", actor=None)
    with pytest.raises(Refused):
        services.propose_collectivity(name="cral PROVA", actor=None)


def test_every_act_is_in_the_trail_with_its_actor():
    boss = User.objects.create_superuser("capo@prova.example")
    party = gianna(actor=boss)
    services.correct_party(party=party, phone="059 1", actor=boss)
    mine = Event.objects.filter(subject=party).order_by("seq")
    assert [event.kind for event in mine] == ["people.register", "people.correct"]
    assert {event.actor_id for event in mine} == {boss.pk}
    assert verify().ok


@pytest.mark.parametrize(
    "act",
    [
        lambda actor: services.register_party(first_name="Ada", last_name="Neri", actor=actor),
        lambda actor: services.correct_party(party=gianna(), actor=actor, phone="1"),
        lambda actor: services.add_identifier(party=gianna(), scheme="cf", raw=LEO, actor=actor),
        lambda actor: services.propose_collectivity(name="CRAL prova", actor=actor),
        lambda actor: services.include_collectivity(
            collectivity=services.propose_collectivity(name="CRAL prova", actor=None), on=D(2021, 1, 1), actor=actor
        ),
        lambda actor: services.link_login(party=gianna(), user=actor, actor=actor),
    ],
)
def test_who_may_not_is_refused_and_nothing_is_written(act):
    actor = User.objects.create_user("chi@prova.example")
    with pytest.raises(PermissionDenied):
        act(actor)
    assert not Event.objects.filter(actor=actor).exists()


def test_search_finds_by_name_in_any_order_code_email_and_number():
    party = services.register_party(first_name="Niccolò", last_name="D'Àngelo", fiscal_code=GIANNA, email="nico@casa.example")
    admitted(party, D(2021, 1, 1))
    leo()
    for words in ("niccolo d'angelo", "D'ANGELO Niccolò", "vrdgnn62", "nico@casa", "d'ang 1"):
        assert list(search(parties(), words)) == [party], words
    assert list(search(parties(), "nessuno 100% _")) == []


def test_status_filters_agree_with_the_status_of_each():
    first, second = gianna(), leo()
    admitted(second, D(2021, 1, 1))
    third = services.register_party(kind="organisation", display_name="Coop Uno", fiscal_code="87654320453")
    admitted(third, D(2021, 1, 1))
    left(third, D(2022, 1, 1))
    for on in (D(2020, 1, 1), D(2021, 6, 1), D(2023, 1, 1)):
        for status in ("none", "member", "former"):
            wanted = {party.pk for party in (first, second, third) if membership_status(party, on) == status}
            assert set(with_status(parties(), status, on).values_list("pk", flat=True)) == wanted
    assert [number for _, number in members_by_year(D(2023, 6, 1), 3)] == [2.0, 1.0, 1.0]
