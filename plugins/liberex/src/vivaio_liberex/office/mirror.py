"""The mirror in the office: statements of the outside circuit, line by line beside our books, and whose account is whose."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column

from vivaio_core.office.acts import ActView
from vivaio_core.office.fields import DayField
from vivaio_core.office.listing import PER_PAGE, Link, OfficeList, OfficeViewSet
from vivaio_liberex.models.mirror import OutsideAccount, OutsideStatement
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.office.pages import Act, BringIn, FilePage, crumb, days
from vivaio_liberex.selectors import circuit, mirror
from vivaio_liberex.selectors.participants import by_code
from vivaio_liberex.services.mirror import book_lines, follow_outside, link_account, read_statement
from vivaio_liberex.words import credits

STATEMENTS, ACCOUNTS = "office_liberex_mirror", "office_liberex_outside"
MAY, MAY_LINK = "liberex.add_outsidestatement", "liberex.add_outsideaccount"


class StatementList(OfficeList):
    """Files, the newest first."""

    searchable = False
    empty = lazy("No statement of the outside circuit yet.")
    header_actions = ((lazy("Bring in a statement"), f"{STATEMENTS}:upload", MAY),)
    columns = [
        Link("title", label=lazy("File"), accessor=lambda row: row.file_name, get_url=lambda row: reverse(f"{STATEMENTS}:page", args=[row.pk])),
        Column("since", label=lazy("From"), accessor=lambda row: days(row.since), sort_key="since"),
        Column("until", label=lazy("Until"), accessor=lambda row: days(row.until), sort_key="until"),
        Column("lines", label=lazy("Lines"), accessor=lambda row: row.lines_count),
    ]
    columns_exported = {lazy("File"): lambda row: row.file_name, lazy("From"): lambda row: row.since, lazy("Until"): lambda row: row.until}

    def rows(self) -> QuerySet[OutsideStatement]:
        """All."""
        return mirror.statements()


class _Upload(forms.Form):
    file = forms.FileField(
        label=lazy("File"),
        help_text=lazy("CSV or XLSX: Numero, Conto, Importo (or Dare and Avere), Data; Controparte and Descrizione if they are there."),
    )
    since = DayField(label=lazy("First day of the statement"))
    until = DayField(label=lazy("Last day of the statement"))


class Upload(BringIn):
    """Keep a statement; nothing is booked."""

    permission = MAY
    page_title = lazy("Bring in a statement of the outside circuit")
    explanation = lazy("The file is compared with our books line by line. Nothing is booked until you say so. The same file again changes nothing.")
    button = lazy("Read and compare")
    form_class: Any = _Upload
    model, space = OutsideStatement, STATEMENTS

    def act(self, data: dict[str, Any]) -> str:
        """Read."""
        given = {"since": data["since"], "until": data["until"], "actor": self.actor}
        self.made = read_statement(content=data["file"].read(), file_name=data["file"].name, **given)
        return _("The statement is read.")


class StatementPage(FilePage):
    """The report of differences: what agrees, what is only there, only here, different."""

    template_name = "liberex/office/mirror.html"
    permission = "liberex.view_outsidestatement"
    header_icon = "doc-full"
    model, space = OutsideStatement, STATEMENTS
    record: OutsideStatement

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What differs first; a constant number of queries."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = mirror.compared(self.record)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        counts = mirror.counted(rows)
        may = self.request.user.has_perm(MAY)
        ready = may and counts[mirror.ONLY_THERE] > counts["unknown"]
        return {**context, "record": self.record, "page": page, "counts": counts, "may": may, "ready": ready}


class BookLines(Act):
    """Book what is only there."""

    model = OutsideStatement
    space = STATEMENTS
    permission = MAY
    page_title = lazy("Book the missing lines")
    explanation = lazy("Lines that are only in the outside circuit and whose account is known are repeated in our books. Again adds nothing.")
    button = lazy("Book them")
    form_class: Any = forms.Form

    def act(self, data: dict[str, Any]) -> str:
        """Book."""
        count = book_lines(statement=self.record, actor=self.actor)
        return ngettext("%(count)s line booked.", "%(count)s lines booked.", count) % {"count": count}


class Follow(Act):
    """Let one line follow."""

    model = OutsideStatement
    space = STATEMENTS
    permission = MAY
    page_title = lazy("Follow the outside circuit")
    explanation = lazy("Our movement is reversed; where the outside circuit has another amount, that one is booked in its place.")
    button = lazy("Follow")
    form_class: Any = forms.Form

    def act(self, data: dict[str, Any]) -> str:
        """Follow."""
        follow_outside(statement=self.record, cause=f"liberex.OutsideLine:{self.kwargs['key']}", actor=self.actor)
        return _("Our books now say what the outside circuit says.")


class _OfMirror(OfficeViewSet):
    """Stands in the menu only where the circuit is an outside one."""

    @property
    def menu_item_class(self) -> Any:
        base = super().menu_item_class
        return type("MirrorItem", (base,), {"is_shown": lambda item, request: circuit.mirrored() and base.is_shown(item, request)})


class Statements(_OfMirror):
    """Statements of the outside circuit."""

    model = OutsideStatement
    name = STATEMENTS
    url_prefix = "liberex/specchio"
    icon = "doc-full"
    menu_label = lazy("Outside circuit")
    index_view_class = StatementList
    export_filename = "estratti-circuito-esterno"

    def pages(self) -> list[URLPattern]:
        """Bring in, compare, book, follow."""
        return [
            path("nuovo/", Upload.as_view(), name="upload"),
            path("<int:pk>/", StatementPage.as_view(), name="page"),
            path("<int:pk>/registra/", BookLines.as_view(), name="book"),
            path("<int:pk>/segui/<uuid:key>/", Follow.as_view(), name="follow"),
        ]


class AccountList(OfficeList):
    """Whose account is whose; search by name or code."""

    empty = lazy("No account of the outside circuit is linked yet.")
    header_actions = ((lazy("Link an account"), f"{ACCOUNTS}:link", MAY_LINK),)
    columns = [
        Column("outside", label=lazy("Code outside"), accessor=lambda row: row.outside_code, sort_key="outside_code"),
        Column("who", label=lazy("Participant"), accessor=lambda row: row.participant.shown_as, sort_key="participant__shown_as"),
        Column("balance", label=lazy("Balance"), accessor=lambda row: credits(row.account.balance), sort_key="account__balance"),
    ]
    columns_exported = {
        lazy("Code outside"): lambda row: row.outside_code,
        lazy("Participant"): lambda row: row.participant.shown_as,
        lazy("Balance in cents"): lambda row: row.account.balance,
    }

    def rows(self) -> QuerySet[OutsideAccount]:
        """All, by code."""
        return OutsideAccount.objects.select_related("participant", "account").order_by("outside_code")

    def searched(self, rows: QuerySet[OutsideAccount], words: str) -> QuerySet[OutsideAccount]:
        """By code or name."""
        return rows.filter(Q(outside_code__icontains=words.strip()) | Q(participant__shown_as__icontains=words.strip()))


class _Link(forms.Form):
    code = forms.CharField(label=lazy("Code of the participant here"), max_length=12)
    outside_code = forms.CharField(label=lazy("Code in the outside circuit"), max_length=60)

    def clean_code(self) -> Participant:
        """Who has it."""
        found = by_code(self.cleaned_data["code"])
        if found is None:
            raise ValidationError(_("No participant has this code: look it up in the list of participants."))
        return found


class LinkAccount(ActView):
    """Link an account."""

    permission = MAY_LINK
    page_title = lazy("Link an account of the outside circuit")
    explanation = lazy("From then on the lines with this code are repeated on the participant's account here.")
    button = lazy("Link")
    form_class: Any = _Link

    def act(self, data: dict[str, Any]) -> str:
        """Link."""
        made = link_account(participant=data["code"], outside_code=data["outside_code"], actor=self.actor)
        return _("%(code)s is the account of %(name)s.") % {"code": made.outside_code, "name": made.participant}

    def after(self) -> str:
        """The list."""
        return reverse(f"{ACCOUNTS}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [crumb(ACCOUNTS, OutsideAccount)]


class OutsideAccounts(_OfMirror):
    """Accounts in the outside circuit."""

    model = OutsideAccount
    name = ACCOUNTS
    url_prefix = "liberex/conti-esterni"
    icon = "link"
    menu_label = lazy("Outside accounts")
    index_view_class = AccountList
    export_filename = "conti-esterni"

    def pages(self) -> list[URLPattern]:
        """Link."""
        return [path("collega/", LinkAccount.as_view(), name="link")]
