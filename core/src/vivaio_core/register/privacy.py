"""What the libro soci holds about somebody. Its entries are never touched: the law keeps them (people P29)."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.people.models import Party
from vivaio_core.register.case_states import ExitState, TransferState
from vivaio_core.register.models.book import RegisterEntry, SharePayment
from vivaio_core.register.models.cases import ExitCase, ShareTransfer
from vivaio_core.register.selectors.book import entries, holding
from vivaio_core.site.erasure import DataClass, Disposal, Plan

ENTRIES, CASES = "register.entries", "register.cases"
YEARS = "retention.register_years"
EXITS_OVER = (ExitState.REFUSED, ExitState.LIQUIDATED, ExitState.WITHDRAWN)
TRANSFERS_OVER = (TransferState.REFUSED, TransferState.REGISTERED, TransferState.WITHDRAWN)
WORDS = (
    *(gettext_noop("register entries"), gettext_noop("number"), gettext_noop("kind"), gettext_noop("counts from"), gettext_noop("entered on")),
    *(gettext_noop("shares"), gettext_noop("amount"), gettext_noop("premium"), gettext_noop("resolution"), gettext_noop("reason")),
    *(gettext_noop("exits"), gettext_noop("transfers"), gettext_noop("received on"), gettext_noop("state"), gettext_noop("ground")),
    *(gettext_noop("heirs"), gettext_noop("reasons of the refusal"), gettext_noop("buyer"), gettext_noop("seller")),
    *(gettext_noop("annotation"), gettext_noop("payments"), gettext_noop("on"), gettext_noop("how"), gettext_noop("reference")),
)


def disclosed(party: Party) -> dict[str, Any]:
    """Every annotation about the party and every payment of shares, JSON-ready."""
    return {
        "register_entries": [_entry(row) for row in entries(party)],
        "payments": [
            {"on": row.on.isoformat(), "amount_cents": row.amount_cents, "how": row.method, "reference": row.reference}
            for row in SharePayment.objects.filter(party=party)
        ],
        "exits": [
            {"kind": str(row.get_kind_display()), "state": str(row.get_state_display()), "received_on": row.received_on.isoformat()}
            | {"reason": row.reason, "reasons_of_the_refusal": row.refusal_reasons, "heirs": row.heirs}
            for row in ExitCase.objects.filter(party=party)
        ],
        "transfers": [
            {"state": str(row.get_state_display()), "received_on": row.received_on.isoformat(), "shares": row.qty}
            | {"seller": str(row.seller), "buyer": str(row.buyer or row.buyer_name), "reasons_of_the_refusal": row.refusal_reasons}
            for row in _transfers(party).select_related("seller", "buyer")
        ],
    }


def held(party: Party, on: date) -> list[DataClass]:
    """Entries and cases: alive while the party is a member, has shares to be paid back or a case is open; then kept for the years of the rule."""
    rows = list(RegisterEntry.objects.filter(party=party).values_list("effective_on", "recorded_on"))
    now = holding(party, on)
    since = max((max(pair) for pair in rows), default=None)
    ground = _("The law wants the register of members kept whole.")
    exits, moves = list(ExitCase.objects.filter(party=party)), list(_transfers(party))
    running = any(row.state not in EXITS_OVER for row in exits) or any(row.state not in TRANSFERS_OVER for row in moves)
    last = max([*(row.received_on for row in exits), *(row.received_on for row in moves)], default=None)
    alive = bool(now.status or now.qty)
    why = _("They explain the entries of the register.")
    return [
        DataClass(ENTRIES, _("Entries of the register of members"), len(rows), Disposal.KEEP, ground, YEARS, since, alive),
        DataClass(CASES, _("Exits and transfers of shares"), len(exits) + len(moves), Disposal.PSEUDONYMISE, why, YEARS, last, running),
    ]


def forget(party: Party, plan: Plan) -> None:
    """Empty what people wrote in the cases; the entries are the law's and stay as they are."""
    if plan.action(CASES) == Disposal.KEEP:
        return
    ExitCase.objects.filter(party=party).update(reason="", refusal_reasons="", heirs="", instalments="")
    _transfers(party).update(buyer_name="", refusal_reasons="")


def _transfers(party: Party) -> QuerySet[ShareTransfer]:
    return ShareTransfer.objects.filter(Q(seller=party) | Q(buyer=party))


def _entry(row: RegisterEntry) -> dict[str, Any]:
    return {
        "number": row.seq,
        "kind": str(row.get_kind_display()),
        "counts_from": row.effective_on.isoformat(),
        "entered_on": row.recorded_on.isoformat(),
        "shares": row.qty,
        "amount_cents": row.amount_cents,
        "premium_cents": row.premium_cents,
        "resolution": str(row.resolution or ""),
        "annotation": row.text,
    }
