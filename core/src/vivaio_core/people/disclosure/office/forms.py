"""Forms with which the office answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vivaio_core.office.fields import DayField
from vivaio_core.people.disclosure.models import CorrectionRequest


class ReceivedForm(forms.Form):
    """When the request came."""

    on = DayField(label=_("Received on"))


class AskedCorrectionForm(ReceivedForm):
    """What is to be corrected."""

    what = forms.ChoiceField(label=_("What to correct"), choices=CorrectionRequest.What.choices)
    wanted = forms.CharField(label=_("How it should be"), max_length=300)


class AnswerForm(forms.Form):
    """How the data reached the person, and when."""

    answer = forms.CharField(label=_("How the data reached the person"), max_length=200, help_text=_("For example: by e-mail, by hand."))
    on = DayField(label=_("On"))


class SettleForm(forms.Form):
    """Corrected or not, with what the person will read."""

    done = forms.TypedChoiceField(
        label=_("Outcome"),
        choices=[("yes", _("Corrected")), ("no", _("Not corrected"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Answer"), max_length=300, required=False, help_text=_("The person reads it. Without a correction it is needed.")
    )


class ReasonForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The person reads it."))


class ConfirmForm(forms.Form):
    """Read and understood."""

    sure = forms.BooleanField(label=_("I have read the plan. I know that nobody can take this back."))


class EmptyForm(forms.Form):
    """Nothing to fill in."""
