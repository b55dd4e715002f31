"""Standing orders in the member area: the list with how each instalment went, a new one, suspend, resume, end."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vivaio_core.contract.errors import ContractError
from vivaio_liberex.ask_forms import StandingForm
from vivaio_liberex.forms import refuse
from vivaio_liberex.models.standing import StandingOrder
from vivaio_liberex.months import falls, next_after
from vivaio_liberex.permissions import actor_of
from vivaio_liberex.selectors import asked as reads
from vivaio_liberex.services import standing as services
from vivaio_liberex.views.gate import participant_of, participant_required

PER_PAGE = 20
ACTS = {"sospendi": services.suspend, "riprendi": services.resume, "termina": services.end}


@participant_required
def standing(request: HttpRequest) -> HttpResponse:
    """All of mine."""
    own = participant_of(request)
    page = Paginator(reads.standing_orders(own), PER_PAGE).get_page(request.GET.get("p"))
    shown = [{"order": row, "runs": list(row.runs.all())[: reads.SHOWN_RUNS], "next": _next(row)} for row in page.object_list]
    return render(request, "liberex/area/standing.html", {"page": page, "shown": shown, "participant": own})


@participant_required
def new(request: HttpRequest) -> HttpResponse:
    """A new order."""
    own, on = participant_of(request), timezone.localdate()
    form = StandingForm(request.POST or None, initial={"first_on": on, "day": 1})
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "payee": form.cleaned_data["code"]}
        given.pop("code")
        try:
            services.order(payer=own, on=on, actor=actor_of(request), **given)
        except ContractError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Saved: each instalment is paid in the night of its day."))
            return redirect("liberex_area:standing")
    return render(request, "liberex/area/standing_new.html", {"form": form, "participant": own})


@participant_required
@require_POST
def act(request: HttpRequest, key: UUID, act: str) -> HttpResponse:
    """Suspend, resume, end."""
    row = reads.standing_orders(participant_of(request)).filter(key=key).first()
    if row is None or act not in ACTS:
        raise Http404
    try:
        ACTS[act](standing=row, on=timezone.localdate(), actor=actor_of(request))
    except ContractError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("liberex_area:standing")


def _next(row: StandingOrder) -> object:
    """The next instalment to be tried; None when there is none."""
    tried, today = {run.due_on for run in row.runs.all()}, timezone.localdate()
    if row.state != StandingOrder.State.ACTIVE:
        return None
    late = next((due for due in falls(row.day, row.waits_from, today) if due not in tried), None)
    after = next_after(row.day, max(today, row.waits_from.fromordinal(row.waits_from.toordinal() - 1)))
    found = late or after
    return None if row.last_on is not None and found > row.last_on else found
