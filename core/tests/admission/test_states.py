"""The states of an application as a Hypothesis state machine: whatever comes, only the table's steps happen, each once, and the rows stay whole."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from vivaio_core.access.models import User
from vivaio_core.admission import states
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.services import apply, decide, examine
from vivaio_core.admission.services.annotate import annotate, reopen_after_undo
from vivaio_core.people.errors import IllegalTransition, Refused
from vivaio_core.people.models import Party
from vivaio_core.people.selectors import is_member
from vivaio_core.register.models.book import Operation
from vivaio_core.register.services.mend import undo

pytestmark = pytest.mark.django_db
START, TODAY = date(2026, 2, 10), date(2026, 11, 22)
AFTER = {
    "review": "under_review",
    "admit": "approved",
    "refuse": "refused",
    "appeal": "appealed",
    "grant": "approved",
    "reject": "refused_final",
    "annotate": "annotated",
    "withdraw": "withdrawn",
    "reopen": "approved",
}


def test_the_table_is_the_dossier_s():
    table = {(before, after) for (before, _act), after in states.TRANSITIONS.items()}
    assert table == {
        ("draft", "submitted"),
        ("submitted", "under_review"),
        ("under_review", "approved"),
        ("under_review", "refused"),
        ("under_review", "annotated"),  # a buyer of shares or an heir: the entry is that of the transfer
        ("approved", "annotated"),
        ("annotated", "approved"),
        ("refused", "appealed"),
        ("appealed", "approved"),
        ("appealed", "refused_final"),
        *((before, "withdrawn") for before in ("submitted", "under_review", "approved", "appealed")),
    }


@pytest.mark.parametrize("state", Application.State.values)
@pytest.mark.parametrize("act", ["submit", *AFTER])
def test_every_step_outside_the_table_is_an_illegal_transition(state, act):
    application = Application(state=state, display_name="Gianna Verdi")
    if (state, act) in states.TRANSITIONS:
        assert states.after(application, act) == states.TRANSITIONS[(state, act)]
    else:
        with pytest.raises(IllegalTransition):
            states.after(application, act)


def steps(application: Application, day: date) -> dict[str, object]:
    """Act → the call that takes it on a day."""
    minutes = {"held_on": day, "minute_no": "9", "on": TODAY, "actor": None, "application": application}
    return {
        "review": lambda: examine.take_under_review(application=application, actor=None),
        "admit": lambda: decide.admit(organ="board", **minutes),
        "refuse": lambda: decide.refuse(organ="board", reasons="Non ha i requisiti.", **minutes),
        "appeal": lambda: decide.appeal(application=application, received_on=day, reasons="", on=TODAY, actor=None),
        "grant": lambda: decide.decide_appeal(grant=True, **minutes),
        "reject": lambda: decide.decide_appeal(grant=False, **minutes),
        "annotate": lambda: annotate(application=application, recorded_on=day, on=TODAY, actor=None),
        "withdraw": lambda: decide.withdraw(application=application, on=day, actor=None),
        "communicate": lambda: decide.communicate(application=application, communicated_on=day, on=TODAY, actor=None),
    }


def fields(application: Application) -> dict[str, object]:
    """All stored values."""
    return {name: value for name, value in vars(application).items() if name != "_state"}


class Life(RuleBasedStateMachine):
    """One complete application; any act may come at any time."""

    world = None

    @initialize()
    def begin(self) -> None:
        self.sid = transaction.savepoint()
        self.day = START
        ready = self.world.paper()
        self.world.sign(ready, START)
        self.world.present(ready, START)
        self.application = examine.register_applicant(application=ready, confirmed=True, actor=None)

    @rule(act=st.sampled_from(sorted(set(AFTER) - {"reopen"} | {"communicate"})), days=st.integers(0, 20))
    def try_act(self, act: str, days: int) -> None:
        self.day += timedelta(days=days)
        before = Application.objects.get(pk=self.application.pk)
        legal = (before.state, act) in states.TRANSITIONS
        refused = None
        try:
            steps(before, self.day)[act]()
        except (IllegalTransition, Refused) as refusal:
            refused = str(refusal)
        found = Application.objects.get(pk=before.pk)
        if refused is None:
            assert act == "communicate" or (legal and found.state == AFTER[act])
        else:
            assert fields(found) == fields(before)
            assert not legal or act in ("appeal", "grant", "withdraw", "annotate", "reject"), refused

    @rule(why=st.just("errore di battitura"))
    def take_the_entry_back(self, why: str) -> None:
        party = self.application.party
        last = Operation.objects.filter(party=party, kind="admission", undone_by=None).order_by("-at").first()
        if last is None:
            assert reopen_after_undo(party=party) is None
            return
        undo(operation=last, recorded_on=self.day, note=why, actor=None)
        assert reopen_after_undo(party=party) is None
        assert Application.objects.get(pk=self.application.pk).state == "approved"

    @invariant()
    def rows_are_whole(self) -> None:
        found = Application.objects.select_related("party").get(pk=self.application.pk)
        assert (found.state == "annotated") == (found.recorded_on is not None) == is_member(found.party, TODAY)
        assert found.state not in ("refused", "appealed", "refused_final") or found.refusal_reasons
        assert found.state not in ("approved", "annotated", "refused", "appealed", "refused_final") or found.resolution_id

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.sid)


def test_any_sequence_of_acts_keeps_the_rows_whole(world):
    class Bound(Life):
        pass

    Bound.world = world
    run_state_machine_as_test(
        Bound, settings=settings(max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    )


def test_an_undone_entry_reopens_the_application_and_the_number_is_kept(world):
    application = decide.admit(application=world.ready(), organ="board", held_on=date(2026, 3, 1), minute_no="7", on=TODAY, actor=None)
    first = annotate(application=application, recorded_on=date(2026, 3, 5), on=TODAY, actor=None)
    undo(operation=Operation.objects.get(party=application.party), recorded_on=date(2026, 3, 6), note="persona sbagliata", actor=None)
    reopened = Application.objects.get(pk=application.pk)
    assert (reopened.state, reopened.recorded_on) == ("approved", None)
    again = annotate(application=reopened, recorded_on=date(2026, 3, 7), on=TODAY, actor=None)
    assert again.member_no == first.member_no == 2


def test_a_second_open_application_of_the_same_party_is_refused(world):
    world.ready()
    other = world.paper(date(2026, 3, 1))
    with pytest.raises(Refused) as refusal:
        examine.link_party(application=other, party=Party.objects.get(display_name="Gianna Verdi"), actor=None)
    assert "domanda aperta" in str(refusal.value)


def test_acts_need_their_permission(world):
    nobody = User.objects.create_user("nessuno@ufficio.example")
    application = world.ready()
    calls = [
        lambda: examine.enter_paper(kind="person", received_on=START, at=None, on=TODAY, actor=nobody),
        lambda: examine.take_under_review(application=application, actor=nobody),
        lambda: examine.link_party(application=application, party=world.member, actor=nobody),
        lambda: examine.register_applicant(application=application, confirmed=True, actor=nobody),
        lambda: apply.give_data(application=application, at=None, actor=nobody),
        lambda: apply.choose_group(application=application, collectivity=None, at=None, actor=nobody),
        lambda: apply.choose_shares(application=application, shares=1, payment_plan="at_once", at=None, actor=nobody),
        lambda: apply.declare(application=application, requirements=True, no_competitor=True, at=None, actor=nobody),
        lambda: apply.accept_charter(application=application, text_hash="", at=None, channel="paper", evidence="", actor=nobody),
        lambda: decide.admit(application=application, organ="board", held_on=TODAY, minute_no="1", on=TODAY, actor=nobody),
        lambda: decide.refuse(application=application, organ="board", held_on=TODAY, minute_no="1", reasons="x" * 20, on=TODAY, actor=nobody),
        lambda: decide.communicate(application=application, communicated_on=TODAY, on=TODAY, actor=nobody),
        lambda: decide.appeal(application=application, received_on=TODAY, reasons="", on=TODAY, actor=nobody),
        lambda: decide.decide_appeal(application=application, grant=True, held_on=TODAY, minute_no="1", on=TODAY, actor=nobody),
        lambda: decide.withdraw(application=application, on=TODAY, actor=nobody),
        lambda: annotate(application=application, recorded_on=TODAY, on=TODAY, actor=nobody),
    ]
    for call in calls:
        with pytest.raises(PermissionDenied):
            call()
    application.refresh_from_db()
    assert application.state == "under_review"
    assert not AnonymousUser().has_perm("admission.change_application")
