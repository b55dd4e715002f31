"""The acts before the decision: each a small form that calls one service and says beforehand what will happen."""

from datetime import datetime, time
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.admission import selectors, states
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.office import forms
from vivaio_core.admission.office.page import CHANGE, crumbs, page_of
from vivaio_core.admission.services import apply, examine
from vivaio_core.admission.services.sponsor import record_answer
from vivaio_core.office.acts import ActView
from vivaio_core.people.errors import Refused


class ApplicationAct(ActView):
    """An act about one application; back to its page afterwards."""

    permission = CHANGE
    form_class: Any = forms.EmptyForm
    header_icon = "form"
    application: Application

    def prepare(self) -> None:
        """The application of the address."""
        self.application = get_object_or_404(selectors.applications(), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Whose it is."""
        return self.application.display_name

    def crumbs(self) -> list[dict[str, str]]:
        """Below the application's page."""
        return [*crumbs(), {"url": self.after(), "label": self.application.display_name}]

    def after(self) -> str:
        """The application's page."""
        return page_of(self.application)

    def get_initial(self) -> dict[str, Any]:
        """Today, where a day is asked."""
        return dict.fromkeys(("on", "held_on", "received_on", "recorded_on"), timezone.localdate())


class Review(ApplicationAct):
    """Begin."""

    page_title = button = states.LABELS["review"]
    explanation = lazy("From now on the application is under review; the applicant sees it on their page.")

    def act(self, data: dict[str, Any]) -> str:
        """Take."""
        examine.take_under_review(application=self.application, actor=self.actor)
        return _("The application is under review.")


class Correct(ApplicationAct):
    """What the applicant gave."""

    page_title = lazy("Correct what was given")

    def get_form_class(self) -> Any:
        """A person's or an organisation's."""
        return forms.DATA_FORMS[self.application.kind]

    def get_initial(self) -> dict[str, Any]:
        """What is there."""
        return forms.initial_of(self.application)

    def act(self, data: dict[str, Any]) -> str:
        """Correct."""
        apply.give_data(application=self.application, at=timezone.now(), actor=self.actor, **data)
        return _("The data are corrected.")


class ChooseGroup(ApplicationAct):
    """The group."""

    page_title = lazy("Choose the group")
    form_class: Any = forms.GroupForm

    def act(self, data: dict[str, Any]) -> str:
        """Choose."""
        apply.choose_group(application=self.application, at=timezone.now(), actor=self.actor, **data)
        return _("The group is chosen.")


class ChooseShares(ApplicationAct):
    """The shares."""

    page_title = lazy("Agree on shares and payment")
    form_class: Any = forms.SharesForm

    def get_initial(self) -> dict[str, Any]:
        """What was asked."""
        return {"shares": self.application.shares, "payment_plan": self.application.payment_plan}

    def act(self, data: dict[str, Any]) -> str:
        """Choose."""
        apply.choose_shares(application=self.application, at=timezone.now(), actor=self.actor, **data)
        return _("Shares and payment are agreed.")


class Declare(ApplicationAct):
    """The declarations."""

    page_title = lazy("Write down the declarations")
    form_class: Any = forms.DeclareForm
    explanation = lazy("Tick what the applicant has declared, by voice or on paper.")

    def get_initial(self) -> dict[str, Any]:
        """What is declared."""
        found = self.application
        return {"requirements": found.requirements_declared, "no_competitor": found.no_competitor, "founder": found.founder}

    def act(self, data: dict[str, Any]) -> str:
        """Declare."""
        apply.declare(application=self.application, at=timezone.now(), actor=self.actor, **data)
        return _("The declarations are written down.")


class Charter(ApplicationAct):
    """The charter on paper."""

    page_title = lazy("The charter was signed on paper")
    form_class: Any = forms.CharterForm

    def act(self, data: dict[str, Any]) -> str:
        """Record; the text is the one in force on that day."""
        at = timezone.make_aware(datetime.combine(data["on"], time(12)))
        version = selectors.charter_in_force(data["on"])
        if data["on"] > timezone.localdate() or version is None:
            raise Refused(_("No charter was in force on that day, or the day is still to come."), "on")
        apply.accept_charter(
            application=self.application,
            text_hash=version.text_hash,
            at=min(at, timezone.now()),
            channel="paper",
            evidence=data["evidence"],
            actor=self.actor,
        )
        return _("The signature is written down.")


class Sponsor(ApplicationAct):
    """A presenting member's answer."""

    page_title = lazy("Write down a presenting member's answer")
    form_class: Any = forms.AnswerForm
    explanation = lazy("For who answers by voice or on paper instead of the link.")

    def act(self, data: dict[str, Any]) -> str:
        """Record."""
        record_answer(application=self.application, at=timezone.now(), actor=self.actor, **data)
        return _("The answer is written down.")
