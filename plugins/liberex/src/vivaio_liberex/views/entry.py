"""Entering the circuit in two steps: what it is and what the others read, then the rules."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vivaio_core.access.decorators import member_required
from vivaio_core.contract.errors import ContractError
from vivaio_liberex.forms import AgreeForm, JoinForm, refuse
from vivaio_liberex.permissions import actor_of
from vivaio_liberex.selectors.entry import kinds_open_to, rules_text
from vivaio_liberex.selectors.participants import of
from vivaio_liberex.services.join import join as enter
from vivaio_liberex.views.gate import party_of


@member_required
def join(request: HttpRequest) -> HttpResponse:
    """Step 1: what it is in plain words, and what the others will read. What was answered comes back from step 2 by POST."""
    party, on = party_of(request), timezone.localdate()
    if of(party) is not None:
        return redirect("liberex_area:home")
    kinds = kinds_open_to(party, on)
    initial = {"shown_as": party.display_name}
    form = JoinForm(kinds=kinds, initial=initial) if kinds else None
    return render(request, "liberex/area/join.html", {"form": form, "party": party})


@member_required
def join_rules(request: HttpRequest) -> HttpResponse:
    """Step 2: the rules, and the account is open."""
    party, on = party_of(request), timezone.localdate()
    kinds = kinds_open_to(party, on)
    if of(party) is not None or not kinds or request.method != "POST":
        return redirect("liberex_area:join")
    form, rules = JoinForm(request.POST, kinds=kinds), rules_text(on)
    if not form.is_valid():
        return render(request, "liberex/area/join.html", {"form": form, "party": party})
    answered = "version" in request.POST
    agree = AgreeForm(request.POST if answered else None, initial={"version": rules.code})
    if answered and agree.is_valid() and _entered(request, form, agree, rules.code):
        messages.success(request, _("Your account is open. Below is your code: who pays you asks for it."))
        return redirect("liberex_area:home")
    form.hide()
    return render(request, "liberex/area/join_rules.html", {"form": form, "agree": agree, "rules": rules})


def _entered(request: HttpRequest, form: JoinForm, agree: AgreeForm, current: str) -> bool:
    """Open the account, or say in the form why not."""
    data: dict[str, Any] = agree.cleaned_data
    if data["version"] != current:
        agree.add_error(None, _("The rules have changed meanwhile: please read them again."))
        agree.data = {"version": current}
        return False
    try:
        enter(
            party=party_of(request),
            on=timezone.localdate(),
            actor=actor_of(request),
            accepted=data["version"] if data["agreed"] else "",
            **form.cleaned_data,
        )
    except ContractError as refusal:
        refuse(agree, refusal)
        return False
    return True
