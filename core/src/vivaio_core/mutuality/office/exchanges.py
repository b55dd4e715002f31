"""Exchanges in the office: the list, one by hand, a file, a reversal."""

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.office import forms
from vivaio_core.mutuality.reading import read, told
from vivaio_core.mutuality.selectors.exchanges import activities, exchanges, search_exchanges, years_in_use
from vivaio_core.mutuality.services.exchanges import record_exchange, record_many, reverse_exchange
from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import day, euros
from vivaio_core.people.duplicates.selectors import kept

SPACE = "office_mutuality_exchanges"


def reversal_of(row: MutualExchange) -> str | None:
    """Address of the act that takes a row back; none for a reversal and for a row that has one."""
    done = row.reverses_id or hasattr(row, "reversed_by")
    return None if done else reverse(f"{SPACE}:reverse", args=[row.pk])


def status(row: MutualExchange) -> str:
    """Member or not on the day, and whether the row was taken back."""
    words = _("member") if row.is_member else _("not a member")
    if row.reverses_id:
        return f"{words}, {_('reversal')}"
    return f"{words}, {_('reversed')}" if hasattr(row, "reversed_by") else words


class ExchangeFilter(WagtailFilterSet):
    """By activity and year in use, letter, status on the day."""

    activity = django_filters.ChoiceFilter(label=gettext_lazy("Activity"), choices=lambda: [(name, name) for name in activities()])
    year = django_filters.ChoiceFilter(
        label=gettext_lazy("Year"), field_name="on__year", choices=lambda: [(str(year), str(year)) for year in years_in_use()]
    )
    letter = django_filters.ChoiceFilter(label=gettext_lazy("Letter of art. 2513"), choices=MutualExchange.Letter.choices)

    class Meta:
        model = MutualExchange
        fields = ["activity", "letter", "is_member"]


class ExchangeList(OfficeList):
    """Search by name, activity or document."""

    empty = gettext_lazy("No exchange is written down yet. Modules bring theirs by themselves; the others you type in or take from a file.")
    filterset_class = ExchangeFilter
    header_actions = (
        (gettext_lazy("Write down an exchange"), f"{SPACE}:add", "mutuality.add_mutualexchange"),
        (gettext_lazy("From a file"), f"{SPACE}:file", "mutuality.add_mutualexchange"),
    )
    columns = [
        Link(
            "party",
            label=gettext_lazy("With whom"),
            accessor=lambda row: kept(row.party),
            sort_key="party__search_key",
            get_url=lambda row: reverse("office_people:person", args=[kept(row.party).pk]),
        ),
        Column("on", label=gettext_lazy("Day"), accessor=lambda row: day(row.on), sort_key="on"),
        Column("activity", label=gettext_lazy("Activity"), sort_key="activity"),
        Column("amount", label=gettext_lazy("Amount"), accessor=lambda row: euros(row.amount_cents).replace(" ", "\u00a0"), sort_key="amount_cents"),
        Column("status", label=gettext_lazy("On that day"), accessor=status),
        Link("source_fact", label=gettext_lazy("Document"), get_url=reversal_of),
    ]
    columns_exported = {
        gettext_lazy("Document"): lambda row: row.source_fact,
        gettext_lazy("Day"): lambda row: row.on,
        gettext_lazy("Activity"): lambda row: row.activity,
        gettext_lazy("Letter of art. 2513"): lambda row: row.letter,
        gettext_lazy("With whom"): lambda row: str(kept(row.party)),
        gettext_lazy("Amount in cents"): lambda row: row.amount_cents,
        gettext_lazy("On that day"): status,
    }

    def rows(self) -> QuerySet[MutualExchange]:
        """All, newest first."""
        return exchanges()

    def searched(self, rows: QuerySet[MutualExchange], words: str) -> QuerySet[MutualExchange]:
        """By name, activity or document."""
        return search_exchanges(rows, words)


class _Act(ActView):
    permission = "mutuality.add_mutualexchange"
    header_icon = "tasks"

    def after(self) -> str:
        return reverse(f"{SPACE}:index")

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": self.after(), "label": _("Exchanges")}]


class Add(_Act):
    """One exchange by hand."""

    page_title = gettext_lazy("Write down an exchange")
    explanation = gettext_lazy("It counts as an exchange with a member when the person is a member on that day.")
    form_class: Any = forms.ExchangeForm

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """Write it down."""
        made = record_exchange(actor=self.actor, **data)
        return _("Written down: %(sum)s, %(status)s.") % {"sum": euros(made.amount_cents), "status": status(made)}


class FromFile(_Act):
    """Many exchanges from a file, all or none."""

    page_title = gettext_lazy("Exchanges from a file")
    button = gettext_lazy("Bring in")
    explanation = gettext_lazy("All lines come in, or none: with a single fault nothing is written. The same file again adds nothing.")
    form_class: Any = forms.FileForm

    def act(self, data: dict[str, Any]) -> str:
        """Read, then write."""
        found = read(data["file"].read())
        if found.faults:
            raise ValidationError(list(told(found.faults)))
        before = MutualExchange.objects.count()
        record_many(facts=found.facts, actor=self.actor)
        count = MutualExchange.objects.count() - before
        return ngettext("%(count)s exchange written down.", "%(count)s exchanges written down.", count) % {"count": count}


class Reverse(_Act):
    """Take one back."""

    permission = "mutuality.change_mutualexchange"
    page_title = gettext_lazy("Reverse the exchange")
    button = gettext_lazy("Reverse")
    explanation = gettext_lazy("A second line with the opposite amount takes it back; both stay readable.")
    form_class: Any = forms.ReverseForm
    exchange: MutualExchange

    def prepare(self) -> None:
        """The exchange of the address."""
        self.exchange = get_object_or_404(exchanges(), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Which one."""
        return f"{self.exchange.source_fact}, {kept(self.exchange.party)}, {euros(self.exchange.amount_cents)}"

    def act(self, data: dict[str, Any]) -> str:
        """Reverse."""
        reverse_exchange(exchange=self.exchange, on=timezone.localdate(), actor=self.actor, **data)
        return _("The exchange is reversed.")


class Exchanges(OfficeViewSet):
    """Exchanges."""

    model = MutualExchange
    name = SPACE
    url_prefix = "mutualita/scambi"
    icon = "tasks"
    menu_label = gettext_lazy("Exchanges")
    index_view_class = ExchangeList
    export_filename = "scambi"

    def pages(self) -> list[URLPattern]:
        """By hand, from a file, reversal."""
        return [
            path("nuovo/", Add.as_view(), name="add"),
            path("da-file/", FromFile.as_view(), name="file"),
            path("<int:pk>/storna/", Reverse.as_view(), name="reverse"),
        ]
