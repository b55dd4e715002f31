"""The acts of the decision and after it: admission, refusal, communication, appeal, withdrawal, entry in the register."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from vivaio_core.admission import selectors, states
from vivaio_core.admission.checklist import blockers
from vivaio_core.admission.office import forms
from vivaio_core.admission.office.acts import ApplicationAct, Charter, ChooseGroup, ChooseShares, Correct, Declare, Review, Sponsor
from vivaio_core.admission.services import decide
from vivaio_core.admission.services.annotate import annotate
from vivaio_core.office.exports import Text
from vivaio_core.pages.numbers import euros


class _Decision(ApplicationAct):
    permission = decide.DECIDE
    form_class: Any = forms.ResolutionForm


class Admit(_Decision):
    """The organ admits."""

    page_title = button = states.LABELS["admit"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With what still hinders it today."""
        items = blockers(self.application, timezone.localdate())
        lines = " ".join(f"{item.title}: {item.reason}" for item in items)
        ready = _("Everything is in place. The admission counts from the day of the meeting; the entry in the register comes after.")
        said: Text = _("Still missing today. %(items)s") % {"items": lines} if items else ready
        return {**super().get_context_data(**kwargs), "explanation": said}

    def act(self, data: dict[str, Any]) -> str:
        """Admit."""
        decide.admit(application=self.application, on=timezone.localdate(), actor=self.actor, **data)
        return _("Admitted. Now tell the applicant, and enter the admission in the register.")


class Refuse(_Decision):
    """The organ refuses."""

    page_title = button = states.LABELS["refuse"]
    form_class: Any = forms.RefusalForm
    explanation = lazy("The law asks for reasons. The refusal must then be communicated within the term; the applicant can ask the assembly.")

    def act(self, data: dict[str, Any]) -> str:
        """Refuse."""
        decide.refuse(application=self.application, on=timezone.localdate(), actor=self.actor, **data)
        return _("The refusal is written down. Communicate it now: the term runs.")


class Communicate(ApplicationAct):
    """Tell the outcome."""

    page_title = button = lazy("Communicate the outcome")
    form_class: Any = forms.DayForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether a letter leaves."""
        email = self.application.email
        letter = _("A letter leaves for %(email)s. The day is kept as the day of the communication.") % {"email": email}
        paper = _("There is no e-mail address: tell the applicant on paper, and write the day here.")
        return {**super().get_context_data(**kwargs), "explanation": letter if email else paper}

    def act(self, data: dict[str, Any]) -> str:
        """Communicate."""
        decide.communicate(application=self.application, communicated_on=data["on"], on=timezone.localdate(), actor=self.actor)
        return _("The outcome is communicated.")

    def refused(self, form: Any, refusal: Any) -> Any:
        """The day is one field here."""
        refusal.field = "on" if getattr(refusal, "field", "") == "communicated_on" else ""
        return super().refused(form, refusal)


class Appeal(ApplicationAct):
    """The appeal arrived."""

    page_title = button = states.LABELS["appeal"]
    form_class: Any = forms.AppealForm
    explanation = lazy("The assembly will decide. A request that comes late is kept and marked as late.")

    def act(self, data: dict[str, Any]) -> str:
        """Record."""
        decide.appeal(application=self.application, on=timezone.localdate(), actor=self.actor, **data)
        return _("The appeal is written down.")


class Grant(_Decision):
    """The assembly admits."""

    page_title = button = states.LABELS["grant"]
    form_class: Any = forms.AssemblyForm
    grant = True

    def act(self, data: dict[str, Any]) -> str:
        """Decide."""
        decide.decide_appeal(application=self.application, grant=self.grant, on=timezone.localdate(), actor=self.actor, **data)
        return _("The decision of the assembly is written down. Communicate it now.")


class Reject(Grant):
    """The assembly confirms the refusal."""

    page_title = button = states.LABELS["reject"]
    grant = False


class Withdraw(ApplicationAct):
    """The applicant takes it back."""

    page_title = button = states.LABELS["withdraw"]
    explanation = lazy("For an applicant who has changed their mind. They get a letter; they can apply again.")

    def act(self, data: dict[str, Any]) -> str:
        """Withdraw."""
        decide.withdraw(application=self.application, on=timezone.localdate(), actor=self.actor)
        return _("The application is withdrawn.")


class Annotate(ApplicationAct):
    """The entry in the register."""

    page_title = button = states.LABELS["annotate"]
    form_class: Any = forms.AnnotateForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What will be written."""
        found, cost = self.application, self._cost()
        text = ngettext(
            "%(count)s share for %(sum)s. The member number is given now; the membership counts from the resolution (%(resolution)s).",
            "%(count)s shares for %(sum)s. The member number is given now; the membership counts from the resolution (%(resolution)s).",
            found.shares,
        )
        said = text % {"count": found.shares, "sum": euros(found.shares * cost.share_cents), "resolution": found.admitting or "—"}
        return {**super().get_context_data(**kwargs), "explanation": said}

    def act(self, data: dict[str, Any]) -> str:
        """Enter."""
        premium = self.application.shares * self._cost().premium_cents
        bond = annotate(
            application=self.application,
            recorded_on=data["recorded_on"],
            on=timezone.localdate(),
            premium_cents=premium,
            paid_cents=int((data["paid"] or 0) * 100),
            method=str(dict(forms.METHODS).get(data["method"], "")),
            reference=data["reference"],
            actor=self.actor,
        )
        return _("%(name)s is a member with number %(number)s.") % {"name": self.application, "number": bond.member_no}

    def _cost(self) -> selectors.Costs:
        admitting = self.application.admitting
        return selectors.costs(admitting.held_on if admitting else timezone.localdate())


ACTS: dict[str, tuple[str, type[ApplicationAct]]] = {
    "review": ("esamina", Review),
    "correct": ("correggi", Correct),
    "group": ("gruppo", ChooseGroup),
    "shares": ("quote", ChooseShares),
    "declare": ("dichiarazioni", Declare),
    "charter": ("carta", Charter),
    "sponsor": ("presentatore", Sponsor),
    "admit": ("ammetti", Admit),
    "refuse": ("rifiuta", Refuse),
    "communicate": ("comunica", Communicate),
    "appeal": ("ricorso", Appeal),
    "grant": ("assemblea-ammette", Grant),
    "reject": ("assemblea-conferma", Reject),
    "annotate": ("annota", Annotate),
    "withdraw": ("ritira", Withdraw),
}
