"""Entering the circuit: who may, as what, with which code, by which pages."""

import random
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from liberex_world import ON, Circuit

from vivaio_core.ledger.models import Account
from vivaio_core.people.errors import Refused
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.trail.models import Event
from vivaio_liberex import codes
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.selectors.participants import by_code, floor_on, of, search, system
from vivaio_liberex.services.join import join

bodies = st.text(alphabet=codes.SIGNS, min_size=5, max_size=5)


@given(bodies, st.integers(0, 5), st.sampled_from(codes.SIGNS))
def test_the_check_sign_finds_every_wrong_sign(body: str, place: int, sign: str) -> None:
    code = codes.checked(body)
    assert codes.valid(code)
    wrong = code[:place] + sign + code[place + 1 :]
    assert codes.valid(wrong) == (wrong == code)


@given(bodies, st.integers(0, 4))
def test_the_check_sign_finds_two_signs_swapped(body: str, place: int) -> None:
    code = codes.checked(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert codes.valid(swapped) == (swapped == code)


def test_a_code_is_read_however_it_is_typed_and_has_no_sign_that_looks_like_another() -> None:
    code = codes.derived("12/0")
    assert codes.valid(f" {code[:3].lower()}-{code[3:]} ")
    assert not set(codes.SIGNS) & set("01258BILOSUVZ")
    for wrong in ("", "ABC", code + "A", "À" * 6, "x" * 10_000, "٣٤٥٦٧٩"):
        assert not codes.valid(wrong)


def test_derived_codes_are_spread_and_always_the_same() -> None:
    made = [codes.derived(f"{number}/0") for number in range(2000)]
    assert made == [codes.derived(f"{number}/0") for number in range(2000)]
    assert len(set(made)) > 1990


def test_a_member_gets_an_account_with_nothing_on_it(circuit: Circuit) -> None:
    made = circuit.participant()
    account = Account.objects.get(pk=made.account_id)
    assert (account.balance, account.floor, account.ceiling, account.state) == (0, 0, None, "open")
    assert by_code(made.code.lower()) == of(made.party) == made
    assert floor_on(made, ON) == 0
    assert Event.objects.get(kind="liberex.join").subject == made.party


def test_only_members_and_named_employees_take_part(circuit: Circuit) -> None:
    stranger = circuit.party()
    with pytest.raises(Refused, match="socio"):
        circuit.entered(stranger)
    with pytest.raises(Refused, match="dipendente"):
        circuit.entered(stranger, "employee")
    company, other = circuit.participant("company"), circuit.member("organisation")
    PartyRelation.objects.create(source=stranger, target=other, kind="employee_of", from_on=date(2025, 1, 1))
    with pytest.raises(Refused, match="dipendente"):
        circuit.entered(stranger, "employee")
    PartyRelation.objects.create(source=stranger, target=company.party, kind="employee_of", from_on=date(2025, 1, 1), to_on=ON)
    with pytest.raises(Refused, match="dipendente"):
        circuit.entered(stranger, "employee")
    PartyRelation.objects.filter(target=company.party).update(to_on=None)
    assert circuit.entered(stranger, "employee").kind == "employee"


def test_a_person_is_no_company_and_an_organisation_no_member(circuit: Circuit) -> None:
    with pytest.raises(Refused, match="persona"):
        circuit.entered(circuit.member(), "company")
    with pytest.raises(Refused, match="organizzazione"):
        circuit.entered(circuit.member("organisation"), "member")
    with pytest.raises(Refused):
        circuit.entered(circuit.member(), "king")


def test_nobody_takes_part_twice_nor_without_name_or_rules(circuit: Circuit) -> None:
    made = circuit.participant()
    with pytest.raises(Refused, match="già"):
        circuit.entered(made.party)
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(party=made.party, account=system("cooperativa"), code="ZZZ", shown_as="x", joined_on=ON)
    with pytest.raises(Refused, match="nome"):
        circuit.entered(circuit.member(), shown_as="   ")
    with pytest.raises(Refused, match="regole"):
        circuit.entered(circuit.member(), accepted="")
    with pytest.raises(Refused, match="100"):
        circuit.entered(circuit.member(), seller_share=101)


def test_whose_account_it_is(circuit: Circuit) -> None:
    party, other = circuit.member(login=True), circuit.member(login=True)
    given = {"kind": "member", "sector": None, "shown_as": "Ada", "on": ON, "accepted": "base-1"}
    with pytest.raises(PermissionDenied):
        join(party=party, actor=other.login, **given)
    assert join(party=party, actor=party.login, **given).accepted_on == ON
    assert join(party=other, actor=circuit.worker("act_for_member"), **given).party == other


def test_account_and_code_stay_with_their_participant_also_in_raw_sql(circuit: Circuit) -> None:
    made, other = circuit.participant(), circuit.participant()
    for sql, value in (("code = %s", "ABCDEF"), ("account_id = %s", other.account_id)):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE liberex_participant SET {sql} WHERE id = %s", [value, made.pk])


def test_search_finds_by_code_and_by_every_word_of_a_listed_name(circuit: Circuit) -> None:
    first = circuit.participant(shown_as="Panificio Bianchi")
    hidden = circuit.participant(shown_as="Panificio Neri", listed=False)
    assert search("bianchi pani", ON) == [first]
    assert search(hidden.code, ON) == [hidden]
    assert search("neri", ON) == []
    assert search("%", ON) == search("   ", ON) == []
    assert search(first.code, date(2026, 1, 1)) == []


def test_two_steps_from_the_member_area(circuit: Circuit) -> None:
    party = circuit.member(login=True)
    client = Client()
    client.force_login(party.login)
    assert client.get("/area/liberex/").status_code == 302
    first = client.get("/area/liberex/entra/")
    assert "Passo 1 di 2" in first.content.decode()
    answers = {"kind": "member", "shown_as": "Ada Bianchi", "sector": "", "seller_share": "70", "listed": "on"}
    second = client.post("/area/liberex/entra/regole/", answers).content.decode()
    assert "Passo 2 di 2" in second
    assert 'value="Ada Bianchi"' in second
    untouched = client.post("/area/liberex/entra/regole/", {**answers, "version": "base-1"}).content.decode()
    assert "spunti la casella" in untouched
    assert not Participant.objects.exists()
    done = client.post("/area/liberex/entra/regole/", {**answers, "version": "base-1", "agreed": "on"})
    assert done.status_code == 302
    made = Participant.objects.get()
    assert (made.shown_as, made.seller_share, made.accepted) == ("Ada Bianchi", 70, "base-1")
    home = client.get("/area/liberex/").content.decode()
    assert made.code in home
    assert "0,00" in home


def test_an_old_version_of_the_rules_is_not_accepted(circuit: Circuit) -> None:
    party = circuit.member(login=True)
    client = Client()
    client.force_login(party.login)
    answers = {"kind": "member", "shown_as": "Ada", "seller_share": "100", "version": "liberex-1", "agreed": "on"}
    page = client.post("/area/liberex/entra/regole/", answers).content.decode()
    assert "sono cambiate" in page
    assert not Participant.objects.exists()


def test_who_is_no_member_reads_why_and_wrong_answers_stay_on_the_first_step(circuit: Circuit) -> None:
    stranger, member = circuit.party(login=True), circuit.member(login=True)
    client = Client()
    client.force_login(stranger.login)
    assert "chiami" in client.get("/area/liberex/entra/").content.decode().lower()
    assert client.post("/area/liberex/entra/regole/", {"kind": "member"}).status_code == 302
    client.force_login(member.login)
    for wrong in ({"seller_share": "mille"}, {"shown_as": ""}, {"sector": "9" * 30}, {"kind": "employee"}):
        answers = {"kind": "member", "shown_as": "Ada", "seller_share": "100", **wrong}
        assert "Passo 1 di 2" in client.post("/area/liberex/entra/regole/", answers).content.decode()


def test_codes_of_many_never_collide(circuit: Circuit) -> None:
    chosen = random.Random(4).sample(range(100), 5)
    made = [circuit.participant() for _number in chosen]
    assert len({one.code for one in made}) == len(made)
