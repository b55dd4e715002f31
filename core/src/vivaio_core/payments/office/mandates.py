"""Direct debit mandates: the list, writing one down, the page of one, its end."""

from datetime import date
from typing import Any

from django.db.models import IntegerField, QuerySet, Value
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.payments.codes import code_in_fours
from vivaio_core.payments.models.sepa import DebitMandate
from vivaio_core.payments.office import file_forms, forms
from vivaio_core.payments.office.pages import Act, Action, Page
from vivaio_core.payments.office.words import days, sum_of, who
from vivaio_core.payments.selectors import mandates as reads
from vivaio_core.payments.sepa.clocks import lapse_months
from vivaio_core.payments.services.mandates import revoke_mandate, sign_mandate
from vivaio_core.rules.errors import NoRuleForDate

TITLE = lazy("Mandates")
SPACE = "office_payments_mandates"
SHOWN = 20


def mandate_url(row: DebitMandate) -> str:
    """Its page."""
    return reverse(f"{SPACE}:page", args=[row.pk])


def with_months(rows: QuerySet[DebitMandate]) -> QuerySet[DebitMandate]:
    """Each with the `months` after which it lapses; none where no rule says."""
    try:
        months: int | None = lapse_months(timezone.localdate())
    except NoRuleForDate:
        months = None
    return rows.annotate(months=Value(months, output_field=IntegerField(null=True)))


def end_of(row: Any) -> date | None:
    """The first day on which it counts no more unless it is used; none for one revoked."""
    return reads.ends_on(row, row.months) if row.months is not None and row.state == DebitMandate.State.ACTIVE else None


def state_of(row: DebitMandate) -> str:
    """Active, revoked, or not used for too long."""
    if row.state == DebitMandate.State.REVOKED:
        return _("revoked on %(day)s") % {"day": days(row.revoked_on)}
    end = end_of(row)
    return _("lapsed: a new signature is needed") if end and end <= timezone.localdate() else str(row.get_state_display())


class MandateList(OfficeList):
    """Search by person, holder, reference or IBAN."""

    empty = lazy("No mandate yet. Who signs one pays by direct debit: write it down here, and keep the signed paper.")
    list_filter = ["state"]
    header_actions = ((lazy("Write down a mandate"), f"{SPACE}:add", "payments.add_debitmandate"),)
    ready_views = ((lazy("Active"), "state=active"),)
    columns = [
        Link("debtor", label=lazy("Who pays"), accessor=lambda row: who(row.debtor), sort_key="debtor__search_key", get_url=mandate_url),
        Column("iban", label=lazy("IBAN"), accessor=lambda row: reads.masked(row.iban)),
        Column("reference", label=lazy("Reference")),
        Column("signed_on", label=lazy("Signed on"), accessor=lambda row: days(row.signed_on), sort_key="signed_on"),
        Column("last_used", label=lazy("Last used"), accessor=lambda row: days(row.last_used) or "—"),
        StatusTagColumn("state", label=lazy("State"), accessor=state_of, sort_key="state", primary=lambda row: row.state == "active"),
    ]
    columns_exported = {
        lazy("Who pays"): lambda row: who(row.debtor),
        lazy("In the name of"): lambda row: row.holder,
        lazy("IBAN"): lambda row: row.iban,
        lazy("Reference"): lambda row: row.reference,
        lazy("Signed on"): lambda row: row.signed_on,
        lazy("Last used"): lambda row: row.last_used,
        lazy("State"): state_of,
    }

    def rows(self) -> QuerySet[DebitMandate]:
        """All, newest first."""
        return with_months(reads.mandates())

    def searched(self, rows: QuerySet[DebitMandate], words: str) -> QuerySet[DebitMandate]:
        """By person or words."""
        return reads.search_mandates(rows, words)


