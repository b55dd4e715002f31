"""Authorisations of cash and cheques: asked by one, given by another."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import euros
from vivaio_core.payments.limits import limit_cents
from vivaio_core.payments.models.charges import MethodAuthorisation
from vivaio_core.payments.office import forms
from vivaio_core.payments.office.pages import Act, Action, Page
from vivaio_core.payments.office.words import LEAVES, charge_url, days, receipt_url, state_of_leave, sum_of, who
from vivaio_core.payments.selectors import authorisations as reads
from vivaio_core.payments.services.authorise import ask_authorisation, decide_authorisation
from vivaio_core.rules.errors import NoRuleForDate

TITLE = lazy("Authorisations")
SPACE = LEAVES
State = MethodAuthorisation.State


def page_of(row: MethodAuthorisation) -> str:
    """Its page."""
    return reverse(f"{SPACE}:page", args=[row.pk])


class LeaveList(OfficeList):
    """Search by person or reason."""

    empty = lazy("Nobody has asked to take cash or a cheque yet.")
    list_filter = ["state", "method"]
    header_actions = ((lazy("Ask for a leave"), f"{SPACE}:add", "payments.add_methodauthorisation"),)
    ready_views = ((lazy("To be decided"), "state=asked"),)
    columns = [
        Link("party", label=lazy("Who pays"), accessor=lambda row: who(row.party), sort_key="party__search_key", get_url=page_of),
        Column("method", label=lazy("How"), accessor="get_method_display", sort_key="method"),
        Column("limit", label=lazy("At most"), accessor=lambda row: sum_of(row.limit), sort_key="limit"),
        Column("valid_to", label=lazy("Good until"), accessor=lambda row: days(row.valid_to), sort_key="valid_to"),
        Column("reason", label=lazy("Why")),
        StatusTagColumn("state", label=lazy("State"), accessor=state_of_leave, sort_key="state", primary=lambda row: row.state == State.GIVEN),
    ]
    columns_exported = {
        lazy("Who pays"): lambda row: who(row.party),
        lazy("How"): lambda row: str(row.get_method_display()),
        lazy("At most, in cents"): lambda row: row.limit,
        lazy("Good until"): lambda row: row.valid_to,
        lazy("Why"): lambda row: row.reason,
        lazy("Asked by"): lambda row: str(row.asked_by or ""),
        lazy("Decided by"): lambda row: str(row.given_by or ""),
        lazy("State"): state_of_leave,
    }

    def rows(self) -> QuerySet[MethodAuthorisation]:
        """All, newest first."""
        return reads.authorisations()

    def searched(self, rows: QuerySet[MethodAuthorisation], words: str) -> QuerySet[MethodAuthorisation]:
        """By person or reason."""
        return reads.search_authorisations(rows, words)


class LeavePage(Page):
    """One authorisation."""

    template_name = "payments/office/page.html"
    permission = "payments.view_methodauthorisation"
    space, title = SPACE, TITLE

    def rows(self) -> QuerySet[MethodAuthorisation]:
        """All."""
        return reads.authorisations()

    def get_page_title(self) -> str:
        """How much, of whom."""
        row = self.record
        return f"{row.get_method_display().capitalize()}, {sum_of(row.limit)}: {who(row.party)}"

    def facts(self) -> list[tuple[Any, Any]]:
        """What was asked, who decided."""
        row = self.record
        return [
            (lazy("At most"), sum_of(row.limit)),
            (lazy("Why"), row.reason),
            (lazy("Good until"), days(row.valid_to)),
            (lazy("Only for"), row.charge.title if row.charge else ""),
            (lazy("Asked by"), row.asked_by),
            (lazy("Decided by"), row.given_by),
            (lazy("Decided on"), days(timezone.localdate(row.given_at)) if row.given_at else ""),
        ]

    def acts(self) -> list[Action]:
        """Decide; see the charge and the payment."""
        row = self.record
        used = [(receipt_url(row.used), _("The payment"))] if hasattr(row, "used") else []
        charge = [(charge_url(row.charge), _("The charge"))] if row.charge else []
        mine = row.asked_by_id is not None and row.asked_by_id == self.request.user.pk
        decide = self.act("decide", _("Decide"), "change_methodauthorisation", row.state == State.ASKED and not mine)
        return [*decide, *used, *charge]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The state in words; who asked reads that another person decides."""
        row, state = self.record, state_of_leave(self.record)
        mine = row.state == State.ASKED and row.asked_by_id == self.request.user.pk
        note = _("You asked for it: another person must decide.") if mine else ""
        return {**super().get_context_data(**kwargs), "state": state[:1].upper() + state[1:], "advice": note}


class Ask(ActView):
    """Ask for a leave."""

    permission = "payments.add_methodauthorisation"
    page_title = lazy("Ask for a leave")
    button = lazy("Ask")
    header_icon = "form"
    form_class: Any = forms.LeaveForm
    made: MethodAuthorisation

    def get_initial(self) -> dict[str, Any]:
        """Today only."""
        return {**super().get_initial(), "valid_to": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who decides, and what the law says today."""
        said = _("Cash and cheques are exceptions: another person decides before the money is taken.")
        try:
            law = _("By law cash must stay below %(limit)s.") % {"limit": euros(limit_cents(timezone.localdate()))}
        except NoRuleForDate as unknown:
            law = str(unknown)
        return {**super().get_context_data(**kwargs), "explanation": f"{said} {law}"}

    def act(self, data: dict[str, Any]) -> str:
        """Ask."""
        self.made = ask_authorisation(on=timezone.localdate(), actor=self.actor, **data)
        return _("Asked. A colleague finds it on the start page of the office.")

    def after(self) -> str:
        """The new one's page."""
        made = getattr(self, "made", None)
        return page_of(made) if made else reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": reverse(f"{SPACE}:index"), "label": str(TITLE)}]


class Decide(Act):
    """Give or refuse it."""

    model = MethodAuthorisation
    space, title = SPACE, TITLE
    related = ("party__merged_into",)
    permission = "payments.change_methodauthorisation"
    page_title = lazy("Decide")
    form_class: Any = forms.DecideForm

    def named(self) -> str:
        """How much, of whom."""
        return f"{self.record.get_method_display()} {sum_of(self.record.limit)}, {who(self.record.party)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Why it was asked."""
        said = _("Why: %(reason)s. Whoever records the payment must be another person than you.") % {"reason": self.record.reason.rstrip(".")}
        return {**super().get_context_data(**kwargs), "explanation": said}

    def act(self, data: dict[str, Any]) -> str:
        """Decide."""
        row = decide_authorisation(authorisation=self.record, given=data["given"] == "yes", on=timezone.localdate(), actor=self.actor)
        return _("The leave is given.") if row.state == State.GIVEN else _("The leave is refused.")


class Leaves(OfficeViewSet):
    """Authorisations."""

    model = MethodAuthorisation
    name = SPACE
    url_prefix = "pagamenti/autorizzazioni"
    icon = "key"
    menu_label = lazy("Authorisations")
    menu_order = 40
    index_view_class = LeaveList
    export_filename = "autorizzazioni"

    def pages(self) -> list[URLPattern]:
        """A new one, one, the decision."""
        return [
            path("nuova/", Ask.as_view(), name="add"),
            path("<int:pk>/", LeavePage.as_view(), name="page"),
            path("<int:pk>/decidi/", Decide.as_view(), name="decide"),
        ]
