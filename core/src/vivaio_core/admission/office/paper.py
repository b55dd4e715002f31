"""An application that came on paper, or is made together at the desk."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.admission.models.application import Application
from vivaio_core.admission.office import forms
from vivaio_core.admission.office.page import crumbs, page_of
from vivaio_core.admission.services.entrants import prepare
from vivaio_core.admission.services.examine import enter_paper
from vivaio_core.office.acts import ActView
from vivaio_core.people.models import Party


class PaperPerson(ActView):
    """A person's."""

    permission = "admission.add_application"
    page_title = lazy("Application of a person, on paper")
    explanation = lazy("It counts as received on the day you write. What is missing can be completed on its page.")
    form_class: Any = forms.PaperPersonForm
    header_icon = "form"
    kind = Party.Kind.PERSON
    made: Application | None = None

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"received_on": timezone.localdate(), "shares": 1}

    def act(self, data: dict[str, Any]) -> str:
        """Keep it."""
        origin, now = self.request.build_absolute_uri("/"), timezone.now()
        self.made = enter_paper(kind=self.kind, at=now, on=timezone.localdate(now), origin=origin, actor=self.actor, **data)
        return _("The application of %(name)s is here.") % {"name": self.made}

    def after(self) -> str:
        """Its page, or back to the list."""
        return page_of(self.made) if self.made else reverse("office_admission:index")

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return crumbs()


class Prepare(ActView):
    """The application of somebody in the records who gets shares from another: a buyer, an heir."""

    permission = "admission.add_application"
    page_title = button = lazy("Prepare the application")
    explanation = lazy("It begins with the data that are here. Then it takes what every applicant needs: a presenting member, the charter, a group.")
    form_class: Any = forms.PrepareForm
    header_icon = "form"
    party: Party
    made: Application | None = None

    def prepare(self) -> None:
        """The party of the address."""
        self.party = get_object_or_404(Party, pk=self.kwargs["pk"], status=Party.Status.ACTIVE)

    def get_page_subtitle(self) -> str:
        """Whose it is."""
        return str(self.party)

    def get_initial(self) -> dict[str, Any]:
        """Today, and the shares of the case."""
        return {"received_on": timezone.localdate(), "shares": self.request.GET.get("quote", "")[:6] or 1}

    def act(self, data: dict[str, Any]) -> str:
        """Prepare it."""
        origin = self.request.build_absolute_uri("/")
        self.made = prepare(party=self.party, at=timezone.now(), origin=origin, actor=self.actor, **data)
        return _("The application of %(name)s is here.") % {"name": self.made}

    def after(self) -> str:
        """Its page, or the person's."""
        return page_of(self.made) if self.made else reverse("office_people:person", args=[self.party.pk])

    def crumbs(self) -> list[dict[str, str]]:
        """Below the list."""
        return crumbs()


class PaperOrganisation(PaperPerson):
    """An organisation's."""

    page_title = lazy("Application of an organisation, on paper")
    form_class: Any = forms.PaperOrganisationForm
    kind = Party.Kind.ORGANISATION