class MandatePage(Page):
    """One mandate."""

    template_name = "payments/office/mandate.html"
    permission = "payments.view_debitmandate"
    space, title = SPACE, TITLE

    def rows(self) -> QuerySet[DebitMandate]:
        """All."""
        return with_months(reads.mandates())

    def get_page_title(self) -> str:
        """Whose."""
        return _("Mandate of %(name)s") % {"name": who(self.record.debtor)}

    def facts(self) -> list[tuple[Any, Any]]:
        """Which account, since when, until when."""
        row = self.record
        return [
            (lazy("Reference"), row.reference),
            (lazy("In the name of"), row.holder),
            (lazy("IBAN"), code_in_fours(row.iban)),
            (lazy("Signed on"), days(row.signed_on)),
            (lazy("Last used"), days(row.last_used)),
            (lazy("Lapses, if nobody uses it, on"), days(end_of(row))),
            (lazy("Revoked on"), days(row.revoked_on)),
            (lazy("Why revoked"), row.revoked_reason),
            (lazy("Written down by"), row.recorded_by or _("the system")),
        ]

    def acts(self) -> list[Action]:
        """Revoke it."""
        return self.act("revoke", _("Revoke"), "change_debitmandate", self.record.state == DebitMandate.State.ACTIVE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The state in words, what was collected by it."""
        state = state_of(self.record)
        found = self.record.rows.select_related("file", "charge").defer("file__content").order_by("-file__execute_on", "-pk")[:SHOWN]
        rows = [(row, sum_of(row.amount), days(row.file.execute_on)) for row in found]
        return {
            **super().get_context_data(**kwargs),
            "state": state[:1].upper() + state[1:],
            "rows": rows,
            "debtor": self.record.debtor,
            "quiet": True,
        }


class Add(ActView):
    """Write down what was signed."""

    permission = "payments.add_debitmandate"
    page_title = lazy("Write down a mandate")
    explanation = lazy("Only after the paper is signed: from then on what this person owes can be collected from the account. Keep the signed paper.")
    header_icon = "form"
    form_class: Any = file_forms.MandateForm
    made: DebitMandate

    def get_initial(self) -> dict[str, Any]:
        """Whose page one comes from; signed today."""
        found = str(self.request.GET.get("debtor", ""))[:120]
        return {**super().get_initial(), "debtor": found, "signed_on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Write it down."""
        self.made = sign_mandate(on=timezone.localdate(), actor=self.actor, **data)
        return _("Written down: mandate %(reference)s.") % {"reference": self.made.reference}

    def after(self) -> str:
        """The new mandate's page."""
        made = getattr(self, "made", None)
        return mandate_url(made) if made else reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": reverse(f"{SPACE}:index"), "label": str(TITLE)}]


class Revoke(Act):
    """End a mandate."""

    model = DebitMandate
    space, title = SPACE, TITLE
    related = ("debtor__merged_into",)
    permission = "payments.change_debitmandate"
    page_title = lazy("Revoke the mandate")
    button = lazy("Revoke")
    explanation = lazy("Nothing more is collected by it. What the bank was given already may still be collected: call it to stop that.")
    form_class: Any = forms.DatedReasonForm

    def named(self) -> str:
        """Whose."""
        return f"{self.record.reference}, {who(self.record.debtor)}"

    def act(self, data: dict[str, Any]) -> str:
        """Revoke."""
        revoke_mandate(mandate=self.record, on=data["on"], reason=data["reason"], actor=self.actor)
        return _("The mandate is revoked.")


class Mandates(OfficeViewSet):
    """Direct debit mandates."""

    model = DebitMandate
    name = SPACE
    url_prefix = "pagamenti/mandati"
    icon = "edit"
    menu_label = TITLE
    menu_order = 60
    index_view_class = MandateList
    export_filename = "mandati"

    def pages(self) -> list[URLPattern]:
        """A new one, one, its end."""
        return [
            path("nuovo/", Add.as_view(), name="add"),
            path("<int:pk>/", MandatePage.as_view(), name="page"),
            path("<int:pk>/revoca/", Revoke.as_view(), name="revoke"),
        ]
