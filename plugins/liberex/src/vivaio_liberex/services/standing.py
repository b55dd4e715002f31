"""Standing orders: made, suspended, resumed, ended, and paid by the night. An instalment is tried once; a refusal is told, never tried again."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from vivaio_core.access.models import User
from vivaio_core.contract.errors import ContractError
from vivaio_core.ledger.amounts import paid
from vivaio_core.pages.numbers import day as in_words
from vivaio_core.people.errors import Refused
from vivaio_core.site.coop import coop
from vivaio_core.site.mail import send_later
from vivaio_core.site.settings.read import setting
from vivaio_core.trail.services import record
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.models.standing import StandingOrder, StandingRun
from vivaio_liberex.months import falls
from vivaio_liberex.permissions import allow_for
from vivaio_liberex.selectors import circuit
from vivaio_liberex.services.pay import pay
from vivaio_liberex.words import credits

State, Ran = StandingOrder.State, StandingRun.State


def order(
    *,
    payer: Participant,
    payee: Participant,
    amount: int,
    memo: str,
    day: int,
    first_on: date,
    last_on: date | None,
    times: int | None,
    on: date,
    actor: User | None,
) -> StandingOrder:
    """Pay `amount` minor units each month on `day`, from the first day on. Nothing moves now. Raises PermissionDenied, Refused."""
    allow_for(actor, payer.party)
    if payer.pk == payee.pk:
        raise Refused(_("This is your own code. Ask for the code of who you want to pay."), "code")
    if payee.state != Participant.State.ACTIVE or payer.state != Participant.State.ACTIVE:
        raise Refused(_("Who leaves the circuit neither gives nor takes standing orders."), "code")
    if not 1 <= day <= 31:
        raise Refused(_("Write a day from 1 to 31; 31 is the last day of every month."), "day")
    if first_on < on or first_on.year > on.year + 10:
        raise Refused(_("Choose a first day from today on."), "first_on")
    if last_on is not None and last_on < first_on:
        raise Refused(_("The last day comes before the first one."), "last_on")
    if last_on is not None and next(falls(day, first_on, last_on), None) is None:
        raise Refused(_("Between these two days no instalment falls due: move the last day."), "last_on")
    kept = {"memo": " ".join(memo.split())[:140], "first_on": first_on, "last_on": last_on, "times": times, "waits_from": first_on}
    return StandingOrder.objects.create(payer=payer, payee=payee, amount=paid(amount), day=day, actor=actor, **kept)


def suspend(*, standing: StandingOrder, on: date, actor: User | None) -> StandingOrder:
    """Pay nothing until it is resumed; what falls due meanwhile is left out. Raises PermissionDenied, Refused."""
    return _to(standing, State.SUSPENDED, on, actor)


def resume(*, standing: StandingOrder, on: date, actor: User | None) -> StandingOrder:
    """Pay again, from this day on. Raises PermissionDenied, Refused."""
    return _to(standing, State.ACTIVE, on, actor)


def end(*, standing: StandingOrder, on: date, actor: User | None) -> StandingOrder:
    """Pay nothing any more; an end by the office is in the trail. Raises PermissionDenied."""
    return _to(standing, State.ENDED, on, actor)


def run_standing(*, on: date) -> int:
    """Try every instalment that has fallen due, each in its own transaction; return how many were paid. A second run pays nothing.

    What who has left gave or received ends here. On the mirror of an outside circuit nothing is tried: nobody pays here.
    """
    if circuit.mirrored():
        return 0
    gone = Q(payer__state=Participant.State.CLOSED) | Q(payee__state=Participant.State.CLOSED)
    StandingOrder.objects.filter(gone).exclude(state=State.ENDED).update(state=State.ENDED)
    active = StandingOrder.objects.filter(state=State.ACTIVE, waits_from__lte=on).order_by("pk").values_list("pk", flat=True)
    return sum(_try_next(pk, due, on) for pk in list(active) for due in _due(pk, on))


def _due(pk: int, on: date) -> list[date]:
    """The instalments to try, oldest first; an order without any more of them ends here."""
    row = StandingOrder.objects.get(pk=pk)
    tried = set(row.runs.values_list("due_on", flat=True))
    found = [due for due in falls(row.day, row.waits_from, min(on, row.last_on or on)) if due not in tried]
    left = max((row.times or len(tried) + len(found)) - len(tried), 0)
    if not found and row.last_on is not None and row.last_on < on:
        StandingOrder.objects.filter(pk=pk, state=State.ACTIVE).update(state=State.ENDED)
    return found[:left]


def _try_next(pk: int, due: date, on: date) -> int:
    with transaction.atomic():
        row = StandingOrder.objects.select_for_update(of=("self",)).select_related("payer__party", "payer__account", "payee__account").get(pk=pk)
        done = row.runs.count()
        if row.state != State.ACTIVE or row.runs.filter(due_on=due).exists() or (row.times is not None and done >= row.times):
            return 0
        made = StandingRun(order=row, due_on=due, ran_on=on, state=Ran.PAID)
        given: dict[str, Any] = {"amount": row.amount, "key": made.payment_key, "memo": row.memo, "origin": Payment.Origin.STANDING}
        try:
            pay(payer=row.payer, payee=row.payee, on=on, actor=None, **given)
        except ContractError as refused:
            made.state, made.reason = Ran.REFUSED, str(refused)[:400]
        made.save(force_insert=True)
        if made.state == Ran.REFUSED and row.payer.party.email:
            _tell(made)
        if row.times is not None and done + 1 >= row.times:
            row.state = State.ENDED
            row.save(update_fields=["state"])
        return int(made.state == Ran.PAID)


def _to(standing: StandingOrder, state: str, on: date, actor: User | None) -> StandingOrder:
    assisted = allow_for(actor, standing.payer.party)
    with transaction.atomic():
        row = StandingOrder.objects.select_for_update(of=("self",)).select_related("payer__party", "payee").get(pk=standing.pk)
        if row.state == state:
            return row
        if row.state == State.ENDED:
            raise Refused(_("This standing order has ended: make a new one."))
        if state == State.ACTIVE:
            row.waits_from = max(on, row.first_on)
        row.state = state
        row.save(update_fields=["state", "waits_from"])
        if assisted:
            payload = {"payee": str(row.payee), "sum": credits(row.amount), "state": str(row.get_state_display())}
            record(kind="liberex.standing", actor=actor, subject=row.payer.party, target=f"liberex.Participant:{row.payer_id}", payload=payload)
        return row


def _tell(run: StandingRun) -> None:
    words = {"payee": run.order.payee, "sum": credits(run.order.amount), "day": in_words(run.due_on)}
    subject = _("A payment to %(payee)s did not go through") % words
    url = str(setting("WAGTAILADMIN_BASE_URL")).rstrip("/") + reverse("liberex_area:standing")
    lines = [
        _("The instalment of %(sum)s to %(payee)s, due on %(day)s, was not paid.") % words,
        run.reason,
        _("It is not tried again by itself. Pay it by hand when you can:"),
        url,
    ]
    key = f"liberex:standing:{run.payment_key}"
    send_later(to=run.order.payer.party.email, subject=f"{coop().cooperative.name}: {subject}", text="\n\n".join(lines) + "\n", key=key)
