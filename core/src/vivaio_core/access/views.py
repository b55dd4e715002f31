"""Pages of sign-in that allauth does not have."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from vivaio_core.access.errors import AccessRefused
from vivaio_core.access.forms import InvitationForm
from vivaio_core.access.models import Invitation, User
from vivaio_core.access.selectors import has_second_factor, open_invitation, works_in_office
from vivaio_core.access.services.staff import accept_invitation
from vivaio_core.site.coop import coop


def home(request: HttpRequest) -> HttpResponse:
    """Where a sign-in ends: the office for who works there, the member area for everybody else."""
    user = request.user
    to_office = works_in_office(user) and not hasattr(user, "party")
    return redirect("wagtailadmin_home" if to_office else "/area/")


@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a one-time link. Looking at it uses nothing up: mail scanners look at every link."""
    found = open_invitation(token, timezone.now())
    if found is None:
        return render(request, "access/invitation_gone.html", status=410)
    initial = _initial(found)
    form = InvitationForm(request.POST or None, initial=initial, user=found.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            user = accept_invitation(
                token=token, email=data["email"], first_name=data["first_name"], last_name=data["last_name"], password=data["password"]
            )
        except AccessRefused:
            return render(request, "access/invitation_gone.html", status=410)
        return _enter(request, user)
    return render(request, "access/invitation.html", {"form": form, "first": found.user is None})


def _initial(found: Invitation) -> dict[str, str]:
    if found.user is None:
        return {"email": found.sent_to or coop().site.administrator or coop().contact.email}
    return {"email": found.user.email, "first_name": found.user.first_name, "last_name": found.user.last_name}


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    """Sign in for the enrolment only: the doorkeeper lets a session without second factor nowhere else."""
    if has_second_factor(user):
        messages.success(request, _("Your new password is set. Now enter with it and with the code of the app."))
        return redirect("account_login")
    get_adapter().login(request, user)
    record_authentication(request, user, "password", email=user.email, reauthenticated=True)
    return redirect("mfa_activate_totp")
