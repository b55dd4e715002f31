"""Reads of requests of payment and of standing orders."""

from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from vivaio_core.site.settings.read import setting
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.models.requests import PaymentRequest
from vivaio_liberex.models.standing import StandingOrder, StandingRun

SHOWN_RUNS = 3


def requests() -> QuerySet[PaymentRequest]:
    """All, with who asks and who pays."""
    return PaymentRequest.objects.select_related("payee__party", "payee__account", "payer__party")


def visible(participant: Participant, key: UUID) -> PaymentRequest | None:
    """A request of one's own, one that asks oneself, or one that names nobody yet."""
    own = Q(payee=participant) | Q(payer=participant) | Q(payer=None)
    return requests().filter(own, key=key).first()


def incoming(participant: Participant) -> QuerySet[PaymentRequest]:
    """What others ask of the participant, the newest first."""
    return requests().filter(payer=participant)


def outgoing(participant: Participant) -> QuerySet[PaymentRequest]:
    """What the participant asks of others, the newest first."""
    return requests().filter(payee=participant)


def to_pay(participant: Participant, on: date) -> QuerySet[PaymentRequest]:
    """What waits for the participant's answer; the one that expires first stands first."""
    return incoming(participant).filter(state=PaymentRequest.State.OPEN, expires_on__gte=on).order_by("expires_on", "pk")


def past(participant: Participant, on: date) -> QuerySet[PaymentRequest]:
    """What others asked of the participant and no longer waits, the newest first."""
    return incoming(participant).exclude(state=PaymentRequest.State.OPEN, expires_on__gte=on)


def standing_orders(participant: Participant) -> QuerySet[StandingOrder]:
    """What the participant pays each month, the running ones first."""
    rows = StandingOrder.objects.filter(payer=participant).select_related("payee", "payer__party")
    return rows.prefetch_related(Prefetch("runs", StandingRun.objects.order_by("-due_on"))).order_by("state", "-pk")


def unpaid_runs(participant: Participant, since: date) -> QuerySet[StandingRun]:
    """Instalments that did not go through since that day."""
    found = StandingRun.objects.filter(order__payer=participant, state=StandingRun.State.REFUSED, ran_on__gte=since)
    return found.select_related("order__payee")


def request_url(asked: PaymentRequest) -> str:
    """The whole address of a request, as a letter carries it."""
    return str(setting("WAGTAILADMIN_BASE_URL")).rstrip("/") + reverse("liberex_area:request", args=[asked.key])
