"""The statement of an account: on the screen, as CSV, as PDF."""

import csv
from datetime import date
from io import StringIO

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.ledger.api import statement as read
from vivaio_core.office.exports import harmless
from vivaio_core.pages.numbers import day
from vivaio_core.payments.fields import shown
from vivaio_core.register.printing.pdf import Column, TablePdf
from vivaio_liberex.models.participants import Participant
from vivaio_liberex.pay_forms import DaysForm
from vivaio_liberex.selectors import paying
from vivaio_liberex.views.gate import participant_of, participant_required
from vivaio_liberex.words import choices, credits

PER_PAGE = 50


@participant_required
def statement(request: HttpRequest) -> HttpResponse:
    """Opening balance, lines with balance, closing balance, reservations apart; this month when no days are asked."""
    own, today = participant_of(request), timezone.localdate()
    form = DaysForm(request.GET if "since" in request.GET else None, initial={"since": today.replace(day=1), "until": today})
    if form.is_bound and not form.is_valid():
        return render(request, "liberex/area/statement.html", {"participant": own, "form": form})
    days = form.cleaned_data if form.is_bound else form.initial
    since, until = days["since"], days["until"]
    if request.GET.get("formato") in FORMATS:
        return FORMATS[request.GET["formato"]](own, since, until)
    found = read(own.account, since, until)
    page = Paginator(found.lines, PER_PAGE).get_page(request.GET.get("p"))
    told = paying.in_words(own, list(page.object_list))
    ways = {"since": since, "until": until, "periods": _periods(today), "vat_in_euro": choices().vat_in_euro}
    return render(request, "liberex/area/statement.html", {"participant": own, "form": form, "found": found, "page": page, "told": told, **ways})


def as_csv(own: Participant, since: date, until: date) -> HttpResponse:
    """Semicolons and commas, as spreadsheets in Italy read them."""
    found, told = paying.told(own, since, until)
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow([_("Date"), _("With whom"), _("What for"), _("Amount"), _("Balance")])
    writer.writerow([since.isoformat(), "", _("Opening balance"), "", _signed(found.opening)])
    for row in told:
        words = (harmless(row.other), harmless(row.memo))
        writer.writerow([row.line.value_on.isoformat(), *words, _signed(row.line.amount), _signed(row.line.balance)])
    writer.writerow([until.isoformat(), "", _("Closing balance"), "", _signed(found.closing)])
    response = HttpResponse("\ufeff" + buffer.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(since, until)}.csv"'
    return response


def as_pdf(own: Participant, since: date, until: date) -> HttpResponse:
    """Pages to keep."""
    found, told = paying.told(own, since, until)
    columns = [
        Column(_("Date"), 8),
        Column(_("With whom"), 14),
        Column(_("What for"), 16),
        Column(_("Amount"), 7, True),
        Column(_("Balance"), 7, True),
    ]
    lead = _("From %(since)s to %(until)s. Opening balance: %(sum)s.") % {"since": day(since), "until": day(until), "sum": credits(found.opening)}
    title = _("Statement of %(name)s in %(unit)s") % {"name": own.shown_as, "unit": choices().unit_name}
    rows = [[day(row.line.value_on), row.other, row.memo, _signed(row.line.amount), _signed(row.line.balance)] for row in told]
    body = TablePdf(title, lead, columns).draw(rows, [day(until), "", _("Closing balance"), "", _signed(found.closing)])
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_name(since, until)}.pdf"'
    return response


FORMATS = {"csv": as_csv, "pdf": as_pdf}


def _periods(today: date) -> list[tuple[str, date, date]]:
    """Spans that people ask for, with a name: this month, the one before, this year, the last one."""
    first = today.replace(day=1)
    before = date.fromordinal(first.toordinal() - 1)
    year, last = today.replace(month=1, day=1), today.year - 1
    return [
        (_("This month"), first, today),
        (_("Last month"), before.replace(day=1), before),
        (_("This year"), year, today),
        (_("Last year"), date(last, 1, 1), date(last, 12, 31)),
    ]


def _signed(cents: int) -> str:
    return f"-{shown(-cents)}" if cents < 0 else shown(cents)


def _name(since: date, until: date) -> str:
    return f"estratto-{since.isoformat()}-{until.isoformat()}"
