"""People P15 for who enters with shares of another: a buyer and an heir meet each condition of an applicant, and nothing gets past it."""

from datetime import date, datetime, time

import pytest
from cases_world import decided, set_rule
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from membership import admitted

from vivaio_core.access.models import User
from vivaio_core.admission import letters
from vivaio_core.admission.causes import causes
from vivaio_core.admission.entrants import entry
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.services import apply, decide, entrants, examine
from vivaio_core.admission.services import sponsor as sponsors
from vivaio_core.people.errors import IllegalTransition, Refused
from vivaio_core.people.models import Party
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.selectors import is_member, membership_status
from vivaio_core.people.services import change_collectivity, register_party
from vivaio_core.register.models.cases import ExitCase, ShareTransfer
from vivaio_core.register.selectors import book
from vivaio_core.register.services import leave, leave_end, share_transfers

from .conftest import World

pytestmark = pytest.mark.django_db
D = date
ASKED, ANSWERED, ENTERED = D(2026, 3, 5), D(2026, 4, 2), D(2026, 4, 10)


@pytest.fixture
def buyer(world: World) -> Party:
    return register_party(first_name="Leo", last_name="Bianchi", birth_date=D(1991, 12, 3), fiscal_code="BNCLRD91T03F257L")


@pytest.fixture
def seller(world: World) -> Party:
    party = register_party(first_name="Elena", last_name="Ferrari", fiscal_code="VRDGNN62C58F257V")
    admitted(party, D(2024, 1, 10), 3)
    return party


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("capo@ufficio.example")


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def authorised(seller: Party, buyer: Party, qty: int = 3) -> ShareTransfer:
    transfer = share_transfers.ask_transfer(seller=seller, buyer=buyer, qty=qty, received_on=ASKED, actor=None)
    given = {"resolution": decided(D(2026, 4, 1)), "communicated_on": ANSWERED}
    return share_transfers.answer_transfer(transfer=transfer, authorise=True, actor=None, **given)


def registered(transfer: ShareTransfer, on: date = ENTERED) -> ShareTransfer:
    return share_transfers.register_transfer(transfer=transfer, effective_on=on, recorded_on=on, actor=None)


def prepared(world: World, party: Party, boss: User, *, but: str = "") -> Application:
    """The application of somebody who gets shares, with everything but one condition."""
    made = entrants.prepare(party=party, received_on=ASKED, shares=3, at=at(ASKED), actor=None)
    if but != "sponsor":
        sponsors.record_answer(application=made, sponsor=world.member, accept=True, at=at(ASKED), statement="", actor=boss)
    if but != "group":
        apply.choose_group(application=made, collectivity=world.group, at=at(ASKED), actor=boss)
    declared = {"requirements": but != "requirements", "no_competitor": but != "competitor"}
    apply.declare(application=made, at=at(ASKED), actor=boss, **declared)
    if but != "charter":
        world.sign(made, ASKED)
    return made


def test_p15_a_buyer_with_no_application_does_not_enter(world, seller, buyer):
    transfer = authorised(seller, buyer)
    with pytest.raises(Refused, match="Prima prepari la domanda"):
        registered(transfer)
    assert not is_member(buyer, ENTERED)
    assert book.holding(seller, ENTERED).qty == 3


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("sponsor", "Presentazione di un socio: Non c'è ancora un socio"),
        ("group", "Un gruppo incluso"),
        ("requirements", "Requisiti dello statuto: Manca la dichiarazione"),
        ("competitor", "Nessuna attività in concorrenza: Manca la dichiarazione"),
        ("charter", "Carta dei valori"),
    ],
)
def test_p15_each_condition_that_is_missing_stops_the_entry_and_is_named(world, seller, buyer, boss, missing, said):
    transfer = authorised(seller, buyer)
    made = prepared(world, buyer, boss, but=missing)
    assert [item.code for item in entry(buyer, ENTERED, 3).missing] == [missing]
    with pytest.raises(Refused, match=said) as refusal:
        registered(transfer)
    assert "nella pagina della domanda" in str(refusal.value)
    made.refresh_from_db()
    assert (made.state, is_member(buyer, ENTERED)) == ("under_review", False)


