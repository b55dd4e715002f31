"""The circuit's health in the office: figures, charts with their tables, who is stuck and where credits do not go round."""

from decimal import Decimal
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.office.listing import OfficeViewSet
from vivaio_core.pages.numbers import plain
from vivaio_liberex.models.payments import Payment
from vivaio_liberex.office.pages import Board
from vivaio_liberex.selectors import circuit
from vivaio_liberex.selectors.health import WINDOWS, CircuitHealth, Month, circuit_health

SPACE, SHOWN = "office_liberex_health", 20


def ratio(value: Decimal | None) -> str:
    """As people read it; a divisor of 0 gives no number."""
    return _("cannot be computed") if value is None else plain(float(value))


def percent(value: Decimal | None) -> str:
    """A share out of a hundred."""
    return _("cannot be computed") if value is None else f"{plain(float(value * 100))}%"


def month_name(one: Month) -> str:
    """`03/2026`."""
    return f"{one.first:%m/%Y}"


def age_names() -> list[str]:
    """How long an account is below zero."""
    return [_("up to 3 months"), _("3 to 6 months"), _("6 to 9 months"), _("9 to 12 months"), _("over 12 months")]


def flow_names() -> dict[str, str]:
    """How credits go through a sector."""
    return {"still": _("no trade"), "sells": _("only sells: credits pile up"), "buys": _("only buys: credits run out"), "both": _("goes round")}


class Health(Board):
    """All of it for a window of 30, 90 or 365 days."""

    template_name = "liberex/office/health.html"
    page_title = lazy("Health of the circuit")
    header_icon = "pick"
    permission = "liberex.view_participant"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A constant number of queries."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = self.request.GET.get("giorni", "")
        days = int(asked) if asked in {str(one) for one in WINDOWS} else WINDOWS[0]
        found = circuit_health(timezone.localdate(), days)
        windows = [(one, f"{reverse(f'{SPACE}:index')}?giorni={one}", one == days) for one in WINDOWS]
        more = max(0, len(found.stuck) - SHOWN)
        told = {"stuck": found.stuck[:SHOWN], "more": more, "windows": windows, "mirror": circuit.mirrored()}
        return {**context, **drawn(found), **told, "health": found}


def drawn(found: CircuitHealth) -> dict[str, Any]:
    """Rows for the charts and ready figures."""
    figures = found.figures
    flows = flow_names()
    returning = Decimal(found.loops.returning) / figures.turnover if figures.turnover else None
    return {
        "months": [(month_name(one), one.turnover / 100) for one in found.months],
        "traders": [(month_name(one), one.traders) for one in found.months],
        "sold": [(one.title, one.sold / 100) for one in found.sectors if one.sold or one.bought],
        "ages": [(name, count) for name, count in zip(age_names(), found.ages, strict=True)],
        "below": sum(found.ages),
        "sectors": [(one, flows[one.flow]) for one in found.sectors if one.members or one.sold or one.bought or one.wants],
        "velocity": ratio(figures.velocity_year),
        "used": percent(figures.credit_used),
        "hhi": _("cannot be computed") if figures.hhi_positive is None else number_format(figures.hhi_positive, 4),
        "top": percent(figures.top10_positive),
        "top_debts": percent(figures.top10_negative),
        "reciprocity": percent(figures.reciprocity),
        "returning": percent(returning),
    }


class Healths(OfficeViewSet):
    """Health of the circuit."""

    model = Payment
    name = SPACE
    url_prefix = "liberex/salute"
    icon = "pick"
    menu_label = lazy("Health of the circuit")

    def get_urlpatterns(self) -> list[URLPattern]:
        """The page in the place of a list."""
        return [path("", Health.as_view(), name="index")]
