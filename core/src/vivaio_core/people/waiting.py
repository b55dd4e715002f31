"""What waits in the office about people."""

from datetime import date

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import ngettext

from vivaio_core.people.duplicates.selectors import pairs_to_decide
from vivaio_core.people.provisional import running_out
from vivaio_core.rules.selectors import NoRuleForDate
from vivaio_core.site.plugin import Waiting


def waiting(on: date) -> list[Waiting]:
    """Pairs that look alike, and provisional codes that have expired or soon will; those already expired are urgent."""
    pairs = pairs_to_decide().order_by().aggregate(count=Count("id"), oldest=Min("found_on"))
    text = ngettext("possible duplicate to decide", "possible duplicates to decide", pairs["count"])
    return [Waiting(text, pairs["count"], reverse("office_people:duplicates"), pairs["oldest"]), *_codes(on)]


def _codes(on: date) -> list[Waiting]:
    try:
        codes = running_out(on).order_by().aggregate(count=Count("id"), first=Min("valid_to"))
    except NoRuleForDate:
        return []
    text = ngettext("provisional fiscal code to replace", "provisional fiscal codes to replace", codes["count"])
    expired = bool(codes["first"] and codes["first"] <= on)
    return [Waiting(text, codes["count"], f"{reverse('office_people:index')}?missing=definite", codes["first"] if expired else None, expired)]
