"""Participants in the office: the list, and one page for each with what can be done now."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.ledger.models import Account
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.people.folding import fold
from vivaio_liberex.codes import normalised
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.office import participant_acts as acts
from vivaio_liberex.office.orders import EndOrder
from vivaio_liberex.office.pages import Acts, Page, days
from vivaio_liberex.office.participant_base import SPACE
from vivaio_liberex.selectors.asked import standing_orders, to_pay
from vivaio_liberex.selectors.home import latest
from vivaio_liberex.selectors.leaving import settlement
from vivaio_liberex.selectors.participants import line_on, participants
from vivaio_liberex.words import credits

State = Participant.State
MOVEMENTS = 10


def page_of(one: Participant) -> str:
    """Address of a participant's page."""
    return reverse(f"{SPACE}:page", args=[one.pk])


def state_of(one: Participant) -> str:
    """The state in words; a suspension stands before it."""
    return _("suspended") if one.account.state == Account.State.FROZEN else str(one.get_state_display())


class ParticipantList(OfficeList):
    """Search by name or code."""

    empty = lazy("Nobody takes part yet. Open the first account, or let members enter from their area.")
    header_actions = ((lazy("Open an account"), f"{SPACE}:add", "liberex.add_participant"),)
    more_actions = ((lazy("Raise the fees of the circuit"), f"{SPACE}:fees", "liberex.run_fees"),)
    list_filter = ["state", "kind", "sector"]
    columns = [
        Link("shown_as", label=lazy("Name"), sort_key="shown_as", get_url=page_of),
        Column("code", label=lazy("Code"), sort_key="code"),
        Column("kind", label=lazy("Takes part as"), accessor="get_kind_display"),
        Column("sector", label=lazy("Sector"), accessor=lambda row: row.sector or "", sort_key="sector__title"),
        Column("balance", label=lazy("Balance"), accessor=lambda row: credits(row.account.balance), sort_key="account__balance"),
        Column("floor", label=lazy("Credit line"), accessor=lambda row: credits(-row.account.floor) if row.account.floor else ""),
        StatusTagColumn("state", label=lazy("State"), accessor=state_of, primary=lambda row: row.state == State.ACTIVE),
    ]
    columns_exported = {
        lazy("Name"): lambda row: row.shown_as,
        lazy("Person or organisation"): lambda row: str(row.party),
        lazy("Code"): lambda row: row.code,
        lazy("Takes part as"): lambda row: str(row.get_kind_display()),
        lazy("Sector"): lambda row: str(row.sector or ""),
        lazy("Balance in cents"): lambda row: row.account.balance,
        lazy("Credit line in cents"): lambda row: -(row.account.floor or 0),
        lazy("State"): state_of,
        lazy("Since"): lambda row: row.joined_on,
        lazy("Until"): lambda row: row.left_on,
    }

    def rows(self) -> QuerySet[Participant]:
        """All, by name."""
        return participants().order_by("shown_as", "pk")

    def searched(self, rows: QuerySet[Participant], words: str) -> QuerySet[Participant]:
        """By shown name, own name or code."""
        named = rows.filter(shown_as__icontains=words) | rows.filter(party__search_key__contains=fold(words))
        return named | rows.filter(code__startswith=normalised(words)) if normalised(words) else named


class ParticipantPage(Page):
    """One participant: account, line, latest movements, agreements."""

    permission = "liberex.view_participant"
    space = SPACE
    template_name = "liberex/office/participant.html"

    def rows(self) -> QuerySet[Participant]:
        """All."""
        return participants()

    def facts(self) -> list[tuple[Any, Any]]:
        """Who, the account, the rules."""
        row, account = self.record, self.record.account
        line, done = line_on(row, timezone.localdate()), settlement(row)
        until = f"{credits(line.amount)}, {_('until %(day)s') % {'day': days(line.valid_to)}}" if line and line.valid_to else ""
        return [
            (lazy("Person or organisation"), row.party),
            (lazy("Code"), row.code),
            (lazy("Takes part as"), str(row.get_kind_display()).capitalize()),
            (lazy("Sector"), row.sector),
            (lazy("Balance"), credits(account.balance)),
            (lazy("Reserved, going out"), credits(account.held_out) if account.held_out else ""),
            (lazy("Credit line"), until or (credits(line.amount) if line else _("none"))),
            (lazy("Highest balance"), credits(account.ceiling) if account.ceiling is not None else ""),
            (lazy("Accepts in credits"), f"{row.seller_share}%"),
            (lazy("Rules accepted"), f"{row.accepted}, {days(row.accepted_on)}" if row.accepted else ""),
            (lazy("Since"), days(row.joined_on)),
            (lazy("Until"), days(row.left_on)),
            (lazy("Settlement of the exit"), f"{done.get_kind_display()}, {credits(done.amount)}" if done else ""),
        ]

    def acts(self) -> Acts:
        """What state and permissions allow."""
        row = self.record
        names = acts.possible(row, settlement(row) is not None)
        found = [(acts.ACTS[name].permission, reverse(f"{SPACE}:act", args=[row.pk, name]), acts.ACTS[name].page_title) for name in names]
        return self.allowed(found)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Beside the facts: movements, lines, agreements, what is paid each month and what waits for an answer."""
        row = self.record
        more = {"movements": latest(row, MOVEMENTS), "lines": list(row.lines.order_by("-valid_from")[:MOVEMENTS])}
        more |= {"orders": list(standing_orders(row)[:MOVEMENTS]), "asked": list(to_pay(row, timezone.localdate())[:MOVEMENTS])}
        return {**super().get_context_data(**kwargs), **more, "notes": list(row.help_notes.select_related("actor")[:MOVEMENTS])}


class Participants(OfficeViewSet):
    """Who takes part in the circuit."""

    model = Participant
    name = SPACE
    url_prefix = "liberex/partecipanti"
    icon = "group"
    menu_label = lazy("Participants")
    index_view_class = ParticipantList
    export_filename = "partecipanti"

    def pages(self) -> list[URLPattern]:
        """A new account, one page for each, its acts."""
        return [
            path("nuovo/", acts.Open.as_view(), name="add"),
            path("nuovo/<int:party>/", acts.Open.as_view(), name="add_for"),
            path("quote/", acts.RunFees.as_view(), name="fees"),
            path("<int:pk>/", ParticipantPage.as_view(), name="page"),
            path("<int:pk>/ordini/<int:order>/fine/", EndOrder.as_view(), name="end_order"),
            path("<int:pk>/<slug:act>/", acts.act, name="act"),
        ]
