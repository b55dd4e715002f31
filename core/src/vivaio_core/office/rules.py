"""Dated rules: the list, and how an administrator adds a value."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, Table

from vivaio_core.office import rule_forms
from vivaio_core.office.acts import ActView
from vivaio_core.office.listing import Link, OfficeList, OfficeViewSet
from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.rules.bounds import amount, lays_down, may
from vivaio_core.rules.models import Parameter
from vivaio_core.rules.selectors import beyond, law_of, parameters
from vivaio_core.rules.services import add_parameter


def value_of(row: Parameter) -> str:
    """The value with its unit, without idle zeros."""
    return row.text if row.value is None else amount(row.value, row.unit)


def days_of(row: Parameter) -> str:
    """The days in words."""
    if row.valid_from and row.valid_to:
        return elided(_("from %(start)s to %(end)s") % {"start": day(row.valid_from), "end": day(row.valid_to)})
    if row.valid_from:
        return elided(_("from %(start)s on") % {"start": day(row.valid_from)})
    return elided(_("until %(end)s") % {"end": day(row.valid_to)}) if row.valid_to else _("always")


def statute_of(row: Parameter) -> str:
    """What the statute may do to a value of the law; of an own value, whether the law lets it stand."""
    if row.basis == Parameter.Basis.LAW:
        words = may(row).rstrip(".")
        return words[0].upper() + words[1:]
    law: date | None = getattr(row, "beyond_from", None)
    return elided(_("Own value; from %(day)s the law goes before it") % {"day": day(law)}) if law else _("Own value")


def page_of(row: Parameter) -> str | None:
    """Where a value of this rule is added, for whoever may."""
    return reverse("office_rules:value", args=[row.code]) if getattr(row, "may_add", False) else None


def confirmed(row: Parameter) -> bool:
    """Somebody has read it in a source or a commentary."""
    return row.mark != Parameter.Mark.UNVERIFIED


class RuleList(OfficeList):
    """Search by name, code or source."""

    list_filter = ["basis", "statute", "mark"]
    header_actions = ((gettext_lazy("Add a value"), "office_rules:add", "rules.add_parameter"),)
    columns = [
        Link("label", label=gettext_lazy("Rule"), accessor=str, sort_key="label", get_url=page_of),
        Column("value", label=gettext_lazy("Value"), accessor=value_of),
        Column("statute", label=gettext_lazy("Statute"), accessor=statute_of),
        Column("days", label=gettext_lazy("Valid"), accessor=days_of, sort_key="valid_from"),
        Column("source", label=gettext_lazy("Source")),
        StatusTagColumn("mark", label=gettext_lazy("Reliability"), accessor="get_mark_display", primary=confirmed),
    ]
    columns_exported = {
        gettext_lazy("Rule"): str,
        gettext_lazy("Code"): lambda row: row.code,
        gettext_lazy("Value"): value_of,
        gettext_lazy("Whose value it is"): lambda row: str(row.get_basis_display()),
        gettext_lazy("Statute"): statute_of,
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

    def get_table(self, object_list: Iterable[Parameter]) -> Table:
        """The rows, each own value with the first day on which the law no longer lets it stand."""
        rows = list(object_list)
        found, may_add = beyond(rows), self.request.user.has_perm("rules.add_parameter")
        for row in rows:
            row.may_add = may_add  # type: ignore[attr-defined]
            row.beyond_from = found.get(row.pk)  # type: ignore[attr-defined]
        return super().get_table(rows)


class Add(ActView):
    """Add a dated value."""

    permission = "rules.add_parameter"
    page_title = gettext_lazy("Add a value")
    explanation = gettext_lazy("The present value ends on the day before. Earlier acts keep the value of their own day.")
    header_icon = "calendar"
    form_class: Any = rule_forms.ParameterForm

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


class AddTo(Add):
    """A dated value of one rule, with what the law leaves to the statute."""

    form_class: Any = rule_forms.ValueForm
    law: Parameter

    def prepare(self) -> None:
        """The rule of the address."""
        found = law_of(self.kwargs["code"], timezone.localdate())
        if found is None:
            raise Http404
        self.law = found

    def get_page_subtitle(self) -> str:
        """Which rule."""
        return str(self.law)

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows the rule."""
        return {**super().get_form_kwargs(), "law": self.law}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the law says today, before the general explanation."""
        said = [f"{lays_down(self.law)} {may(self.law)}", _("Source: %(source)s.") % {"source": self.law.source.rstrip(".")}, self.law.note]
        lead = " ".join(part for part in (*said, str(self.explanation)) if part)
        return {**super().get_context_data(**kwargs), "explanation": lead}

    def act(self, data: dict[str, Any]) -> str:
        """Add."""
        return super().act({"code": self.law.code, **data})


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
        """A new value: of any rule, of one."""
        return [path("aggiungi/", Add.as_view(), name="add"), path("<str:code>/valore/", AddTo.as_view(), name="value")]
