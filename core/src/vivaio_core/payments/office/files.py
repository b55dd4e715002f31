"""Files for the bank: the list, and the page of one with its rows."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office.listing import PER_PAGE, Link, OfficeList
from vivaio_core.payments.codes import code_in_fours
from vivaio_core.payments.models.sepa import PaymentFile, PaymentFileRow
from vivaio_core.payments.office.pages import Action, Page
from vivaio_core.payments.office.words import charge_url, days, receipt_url, sum_of, who
from vivaio_core.payments.selectors import files as reads
from vivaio_core.payments.selectors.debits import FIRST
from vivaio_core.payments.sepa.letters import NAME, plain

TITLE = lazy("Files for the bank")
SPACE = "office_payments_files"
State, Row = PaymentFile.State, PaymentFileRow.State
OPEN = (State.DRAFT, State.APPROVED)


def file_url(row: PaymentFile) -> str:
    """Its page."""
    return reverse(f"{SPACE}:page", args=[row.pk])


def named(row: PaymentFile) -> str:
    """`Addebiti diretti, 1.234,00 €`."""
    return f"{str(row.get_kind_display()).capitalize()}, {sum_of(row.total)}"


class FileList(OfficeList):
    """Search by number of the file, person or payment code."""

    empty = lazy("No file yet. Prepare one: a colleague approves it, then you download it and give it to the bank.")
    list_filter = ["state", "kind"]
    header_actions = (
        (lazy("Prepare direct debits"), f"{SPACE}:debits", "payments.add_paymentfile"),
        (lazy("Prepare bank transfers"), f"{SPACE}:transfers", "payments.add_paymentfile"),
    )
    ready_views = ((lazy("To be approved"), "state=draft"), (lazy("With the bank"), "state=sent"))
    columns = [
        Link("kind", label=lazy("File"), accessor=named, sort_key="total", get_url=file_url),
        Column("count", label=lazy("Rows"), sort_key="count"),
        Column("execute_on", label=lazy("Day of the bank"), accessor=lambda row: days(row.execute_on), sort_key="execute_on"),
        Column("prepared_by", label=lazy("Prepared by"), accessor=lambda row: row.prepared_by or _("the system")),
        StatusTagColumn("state", label=lazy("State"), accessor="get_state_display", sort_key="state", primary=lambda row: row.state in OPEN),
    ]
    columns_exported = {
        lazy("Number of the file"): lambda row: row.message_id,
        lazy("Kind"): lambda row: str(row.get_kind_display()),
        lazy("Rows"): lambda row: row.count,
        lazy("Amount in cents"): lambda row: row.total,
        lazy("Day of the bank"): lambda row: row.execute_on,
        lazy("Prepared by"): lambda row: str(row.prepared_by or ""),
        lazy("Approved by"): lambda row: str(row.approved_by or ""),
        lazy("State"): lambda row: str(row.get_state_display()),
    }

    def rows(self) -> QuerySet[PaymentFile]:
        """All, the latest day first."""
        return reads.files()

    def searched(self, rows: QuerySet[PaymentFile], words: str) -> QuerySet[PaymentFile]:
        """By number or person."""
        return reads.search_files(rows, words)


class FilePage(Page):
    """One file."""

    template_name = "payments/office/file.html"
    permission = "payments.view_paymentfile"
    space, title = SPACE, TITLE

    def rows(self) -> QuerySet[PaymentFile]:
        """All."""
        return reads.files()

    def get_page_title(self) -> str:
        """What, how much."""
        return named(self.record)

    def facts(self) -> list[tuple[Any, Any]]:
        """When, from which account, by whom."""
        row = self.record
        return [
            (lazy("Day of the bank"), days(row.execute_on)),
            (lazy("Rows"), row.count),
            (lazy("Our account"), code_in_fours(row.account.iban)),
            (lazy("Creditor identifier"), row.account.creditor_id if row.kind == PaymentFile.Kind.DEBITS else ""),
            (lazy("Number of the file"), row.message_id),
            (lazy("Prepared by"), f"{row.prepared_by or _('the system')}, {days(row.prepared_on)}"),
            (lazy("Approved by"), f"{row.approved_by or _('the system')}, {days(timezone.localdate(row.approved_at))}" if row.approved_at else ""),
            (lazy("Downloaded on"), days(timezone.localdate(row.sent_at)) if row.sent_at else ""),
            (lazy("Carried out on"), days(row.executed_on)),
            (lazy("Why cancelled"), row.void_reason),
        ]

    def acts(self) -> list[Action]:
        """Approve, download, what the bank did, cancel."""
        state = self.record.state
        return [
            *self.act("approve", _("Approve"), "change_paymentfile", state == State.DRAFT and not self.mine()),
            *self.act("executed", _("The bank carried it out"), "add_paymentfile", state == State.SENT),
            *self.act("void", _("Cancel the file"), "change_paymentfile", state in (*OPEN, State.SENT)),
        ]

    def mine(self) -> bool:
        """Whether the reader prepared it."""
        return self.record.prepared_by_id is not None and self.record.prepared_by_id == self.request.user.pk

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, page by page, and what is not right any more."""
        file, may = self.record, self.request.user.has_perm("payments.add_paymentfile")
        given = file.state in (State.SENT, State.EXECUTED)
        page = Paginator(reads.rows_of(file), PER_PAGE).get_page(self.request.GET.get("p"))
        lines = [_line(row, file, may and given and row.state in (Row.WAITING, Row.PAID)) for row in page]
        state = str(file.get_state_display())
        return {
            **super().get_context_data(**kwargs),
            "state": state[:1].upper() + state[1:],
            "advice": self._advice(),
            "download": reverse(f"{SPACE}:download", args=[file.pk]) if may and (given or file.state == State.APPROVED) else "",
            "faults": reads.faults(file) if file.state in OPEN else [],
            "lines": lines,
            "page": page,
            "sha": code_in_fours(file.sha256),
        }

    def _advice(self) -> str:
        done = self.record.rows.filter(state=Row.PAID).count() if self.record.state == State.SENT else 0
        if done:
            text = _("%(done)s of %(count)s rows are recorded: press the button again if the others do not follow.")
            return text % {"done": done, "count": self.record.count}
        said = {
            State.DRAFT: _("You prepared this file: another person must approve it.") if self.mine() else _("Look at the rows, then approve it."),
            State.APPROVED: _("Download it and give it to the bank in your home banking."),
            State.SENT: _("When the bank has done it, write it down: only then the payments are recorded."),
        }
        return said.get(self.record.state, "")


def _line(row: PaymentFileRow, file: PaymentFile, open_still: bool) -> dict[str, Any]:
    """One row as the page shows it."""
    about = row.charge.title if row.charge else row.text
    link = charge_url(row.charge) if row.charge else receipt_url(row.receipt) if row.receipt else ""
    state, back = "" if row.state == Row.WAITING else str(row.get_state_display()), ""
    if row.made is not None and row.made.state == "bounced" and row.state == Row.PAID:
        state = _("came back on %(day)s") % {"day": days(row.made.bounced_on)}
    elif row.state == Row.RETURNED:
        state = f"{_('came back on %(day)s') % {'day': days(row.returned_on)}}: {row.reason}"
    elif open_still:
        back = reverse(f"{SPACE}:return", args=[file.pk, row.pk])
    name = who(row.party)
    other = row.name if row.name not in (plain(name, NAME), "—") else ""
    first = _("first time") if row.sequence == FIRST else ""
    shown = {"row": row, "who": name, "other": other, "first": first, "sum": sum_of(row.amount)}
    return {**shown, "about": about, "link": link, "state": state, "back": back}
