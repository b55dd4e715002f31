"""What the circuit holds about somebody, kind by kind, and how it goes when they ask to be forgotten (people P29). The books stay (ledger L15)."""

from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal, Plan
from vivaio_liberex.models.fund import FundMovement
from vivaio_liberex.models.grants import GrantRow
from vivaio_liberex.models.helping import HelpNote
from vivaio_liberex.models.participants import CreditLine, Participant
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.models.requests import PaymentRequest
from vivaio_liberex.models.standing import StandingOrder, StandingRun
from vivaio_liberex.privacy_board import forget_board, held_on_board, told_board
from vivaio_liberex.privacy_outside import forget_outside, told_outside
from vivaio_liberex.words import credits

ACCOUNT, PAYMENTS, LINES, HELP = "liberex.account", "liberex.payments", "liberex.lines", "liberex.help"
WORDS = (
    *(gettext_noop("participations"), gettext_noop("code"), gettext_noop("name shown to others"), gettext_noop("share accepted in credits")),
    *(gettext_noop("since"), gettext_noop("until"), gettext_noop("rules accepted"), gettext_noop("credit lines"), gettext_noop("reason")),
    *(gettext_noop("payments in credits"), gettext_noop("what for"), gettext_noop("yearly sums"), gettext_noop("agreements")),
    *(gettext_noop("requests of payment"), gettext_noop("standing orders")),
    *(gettext_noop("mixed payments"), gettext_noop("outside account"), gettext_noop("credits"), gettext_noop("euro")),
)


def disclosed(party: Party) -> dict[str, Any]:
    """All the circuit holds about the party, JSON-ready; balances and movements are disclosed by the ledger."""
    people = list(Participant.objects.filter(party=party).select_related("sector").order_by("pk"))
    return {"participations": [_participation(one) for one in people]} if people else {}


def held(party: Party, on: date) -> list[DataClass]:
    """Accounts, words of payments, lines, agreements, listings. An account that is not closed keeps everything where it is. Six queries."""
    people = Participant.objects.filter(party=party)
    alive = people.exclude(state=Participant.State.CLOSED).exists()
    left = people.aggregate(last=Max("left_on"))["last"]
    kept = _("Accounts must be kept whole: names go, sums stay.")
    lines = CreditLine.objects.filter(participant__in=people).count()
    return [
        DataClass(ACCOUNT, _("Accounts in credits"), people.count(), Disposal.PSEUDONYMISE, kept, since=left, in_force=alive),
        DataClass(PAYMENTS, _("Words of payments in credits"), _payments(people).count(), Disposal.PSEUDONYMISE, kept, in_force=alive),
        DataClass(LINES, _("Credit lines, with their reasons"), lines, Disposal.PSEUDONYMISE, in_force=alive),
        DataClass(HELP, _("Agreements about the account in credits"), HelpNote.objects.filter(participant__in=people).count(), Disposal.DELETE),
        held_on_board(people, on),
    ]


def forget(party: Party, plan: Plan) -> None:
    """Names, reasons and words of payments go; sums, days and codes stay, so that the circuit still adds up."""
    people = Participant.objects.filter(party=party)
    if plan.action(ACCOUNT) != Disposal.KEEP:
        people.update(shown_as="—", listed=False, sector=None)
        FundMovement.objects.filter(participant__in=people).update(reason="")
        forget_outside(people)
    if plan.action(PAYMENTS) != Disposal.KEEP:
        _payments(people).update(memo="")
        _requests(people).update(memo="", answer="")
        StandingOrder.objects.filter(Q(payer__in=people) | Q(payee__in=people)).update(memo="")
        # A reason may say the name of the other side.
        StandingRun.objects.filter(Q(order__payer__in=people) | Q(order__payee__in=people)).update(reason="")
    if plan.action(LINES) != Disposal.KEEP:
        CreditLine.objects.filter(participant__in=people).update(reason="—", ended_reason="")
    if plan.action(HELP) != Disposal.KEEP:
        HelpNote.objects.filter(participant__in=people).delete()
    forget_board(people, plan)


def _payments(people: QuerySet[Participant]) -> QuerySet[Payment]:
    return Payment.objects.filter(Q(payer__in=people) | Q(payee__in=people))


def _requests(people: QuerySet[Participant]) -> QuerySet[PaymentRequest]:
    return PaymentRequest.objects.filter(Q(payer__in=people) | Q(payee__in=people))


def _participation(one: Participant) -> dict[str, Any]:
    lines, rows, notes = one.lines.all(), GrantRow.objects.filter(participant=one).select_related("grant"), one.help_notes.all()
    own = Participant.objects.filter(pk=one.pk)
    asked, orders = _requests(own).order_by("pk"), StandingOrder.objects.filter(payer=one).order_by("pk")
    paid = _payments(own).order_by("value_on", "pk")
    return {
        **told_outside(one),
        **told_board(one),
        "code": one.code,
        "name_shown_to_others": one.shown_as,
        "sector": str(one.sector or ""),
        "share_accepted_in_credits": one.seller_share,
        "since": one.joined_on.isoformat(),
        "until": one.left_on.isoformat() if one.left_on else None,
        "rules_accepted": one.accepted,
        "credit_lines": [{"amount": credits(line.amount), "reason": line.reason, "since": line.valid_from.isoformat()} for line in lines],
        "payments_in_credits": [{"day": row.value_on.isoformat(), "amount": credits(row.amount), "what_for": row.memo} for row in paid],
        "requests_of_payment": [{"day": row.asked_on.isoformat(), "amount": credits(row.amount), "what_for": row.memo} for row in asked],
        "standing_orders": [{"since": row.first_on.isoformat(), "amount": credits(row.amount), "what_for": row.memo} for row in orders],
        "yearly_sums": [{"title": str(row.grant), "amount": credits(row.amount), "state": str(row.get_state_display())} for row in rows],
        "agreements": [{"day": note.on.isoformat(), "text": note.text} for note in notes],
    }
