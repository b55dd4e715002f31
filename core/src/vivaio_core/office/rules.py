"""Dated rules: the list, and how an administrator adds a value."""

from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn

from vivaio_core.office import forms
from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import OfficeList, OfficeViewSet
from vivaio_core.pages.numbers import day
from vivaio_core.rules.models import Parameter
from vivaio_core.rules.selectors import parameters
from vivaio_core.rules.services import add_parameter


def value_of(row: Parameter) -> str:
    """The value with its unit, without idle zeros."""
    if row.value is None:
        return row.text
    places = max(0, -int(row.value.normalize().as_tuple().exponent))
    return f"{number_format(Decimal(row.value), places, use_l10n=True, force_grouping=True)} {row.unit}".strip()


def days_of(row: Parameter) -> str:
    """The days in words."""
    if row.valid_from and row.valid_to:
        return _("from %(start)s to %(end)s") % {"start": day(row.valid_from), "end": day(row.valid_to)}
    if row.valid_from:
        return _("from %(start)s on") % {"start": day(row.valid_from)}
    return _("until %(end)s") % {"end": day(row.valid_to)} if row.valid_to else _("always")


def confirmed(row: Parameter) -> bool:
    """Somebody has read it in a source or a commentary."""
    return row.mark != Parameter.Mark.UNVERIFIED


class RuleList(OfficeList):
    """Search by name, code or source."""

    list_filter = ["mark"]
    header_actions = ((gettext_lazy("Add a value"), "office_rules:add", "rules.add_parameter"),)
    columns = [
        Column("label", label=gettext_lazy("Rule"), accessor=str, sort_key="label"),
        Column("value", label=gettext_lazy("Value"), accessor=value_of),
        Column("days", label=gettext_lazy("Valid"), accessor=days_of, sort_key="valid_from"),
        Column("source", label=gettext_lazy("Source")),
        StatusTagColumn("mark", label=gettext_lazy("Reliability"), accessor="get_mark_display", primary=confirmed),
    ]
    columns_exported = {
        gettext_lazy("Rule"): str,
        gettext_lazy("Code"): lambda row: row.code,
        gettext_lazy("Value"): value_of,
        gettext_lazy("Valid"): days_of,
        gettext_lazy("Source"): lambda row: row.source,
        gettext_lazy("Reliability"): lambda row: str(row.get_mark_display()),
        gettext_lazy("Note"): lambda row: row.note,
    }

    def rows(self) -> QuerySet[Parameter]:
        """All, by code and date."""
        return parameters()

    def searched(self, rows: QuerySet[Parameter], words: str) -> QuerySet[Parameter]:
        """By name, code or source."""
        return rows.filter(Q(label__icontains=words) | Q(code__icontains=words) | Q(source__icontains=words))


class Add(ActView):
    """Add a dated value."""

    permission = "rules.add_parameter"
    page_title = gettext_lazy("Add a value")
    explanation = gettext_lazy("The present value ends on the day before. Earlier acts keep the value of their own day.")
    header_icon = "calendar"
    form_class = forms.ParameterForm

    def act(self, data: dict[str, Any]) -> str:
        """Add."""
        made = add_parameter(actor=self.actor, **data)
        return _("“%(rule)s” has a new value.") % {"rule": made}

    def after(self) -> str:
        """The list."""
        return reverse("office_rules:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return [{"url": self.after(), "label": _("Dated rules")}]


class Rules(OfficeViewSet):
    """Dated rules."""

    model = Parameter
    name = "office_rules"
    url_prefix = "regole"
    icon = "calendar"
    menu_label = gettext_lazy("Dated rules")
    index_view_class = RuleList
    export_filename = "regole"

    def pages(self) -> list[URLPattern]:
        """A new value."""
        return [path("aggiungi/", Add.as_view(), name="add")]