def test_p15_the_least_of_shares_counts_what_is_given(world, seller, buyer, boss):
    set_rule("shares.min_qty", value=2)
    prepared(world, buyer, boss)
    with pytest.raises(Refused, match="Quote e pagamento"):
        registered(authorised(seller, buyer, 1))


def test_p15_who_presents_must_be_a_member_on_the_day_of_the_resolution(world, seller, buyer, boss):
    prepared(world, buyer, boss, but="sponsor")
    late = register_party(first_name="Ida", last_name="Neri", fiscal_code="VRDGNN62C58F25TS", confirmed=True)
    admitted(late, D(2026, 4, 5))
    sponsors.record_answer(application=Application.objects.get(), sponsor=late, accept=True, at=at(D(2026, 4, 6)), statement="", actor=boss)
    with pytest.raises(Refused, match="1 aprile 2026"):
        registered(authorised(seller, buyer))


def test_p15_a_group_suspended_meanwhile_stops_it(world, seller, buyer, boss):
    transfer = authorised(seller, buyer)
    prepared(world, buyer, boss)
    change_collectivity(collectivity=world.group, act="suspend", on=D(2026, 4, 3), actor=None)
    with pytest.raises(Refused, match="non è incluso"):
        registered(transfer)


def test_p10_p15_a_buyer_with_everything_enters_and_the_application_is_closed_with_the_number(world, seller, buyer, boss):
    made = prepared(world, buyer, boss)
    registered(authorised(seller, buyer))
    made.refresh_from_db()
    assert (made.state, made.way, made.resolution, made.recorded_on) == ("annotated", "transfer", None, ENTERED)
    assert made.member_no == buyer.memberships.get().member_no
    assert membership_status(buyer, ENTERED) == "member"
    assert world.group.members.filter(party=buyer).exists()


def test_p15_silence_frees_the_transfer_and_not_the_buyer(world, seller, buyer, boss):
    transfer = share_transfers.ask_transfer(seller=seller, buyer=buyer, qty=3, received_on=ASKED, actor=None)
    with pytest.raises(Refused, match="Prima prepari"):
        registered(transfer, D(2026, 5, 5))
    prepared(world, buyer, boss)
    assert registered(transfer, D(2026, 5, 5)).state == "registered"


def test_p15_an_application_sent_on_the_site_counts_once_it_is_examined(world, seller, buyer):
    made = world.paper(ASKED, fiscal_code="BNCLRD91T03F257L", first_name="Leo", last_name="Bianchi", founder=True)
    examine.link_party(application=made, party=buyer, actor=None)
    world.sign(made, ASKED)
    transfer = authorised(seller, buyer)
    with pytest.raises(Refused, match="La domanda è «inviata»"):
        registered(transfer)
    examine.take_under_review(application=made, actor=None)
    assert registered(transfer).state == "registered"


def test_p15_who_is_a_member_is_asked_nothing(world, seller, buyer):
    admitted(buyer, D(2025, 1, 10))
    assert entry(buyer, ENTERED, 3) is None
    assert registered(authorised(seller, buyer)).state == "registered"


def test_p14_the_application_goes_back_under_review_when_the_transfer_is_undone(world, seller, buyer, boss):
    made = prepared(world, buyer, boss)
    transfer = registered(authorised(seller, buyer))
    share_transfers.undo_transfer(transfer=transfer, recorded_on=D(2026, 4, 11), note="errore", actor=None)
    made.refresh_from_db()
    assert (made.state, made.way, made.recorded_on) == ("under_review", "shares", None)
    transfer.refresh_from_db()
    assert registered(transfer, D(2026, 4, 12)).state == "registered"


