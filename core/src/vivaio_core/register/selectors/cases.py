"""Reads of exits and transfers of shares. How each stands on a day is computed from its dates, never by a job."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vivaio_core.people.folding import fold
from vivaio_core.people.models import MemberNumber, Party
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.register.case_states import OPEN_EXITS, OPEN_TRANSFERS, ExitState, TransferState
from vivaio_core.register.clocks import Clock
from vivaio_core.register.models.cases import ExitCase, ShareTransfer
from vivaio_core.site.plugin import Panel, Waiting

E, T = ExitState, TransferState


def exits() -> QuerySet[ExitCase]:
    """All exits, newest first, with what a row shows."""
    return ExitCase.objects.select_related("party__member_number", "resolution").order_by("-received_on", "-pk")


def transfers() -> QuerySet[ShareTransfer]:
    """All transfers, newest first, with what a row shows."""
    return ShareTransfer.objects.select_related("seller__member_number", "buyer", "resolution").order_by("-received_on", "-pk")


def exits_overdue(rows: QuerySet[ExitCase], on: date) -> QuerySet[ExitCase]:
    """Keep those whose examination or refund is overdue on the day."""
    return rows.filter(Q(state=E.RECEIVED, examine_due_on__lt=on) | Q(state=E.EFFECTIVE, liquidation_due_on__lt=on))


def transfers_in_state(rows: QuerySet[ShareTransfer], state: str, on: date) -> QuerySet[ShareTransfer]:
    """Keep those that are in the state on the day; silence makes free (P13)."""
    silent = Q(state=T.RECEIVED, answered_on=None, answer_due_on__lt=on)
    if state == T.FREE:
        return rows.filter(silent | Q(state=T.FREE))
    return rows.filter(state=state).exclude(silent) if state == T.RECEIVED else rows.filter(state=state)


def search_exits(rows: QuerySet[ExitCase], words: str) -> QuerySet[ExitCase]:
    """Keep those of members whose name or number holds every word."""
    return _of_people(rows, words, "party")


def search_transfers(rows: QuerySet[ShareTransfer], words: str) -> QuerySet[ShareTransfer]:
    """Keep those whose seller or buyer holds every word."""
    return _of_people(rows, words, "seller", "buyer")


def _of_people(rows: QuerySet[Any], words: str, *roles: str) -> QuerySet[Any]:
    for word in fold(words).split()[:8]:
        either = Q(pk__in=[])
        for role in roles:
            either |= Q(**{f"{role}__search_key__contains": word})
            if word.isdecimal() and len(word) < 9:
                either |= Q(Exists(MemberNumber.objects.filter(party=OuterRef(role), number=int(word))))
        rows = rows.filter(either)
    return rows


def exit_clocks(case: ExitCase, on: date) -> list[Clock]:
    """The clocks of an exit that run or have run; the member's own time to oppose only until it is over, or when he did."""
    found = []
    decided_on = case.resolution.held_on if case.resolution else None
    if case.examine_due_on and (decided_on or case.state == E.RECEIVED):
        found.append(Clock("examine", _("Examination by the board"), case.examine_due_on, decided_on))
    if case.opposition_due_on and (case.opposed_on or on <= case.opposition_due_on):
        found.append(Clock("oppose", _("The member may go to court"), case.opposition_due_on, case.opposed_on))
    if case.liquidation_due_on:
        found.append(Clock("refund", _("Refund of the shares"), case.liquidation_due_on, case.liquidated_on))
    return found


def transfer_clocks(transfer: ShareTransfer, on: date) -> list[Clock]:
    """The clocks of a transfer that run or have run; once it is free by silence the answer's clock says so by itself."""
    found = []
    if transfer.answered_on or transfer.state == T.RECEIVED:
        found.append(Clock("answer", _("Answer to the seller"), transfer.answer_due_on, transfer.answered_on))
    if transfer.opposition_due_on and (transfer.opposed_on or on <= transfer.opposition_due_on):
        found.append(Clock("oppose", _("The seller may go to court"), transfer.opposition_due_on, transfer.opposed_on))
    return found


def next_words(clocks: list[Clock], on: date) -> str:
    """The first open clock in words, nothing when none runs."""
    running = sorted((clock for clock in clocks if clock.done_on is None), key=lambda clock: clock.due_on)
    return running[0].words(on) if running else ""


def open_exit(party: Party) -> ExitCase | None:
    """The exit of a party that is still open."""
    return exits().filter(party=party, state__in=OPEN_EXITS).first()


def exits_of(party: Party) -> list[ExitCase]:
    """All exits of a party, newest first; one query."""
    return list(exits().filter(party=party))


def transfers_of(party: Party) -> list[ShareTransfer]:
    """What a party gives or gets, newest first; one query."""
    return list(transfers().filter(Q(seller=party) | Q(buyer=party)))


def heirs_of(party: Party, on: date) -> list[Party]:
    """Who may enter in the place of a dead member: the common representative, else the heirs; five at most, one query."""
    kinds = PartyRelation.Kind
    both = [kinds.COMMON_REPRESENTATIVE, kinds.HEIR_OF]
    rows = PartyRelation.objects.filter(target=party, kind__in=both, from_on__lte=on, to_on__isnull=True).select_related("source").order_by("pk")
    found = list(rows[:20])
    chosen = [one.source for one in found if one.kind == kinds.COMMON_REPRESENTATIVE] or [one.source for one in found]
    return chosen[:5]


