"""Early warning in the office: who is near the limit, long below zero, or sells nothing. A person calls; nothing is charged."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.office.listing import PER_PAGE, OfficeViewSet
from vivaio_liberex.models.helping import HelpNote
from vivaio_liberex.office.pages import Board
from vivaio_liberex.selectors.warning import band_names, signals

SPACE = "office_liberex_warning"


class Warning(Board):
    """The signals, by band of age."""

    permission = "liberex.view_participant"
    page_title = lazy("Early warning")
    template_name = "liberex/office/warning.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Those of the band asked for; without one, those who need a call, or all of them."""
        found, names = list(signals(timezone.localdate())), band_names()
        asked = self.request.GET.get("eta", "")
        band = int(asked) if asked.isascii() and asked.isdecimal() and int(asked[:2]) < len(names) and len(asked) < 2 else None
        everybody = self.request.GET.get("tutti") == "1"
        chosen = [one for one in found if (one.band == band if band is not None else everybody or one.attention)]
        bars = [(name, sum(one.band == number for one in found)) for number, name in enumerate(names)]
        bands = [(number, name, count) for number, (name, count) in enumerate(bars)]
        more = {"bars": bars, "bands": bands, "band": band, "everybody": everybody, "all_count": len(found)}
        page = Paginator(chosen, PER_PAGE).get_page(self.request.GET.get("p"))
        return {**super().get_context_data(**kwargs), **more, "page": page, "calls": sum(one.attention for one in found)}


class WarningSection(OfficeViewSet):
    """The page in the menu."""

    model = HelpNote
    name = SPACE
    url_prefix = "liberex/allerta"
    icon = "warning"
    menu_label = lazy("Early warning")

    def get_urlpatterns(self) -> list[URLPattern]:
        """The page in the place of a list."""
        return [path("", Warning.as_view(), name="index")]