def test_p15_an_application_that_was_refused_opens_nothing(world, seller, buyer, boss):
    made = prepared(world, buyer, boss)
    refusal = {"organ": "board", "held_on": ANSWERED, "minute_no": "8", "reasons": "È un concorrente.", "on": ENTERED}
    decide.refuse(application=made, actor=None, **refusal)
    with pytest.raises(Refused, match="Prima prepari"):
        registered(authorised(seller, buyer))
    with pytest.raises(IllegalTransition):
        entrants.enter(application=made, way="transfer", recorded_on=ENTERED, actor=None)


def dead(party: Party, heir: Party) -> ExitCase:
    set_rule("death.heirs", text="entry")
    PartyRelation.objects.create(source=heir, target=party, kind="heir_of", from_on=D(2026, 1, 1))
    case = leave.open_death(party=party, happened_on=D(2026, 3, 1), received_on=ASKED, actor=None)
    return leave_end.annotate_exit(case=case, recorded_on=D(2026, 3, 10), actor=None)


def test_p15_an_heir_meets_the_same_conditions(world, seller, buyer, boss):
    case = dead(seller, buyer)
    given = {"case": case, "heir": buyer, "resolution": decided(D(2026, 4, 1)), "recorded_on": ENTERED, "actor": None}
    with pytest.raises(Refused, match="Prima prepari"):
        leave_end.let_heir_enter(**given)
    made = prepared(world, buyer, boss, but="charter")
    with pytest.raises(Refused, match="Carta dei valori"):
        leave_end.let_heir_enter(**given)
    world.sign(made, ASKED)
    assert leave_end.let_heir_enter(**given).state == "liquidated"
    made.refresh_from_db()
    assert (made.state, made.way) == ("annotated", "heir")


def test_preparing_is_for_who_may_and_once(world, buyer):
    given = {"party": buyer, "received_on": ASKED, "shares": 3, "at": at(ASKED)}
    with pytest.raises(PermissionDenied):
        entrants.prepare(actor=User.objects.create_user("nessuno@ufficio.example"), **given)
    made = entrants.prepare(actor=None, **given)
    assert (made.party, made.fiscal_code, made.birth_date) == (buyer, "BNCLRD91T03F257L", D(1991, 12, 3))
    with pytest.raises(Refused, match="già una domanda aperta"):
        entrants.prepare(actor=None, **given)
    with pytest.raises(Refused, match="non serve una domanda"):
        entrants.prepare(actor=None, **{**given, "party": world.member})


def test_the_office_sees_what_is_missing_on_the_case_and_prepares_the_application_there(world, seller, buyer, operator):
    page = reverse("office_transfers:page", args=[authorised(seller, buyer).pk])
    shown = operator.get(page).content.decode()
    assert "Leo Bianchi entrerebbe come socio" in shown
    address = reverse("office_admission:prepare", args=[buyer.pk])
    assert f'href="{address}?quote=3"' in shown
    answer = operator.post(address, {"received_on": "2026-03-05", "shares": "3"})
    application = Application.objects.get()
    assert answer["Location"] == reverse("office_admission:application", args=[application.pk])
    own = operator.get(answer["Location"]).content.decode()
    assert "Riceve quote di Elena Ferrari" in own
    assert "3 quote arrivano da un altro socio" in own
    assert reverse("office_admission:admit", args=[application.pk]) not in own
    shown = operator.get(page).content.decode()
    assert reverse("office_admission:sponsor", args=[application.pk]) in shown
    register = reverse("office_transfers:act", args=[ShareTransfer.objects.get().pk, "register"])
    refused = operator.post(register, {"buyer": "BNCLRD91T03F257L", "effective_on": "2026-04-10", "recorded_on": "2026-04-10"}).content.decode()
    assert "Leo Bianchi non può ancora entrare" in refused


