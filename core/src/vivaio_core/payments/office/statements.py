"""Bank statements in the office: the list, bringing one in, the page of one with its lines and what they seem to pay."""

from typing import Any

import django_filters
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.imports.reading.limits import refuse_size
from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import PER_PAGE, Link, OfficeList, OfficeViewSet
from vivaio_core.payments.codes import code_in_fours
from vivaio_core.payments.models.bank import BankLine, BankStatement
from vivaio_core.payments.models.charges import Charge
from vivaio_core.payments.office import bank_forms, bank_lines
from vivaio_core.payments.office.bank_lines import SPACE, TITLE, amount_of, statement_url
from vivaio_core.payments.office.pages import Action, Page
from vivaio_core.payments.office.words import charge_url, days, receipt_url, since_until, sum_of, who
from vivaio_core.payments.selectors import bank as reads
from vivaio_core.payments.selectors.accounts import accounts
from vivaio_core.payments.services.bring_statement import bring_statement

OPEN = "open"
State = BankLine.State


def waits(row: Any) -> str:
    """How many of its lines a person must still look at."""
    return ngettext("%(n)s line to be matched", "%(n)s lines to be matched", row.waiting) % {"n": row.waiting} if row.waiting else _("all matched")


class StatementFilter(WagtailFilterSet):
    """Those with lines to be matched."""

    waits = django_filters.ChoiceFilter(label=lazy("Lines"), choices=[(OPEN, lazy("some to be matched"))], method="by_waits")

    def by_waits(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Some line waits."""
        return rows.filter(waiting__gt=0) if value == OPEN else rows

    class Meta:
        model = BankStatement
        fields = ["waits"]


class StatementList(OfficeList):
    """The newest first."""

    page_title = TITLE
    searchable = False
    empty = lazy("No bank statement yet. Download one from the bank (CAMT.053 in XML, or a spreadsheet) and bring it in here.")
    filterset_class = StatementFilter
    header_actions = ((lazy("Bring in a statement"), f"{SPACE}:add", "payments.add_bankstatement"),)
    ready_views = ((lazy("With lines to be matched"), f"waits={OPEN}"),)
    columns = [
        Link("until", label=lazy("Until"), accessor=lambda row: days(row.until), sort_key="until", get_url=lambda row: statement_url(row.pk)),
        Column("since", label=lazy("From"), accessor=lambda row: days(row.since), sort_key="since"),
        Column("iban", label=lazy("Account"), accessor=lambda row: code_in_fours(row.iban)),
        Column("closing", label=lazy("Closing balance"), accessor=lambda row: sum_of(row.closing)),
        Column("lines", label=lazy("Lines"), accessor="all_lines"),
        StatusTagColumn("waiting", label=lazy("State"), accessor=waits, sort_key="waiting", primary=lambda row: not row.waiting),
    ]
    columns_exported = {
        lazy("File"): lambda row: row.file_name,
        lazy("Account"): lambda row: row.iban,
        lazy("From"): lambda row: row.since,
        lazy("Until"): lambda row: row.until,
        lazy("Opening balance in cents"): lambda row: row.opening,
        lazy("Closing balance in cents"): lambda row: row.closing,
        lazy("Lines"): lambda row: row.all_lines,
        lazy("Lines to be matched"): lambda row: row.waiting,
    }

    def rows(self) -> QuerySet[BankStatement]:
        """All."""
        return reads.statements()


class Add(ActView):
    """Bring in a file of the bank."""

    permission = "payments.add_bankstatement"
    page_title = lazy("Bring in a statement")
    button = lazy("Bring in")
    explanation = lazy(
        "The opening balance and the lines must make the closing balance, or nothing is brought in. Lines that are here already are skipped. "
        "Nothing is paid by itself: you confirm each match."
    )
    header_icon = "upload"
    form_class: Any = bank_forms.StatementForm
    made: list[BankStatement]

    def get_initial(self) -> dict[str, Any]:
        """The account in use."""
        return {"iban": accounts().values_list("iban", flat=True).first()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Where to write the account when there is none yet."""
        lacking = not accounts().exists()
        hint = _("First an administrator writes down the account for payments: statements are taken of those accounts only.")
        found = super().get_context_data(**kwargs)
        return {**found, "explanation": hint} if lacking else found

    def act(self, data: dict[str, Any]) -> str:
        """Read the file and keep it, whole."""
        refuse_size(data["file"].size)
        balances = {name: data[name] for name in ("iban", "opening", "closing")}
        before = BankStatement.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.made = bring_statement(content=data["file"].read(), file_name=data["file"].name, actor=self.actor, **balances)
        if self.made[0].pk <= before:
            return _("This file was here already: nothing was added.")
        count, skipped = sum(one.lines.count() for one in self.made), sum(one.skipped for one in self.made)
        said = ngettext("%(n)s line was brought in.", "%(n)s lines were brought in.", count) % {"n": count}
        known = ngettext("%(n)s line was here already.", "%(n)s lines were here already.", skipped) % {"n": skipped}
        return f"{said} {known}" if skipped else said

    def after(self) -> str:
        """The new statement; the list when the file held several."""
        made = getattr(self, "made", [])
        return statement_url(made[0].pk) if len(made) == 1 else reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": reverse(f"{SPACE}:index"), "label": str(TITLE)}]


class StatementPage(Page):
    """One statement."""

    template_name = "payments/office/statement.html"
    permission = "payments.view_bankstatement"
    space, title = SPACE, TITLE

    def rows(self) -> QuerySet[BankStatement]:
        """All."""
        return BankStatement.objects.select_related("imported_by")

    def get_page_title(self) -> str:
        """From when until when."""
        if self.record.since == self.record.until:
            return _("Statement of %(day)s") % {"day": days(self.record.until)}
        since, until = since_until(self.record.since, self.record.until)
        return _("Statement from %(since)s to %(until)s") % {"since": since, "until": until}

    def facts(self) -> list[tuple[Any, Any]]:
        """Of which account, the balances, the file."""
        row = self.record
        return [
            (lazy("Account"), code_in_fours(row.iban)),
            (lazy("Opening balance"), sum_of(row.opening)),
            (lazy("Closing balance"), sum_of(row.closing)),
            (lazy("Lines known already"), row.skipped or ""),
            (lazy("File"), row.file_name),
            (lazy("Brought in by"), row.imported_by or _("the system")),
        ]

    def acts(self) -> list[Action]:
        """Confirm all proposals; leave aside all that went out."""
        come, gone = reads.waiting_ways(self.record)
        proposed = any(one.charge.state == Charge.State.OPEN for one in self.found.values())
        # What seems to be paid on the other pages is counted by the act itself.
        maybe = proposed or (self.page.has_other_pages() and come > 0)
        return [
            *self.act("match_all", _("Confirm all proposals"), "change_bankline", maybe),
            *self.act("ignore_outgoing", _("Leave aside what went out"), "change_bankline", gone > 0),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Its lines, PER_PAGE at a time, each with the charge it seems to pay."""
        counts = reads.counts(self.record)
        state = self.request.GET.get("state", "")
        state = state if state in State.values else ""
        self.page = page = Paginator(reads.lines_of(self.record, state), PER_PAGE).get_page(self.request.GET.get("p"))
        self.found, known = reads.proposals(list(page)), reads.with_twin(list(page))
        may = self.request.user.has_perm("payments.change_bankline")
        views = [(value, label, counts[value]) for value, label in State.choices if counts.get(value)]
        return {
            **super().get_context_data(**kwargs),
            "lines": [self._line(row, self.found.get(row.pk)) | {"twin": row.pk in known} for row in page],
            "page": page,
            "chosen": state,
            "views": views if len(views) > 1 else [],
            "may": may,
            "quiet": not counts.get(State.WAITING),
        }

    def _line(self, row: BankLine, proposal: reads.Proposal | None) -> dict[str, Any]:
        shown: dict[str, Any] = {"row": row, "amount": amount_of(row), "day": days(row.value_on), "waits": row.state == State.WAITING}
        if row.receipt is not None:
            shown |= {"receipt": receipt_url(row.receipt), "payer": who(row.receipt.payer) if row.receipt.payer else _("payer not known")}
        if proposal is not None:
            charge: Any = proposal.charge
            shown |= {"charge": charge, "charge_url": charge_url(charge), "debtor": who(charge.debtor), "why": bank_lines.WHY[proposal.why]}
            shown |= {"coded": proposal.why == "code", "trouble": bank_lines.trouble(row, charge)}
        return shown


class Statements(OfficeViewSet):
    """What the bank says."""

    model = BankStatement
    name = SPACE
    url_prefix = "pagamenti/estratti-conto"
    icon = "doc-full"
    menu_label = TITLE
    menu_order = 25
    index_view_class = StatementList
    export_filename = "estratti-conto"

    def pages(self) -> list[URLPattern]:
        """Bringing one in, one statement, the acts on its lines."""
        line = "<int:pk>/righe/<int:line>"
        return [
            path("nuovo/", Add.as_view(), name="add"),
            path("<int:pk>/", StatementPage.as_view(), name="page"),
            path("<int:pk>/conferma/", bank_lines.MatchAll.as_view(), name="match_all"),
            path("<int:pk>/uscite/", bank_lines.IgnoreOutgoing.as_view(), name="ignore_outgoing"),
            path(f"{line}/conferma/", bank_lines.Confirm.as_view(), name="confirm"),
            path(f"{line}/abbina/", bank_lines.Match.as_view(), name="match"),
            path(f"{line}/gia-registrato/", bank_lines.Twin.as_view(), name="twin"),
            path(f"{line}/ignoto/", bank_lines.Nobody.as_view(), name="nobody"),
            path(f"{line}/lascia/", bank_lines.Ignore.as_view(), name="ignore"),
            path(f"{line}/riprendi/", bank_lines.TakeUp.as_view(), name="take_up"),
        ]