def transfers_to(party: Party) -> list[ShareTransfer]:
    """Open transfers by which a party gets shares, newest first; one query."""
    return list(transfers().filter(buyer=party, state__in=OPEN_TRANSFERS)[:5])


def panel(party: Party, on: date) -> dict[str, Any]:
    """What the office's page of a person shows of its exits and transfers. At most four queries."""
    found = [(case, next_words(exit_clocks(case, on), on)) for case in exits_of(party)[:5]]
    moved = [(one, T(one.state_on(on)).label) for one in transfers_of(party)[:5]]
    return {"party": party, "exits": found, "transfers": moved, "known_as": known_as(party)}


def known_as(party: Party) -> str:
    """What people read back as the party: the member number, or the fiscal code."""
    number = MemberNumber.objects.filter(party=party).values_list("number", flat=True).first()
    return str(number or party.identifiers.filter(scheme="cf", active=True).values_list("value", flat=True).first() or "")


def member_panel(party: Party, on: date) -> list[Panel]:
    """Where a request to leave stands; the way to ask is on the page of the shares. One query."""
    case = open_exit(party)
    return [Panel("register/area/panel.html", {"case": case}, 95)] if case else []


def waiting(on: date) -> list[Waiting]:
    """What the office must do about exits and transfers on the day. Two queries."""
    cases = ExitCase.objects.aggregate(
        examine=Count("pk", Q(state=E.RECEIVED, kind="exit")),
        examine_since=Min("received_on", filter=Q(state=E.RECEIVED, kind="exit")),
        late=Count("pk", Q(state=E.RECEIVED, examine_due_on__lt=on)),
        tell=Count("pk", Q(state__in=[E.ACCEPTED, E.REFUSED], communicated_on=None)),
        enter=Count("pk", Q(state=E.ACCEPTED, membership_end_on__lte=on) | Q(state=E.RECEIVED, kind="death")),
        refund=Count("pk", Q(state=E.EFFECTIVE, liquidation_due_on__gte=on)),
        owed=Count("pk", Q(state=E.EFFECTIVE, liquidation_due_on__lt=on)),
        owed_since=Min("liquidation_due_on", filter=Q(state=E.EFFECTIVE, liquidation_due_on__lt=on)),
    )
    silent = Q(state=T.RECEIVED, answer_due_on__lt=on)
    moved = ShareTransfer.objects.aggregate(
        answer=Count("pk", Q(state=T.RECEIVED, answer_due_on__gte=on)),
        answer_since=Min("received_on", filter=Q(state=T.RECEIVED, answer_due_on__gte=on)),
        enter=Count("pk", silent | Q(state__in=[T.AUTHORISED, T.FREE])),
    )
    listed, given = reverse("office_exits:index"), reverse("office_transfers:index")
    found, gifts = cases["examine"], moved["answer"]
    return [
        Waiting(ngettext("exit to examine", "exits to examine", found), found, f"{listed}?state=received", cases["examine_since"], cases["late"] > 0),
        Waiting(ngettext("answer to communicate", "answers to communicate", cases["tell"]), cases["tell"], f"{listed}?todo=tell"),
        Waiting(ngettext("end to enter in the register", "ends to enter in the register", cases["enter"]), cases["enter"], f"{listed}?todo=enter"),
        Waiting(ngettext("refund of shares due", "refunds of shares due", cases["refund"]), cases["refund"], f"{listed}?todo=refund"),
        Waiting(
            ngettext("overdue refund", "overdue refunds", cases["owed"]), cases["owed"], f"{listed}?todo=overdue", cases["owed_since"], urgent=True
        ),
        Waiting(ngettext("transfer to answer", "transfers to answer", gifts), gifts, f"{given}?state=received", moved["answer_since"]),
        Waiting(ngettext("transfer to enter", "transfers to enter", moved["enter"]), moved["enter"], f"{given}?todo=enter"),
    ]


def exits_to_do(rows: QuerySet[ExitCase], what: str, on: date) -> QuerySet[ExitCase]:
    """Keep those that wait for one act: `tell`, `enter`, `refund`, or are `overdue`."""
    conditions = {
        "tell": Q(state__in=[E.ACCEPTED, E.REFUSED], communicated_on=None),
        "enter": Q(state=E.ACCEPTED, membership_end_on__lte=on) | Q(state=E.RECEIVED, kind="death"),
        "refund": Q(state=E.EFFECTIVE, liquidation_due_on__isnull=False),
    }
    return rows.filter(conditions[what]) if what in conditions else exits_overdue(rows, on)


def transfers_to_enter(rows: QuerySet[ShareTransfer], on: date) -> QuerySet[ShareTransfer]:
    """Keep those that only wait for their entry: authorised, or free by silence."""
    return rows.filter(Q(state=T.RECEIVED, answered_on=None, answer_due_on__lt=on) | Q(state__in=[T.AUTHORISED, T.FREE]))


def balances_waiting(on: date) -> list[date]:
    """The closes of years whose balance sheet would start refunds, oldest first."""
    rows = ExitCase.objects.filter(state=E.EFFECTIVE, balance_approved_on=None, balance_close_on__lt=on).order_by()
    return sorted(close for close in rows.values_list("balance_close_on", flat=True).distinct() if close)
