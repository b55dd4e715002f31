"""An application that came on paper, or is made together at the desk."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.admission.models.application import Application
from vivaio_core.admission.office import forms
from vivaio_core.admission.office.page import crumbs, page_of
from vivaio_core.admission.services.examine import enter_paper
from vivaio_core.office.acts import ActView
from vivaio_core.people.models import Party


class PaperPerson(ActView):
    """A person's."""

    permission = "admission.add_application"
    page_title = lazy("Type in a person's application")
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


class PaperOrganisation(PaperPerson):
    """An organisation's."""

    page_title = lazy("Type in an organisation's application")
    form_class: Any = forms.PaperOrganisationForm
    kind = Party.Kind.ORGANISATION
