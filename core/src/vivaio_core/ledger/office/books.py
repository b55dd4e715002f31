"""The books in the office: balances, the check, the seals, and the journal to take away."""

from typing import Any, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from vivaio_core.access.models import User
from vivaio_core.ledger.amounts import written
from vivaio_core.ledger.journal import export_hledger
from vivaio_core.ledger.models import Book
from vivaio_core.ledger.owners import parties_of
from vivaio_core.ledger.selectors.books import accounts_of, books, told_check, told_verdict
from vivaio_core.ledger.selectors.checking import check
from vivaio_core.ledger.services.seals import seal, verify
from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import PER_PAGE, Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import day
from vivaio_core.people.errors import Refused
from vivaio_core.trail.services import record

SPACE, VIEW = "office_ledger_books", "ledger.view_book"


class BookList(OfficeList):
    """Every book; search by code."""

    empty = lazy("No book has been opened yet: they appear with the first movement.")
    header_actions = ((lazy("Check all books"), f"{SPACE}:check", VIEW),)
    columns = [
        Link("title", label=lazy("Book"), accessor="code", sort_key="code", get_url=lambda row: reverse(f"{SPACE}:page", args=[row.pk])),
        Column("unit", label=lazy("Unit")),
        Column("accounts", label=lazy("Accounts of the book"), accessor=lambda row: row.accounts_count),
        Column("credits", label=lazy("Sum of the balances above zero"), accessor=lambda row: written(row.credits, row.unit, row.scale)),
        Column("sealed", label=lazy("Sealed on"), accessor=lambda row: day(row.sealed_at) if row.sealed_at else ""),
    ]
    columns_exported = {
        lazy("Book"): lambda row: row.code,
        lazy("Unit"): lambda row: row.unit,
        lazy("Accounts of the book"): lambda row: row.accounts_count,
        lazy("Sum of the balances above zero, in cents"): lambda row: row.credits,
    }

    def rows(self) -> QuerySet[Book]:
        """All."""
        return books()

    def searched(self, rows: QuerySet[Book], words: str) -> QuerySet[Book]:
        """By code."""
        return rows.filter(code__icontains=words.strip())


class BookPage(WagtailAdminTemplateMixin, TemplateView):
    """The accounts of a book with their balances, fifty a page, and what can be done with the book."""

    template_name = "ledger/office/book.html"
    header_icon = "folder-open-inverse"
    book: Book

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """For whoever may read the books."""
        self.book = book_of(request, kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Which book."""
        return _("Book %(code)s") % {"code": self.book.code}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Below the list."""
        return [*self.breadcrumbs_items, {"url": reverse(f"{SPACE}:index"), "label": _("Books of accounts")}, {"url": "", "label": self.book.code}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A number of queries that does not grow."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        page = Paginator(accounts_of(self.book), PER_PAGE).get_page(self.request.GET.get("p"))
        unit, scale = self.book.unit, self.book.scale
        owners = parties_of(page)
        rows = [
            (one, owners.get(one.pk), written(one.balance, unit, scale), written(one.held_out, unit, scale) if one.held_out else "") for one in page
        ]
        return {**context, "book": self.book, "page": page, "rows": rows, "may_seal": self.request.user.has_perm("ledger.add_seal")}


class _Plain(forms.Form):
    """Nothing to write: the button is all."""


class Check(ActView):
    """Everything computed again."""

    permission = VIEW
    page_title = lazy("Check all books")
    explanation = lazy("Every balance is computed again from the movements, in all books. Nothing is changed and payments go on meanwhile.")
    button = lazy("Check now")
    form_class: Any = _Plain

    def act(self, data: dict[str, Any]) -> str:
        """Check; faults come back into the page."""
        found = check()
        if found:
            raise Refused(" ".join([_("%(count)s faults were found.") % {"count": len(found)}, *told_check(found)]))
        return _("The books are sound: every balance comes out of its movements, every book makes zero.")

    def after(self) -> str:
        """The list."""
        return reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": self.after(), "label": _("Books of accounts")}]


class _OnBook(ActView):
    form_class: Any = _Plain
    book: Book

    def prepare(self) -> None:
        self.book = get_object_or_404(Book, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.book.code

    def after(self) -> str:
        return reverse(f"{SPACE}:page", args=[self.book.pk])

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": reverse(f"{SPACE}:index"), "label": _("Books of accounts")}, {"url": self.after(), "label": self.book.code}]


class Sealing(_OnBook):
    """Seal what is new."""

    permission = "ledger.add_seal"
    page_title = lazy("Seal the book")
    explanation = lazy("All movements since the last seal get a digest that the trail keeps. Whoever changes one of them later is found out.")
    button = lazy("Seal")

    def act(self, data: dict[str, Any]) -> str:
        """Seal."""
        try:
            made = seal(self.book, actor=self.actor)
        except OperationalError as error:
            raise Refused(_("Payments are under way just now: try again in a minute.")) from error
        return _("%(count)s movements are sealed.") % {"count": made.count} if made else _("Nothing is new since the last seal.")


class Verify(_OnBook):
    """Compare the seals."""

    permission = VIEW
    page_title = lazy("Compare the seals")
    explanation = lazy("Every seal is computed again from the movements and compared with what the trail was told.")
    button = lazy("Compare")

    def act(self, data: dict[str, Any]) -> str:
        """Compare; a broken seal comes back into the page."""
        found = verify(self.book)
        if not found.ok:
            raise Refused(told_verdict(found))
        return told_verdict(found)


def book_of(request: HttpRequest, pk: int) -> Book:
    """The book, for whoever may read. Raises PermissionDenied, Http404."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied
    return get_object_or_404(Book, pk=pk)


def journal(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The whole book as a plain-text journal that hledger reads, row by row; the trail knows who took it."""
    book = book_of(request, pk)
    record(kind="office.export", actor=cast(User, request.user), payload={"list": book.code, "rows": accounts_of(book).count(), "format": "hledger"})
    response = StreamingHttpResponse(export_hledger(book), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{book.code}.journal"'
    return response


class Books(OfficeViewSet):
    """Books of accounts."""

    model = Book
    name = SPACE
    url_prefix = "libri-contabili"
    icon = "folder-open-inverse"
    menu_label = lazy("Books of accounts")
    index_view_class = BookList
    export_filename = "libri-contabili"

    def pages(self) -> list[URLPattern]:
        """One page for each book, its acts and its journal."""
        return [
            path("controllo/", Check.as_view(), name="check"),
            path("<int:pk>/", BookPage.as_view(), name="page"),
            path("<int:pk>/sigilla/", Sealing.as_view(), name="seal"),
            path("<int:pk>/confronta/", Verify.as_view(), name="verify"),
            path("<int:pk>/giornale/", journal, name="journal"),
        ]
