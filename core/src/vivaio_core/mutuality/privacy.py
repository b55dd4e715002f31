"""Exchanges and ristorni of somebody: accounts that are written once, name nobody by themselves and are kept (people P29)."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from vivaio_core.mutuality.models.exchanges import MutualExchange
from vivaio_core.mutuality.models.ristorni import RistornoLine
from vivaio_core.people.models import Party
from vivaio_core.site.erasure import DataClass, Disposal

EXCHANGES, RISTORNI = "mutuality.exchanges", "mutuality.ristorni"

WORDS = (
    *(gettext_noop("exchanges"), gettext_noop("ristorni"), gettext_noop("on"), gettext_noop("activity"), gettext_noop("amount")),
    *(gettext_noop("as member"), gettext_noop("comes from"), gettext_noop("year"), gettext_noop("shares")),
)


def held(party: Party, on: date) -> list[DataClass]:
    """Both with the years of accounts, from the last row; two queries."""
    exchanges = MutualExchange.objects.filter(party=party).order_by("-on").values_list("on", flat=True)
    years = list(RistornoLine.objects.filter(party=party).values_list("plan__year", flat=True))
    ground, rule = _("Accounts: the figures of the prevalence stand on them."), "retention.mutuality_years"
    since = date(max(years), 12, 31) if years else None
    return [
        DataClass(EXCHANGES, _("Exchanges with the cooperative"), len(exchanges), Disposal.KEEP, ground, rule, next(iter(exchanges), None)),
        DataClass(RISTORNI, _("Ristorni"), len(years), Disposal.KEEP, ground, rule, since),
    ]