def test_the_office_and_the_applicant_learn_that_a_transfer_came_to_nothing(world, seller, buyer, boss, operator, client):
    transfer = share_transfers.ask_transfer(seller=seller, buyer=buyer, qty=3, received_on=ASKED, actor=None)
    made = prepared(world, buyer, boss)
    page, case = reverse("office_admission:application", args=[made.pk]), reverse("office_transfers:page", args=[transfer.pk])
    admit = reverse("office_admission:admit", args=[made.pk])
    assert "non si è fatta" not in operator.get(page).content.decode()
    assert "è ancora aperta" not in operator.get(case).content.decode()
    share_transfers.withdraw_transfer(transfer=transfer, on=D(2026, 3, 20), actor=None)
    shown = operator.get(page).content.decode()
    assert "La cessione di quote di Elena Ferrari non si è fatta: si è chiusa il 20 marzo 2026." in shown
    assert admit in shown, "with new shares the organ decides, as on everybody"
    left = operator.get(case).content.decode()
    assert "La domanda di Leo Bianchi è ancora aperta" in left
    assert f'href="{page}"' in left
    own = client.get(letters.status_path(made)).content.decode()
    assert "si è chiusa il 20 marzo 2026" in own
    assert "Elena Ferrari" not in own
    decide.withdraw(application=made, on=D(2026, 4, 1), actor=boss)
    assert "è ancora aperta" not in operator.get(case).content.decode()


def test_what_came_to_nothing_before_the_application_says_nothing(world, seller, buyer, boss):
    transfer = share_transfers.ask_transfer(seller=seller, buyer=buyer, qty=3, received_on=D(2026, 2, 1), actor=None)
    share_transfers.withdraw_transfer(transfer=transfer, on=D(2026, 2, 20), actor=None)
    made = prepared(world, buyer, boss)
    assert causes(made, ENTERED) == []
    share_transfers.ask_transfer(seller=seller, buyer=buyer, qty=2, received_on=ASKED, actor=None)
    assert [(cause.giver, cause.qty, cause.lost_on) for cause in causes(made, ENTERED)] == [(seller, 2, None)]


def test_a_refused_transfer_names_the_day_of_its_answer_and_an_opposition_opens_it_again(world, seller, buyer, boss):
    transfer = share_transfers.ask_transfer(seller=seller, buyer=buyer, qty=3, received_on=ASKED, actor=None)
    made = prepared(world, buyer, boss)
    given = {"resolution": decided(D(2026, 4, 1)), "communicated_on": ANSWERED, "reasons": "Lo statuto non lo consente."}
    share_transfers.answer_transfer(transfer=transfer, authorise=False, actor=None, **given)
    assert [cause.lost_on for cause in causes(made, ENTERED)] == [ANSWERED]
    share_transfers.oppose_refusal(transfer=transfer, on=ENTERED, actor=None)
    assert [cause.lost_on for cause in causes(made, ENTERED)] == [None]


def test_the_application_of_an_heir_says_in_whose_place_and_that_the_case_is_closed(world, seller, buyer, boss, operator):
    case, made = dead(seller, buyer), prepared(world, buyer, boss)
    page = reverse("office_admission:application", args=[made.pk])
    shown = operator.get(page).content.decode()
    assert "Entrerebbe come erede al posto di Elena Ferrari" in shown
    assert reverse("office_exits:page", args=[case.pk]) in shown
    assert reverse("office_admission:admit", args=[made.pk]) not in shown
    set_rule("death.heirs", text="refund")
    assert causes(made, ENTERED) == []
    ExitCase.objects.filter(pk=case.pk).update(state="liquidated", liquidated_on=ENTERED)
    assert [(cause.heir, cause.lost_on) for cause in causes(made, ENTERED)] == [(True, ENTERED)]
    assert "si è chiusa il 10 aprile 2026" in operator.get(page).content.decode()
