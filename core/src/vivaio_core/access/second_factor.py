"""The office's act for a colleague whose telephone is lost: the factor goes, a new one-time link takes its place."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.access.models import User
from vivaio_core.access.selectors import works_in_office
from vivaio_core.access.services.staff import may_change
from vivaio_core.access.services.welcome import invitation_path, welcome_back
from vivaio_core.office.acts import ActView
from vivaio_core.site.mail import mail_server
from vivaio_core.site.settings.read import setting


class RecognisedForm(forms.Form):
    """The one thing that only a person can check."""

    recognised = forms.BooleanField(label=gettext_lazy("I have spoken with this person and I am sure who is asking"))


class SecondFactorLost(ActView):
    """Take the lost factor away and write a new link."""

    permission = "access.change_user"
    page_title = gettext_lazy("The second factor is lost")
    explanation = gettext_lazy(
        "Password and app stop working at once, and open sessions end. "
        "A link that works once goes out by e-mail: it leads to a new password and a new app."
    )
    button = gettext_lazy("Take away and send the link")
    header_icon = "lock"
    form_class = RecognisedForm
    person: User

    def prepare(self) -> None:
        """Somebody else of the office, whom the one who asks may change."""
        self.person = get_object_or_404(User, pk=self.kwargs["pk"])
        if not works_in_office(self.person):
            raise Http404
        if self.person.pk == self.actor.pk or not may_change(self.actor, self.person):
            raise PermissionDenied

    def get_page_subtitle(self) -> str:
        """Whose."""
        return str(self.person)

    def crumbs(self) -> list[dict[str, str]]:
        """The login."""
        return [{"url": self.after(), "label": str(self.person)}]

    def act(self, data: dict[str, Any]) -> str:
        """Take away and write; without a mail server the link is shown, to be handed over."""
        token = welcome_back(user=self.person, actor=self.actor)
        if mail_server():
            return _("Done. A link goes to %(email)s.") % {"email": self.person.email}
        address = setting("WAGTAILADMIN_BASE_URL") + invitation_path(token)
        return _("Done. This site sends no e-mail: give this link to %(name)s. %(address)s") % {"name": self.person, "address": address}

    def after(self) -> str:
        """The login."""
        return reverse("wagtailusers_users:edit", args=[self.person.pk])
