"""Forms of the member area."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vivaio_core.people.disclosure.models import CorrectionRequest
from vivaio_core.people.models import Party


class OwnDataForm(forms.Form):
    """What a member may correct himself; an organisation is not asked how to be addressed."""

    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
    address = forms.CharField(
        label=_("Address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        help_text=_("Street, number, post code and town."),
    )
    pec = forms.CharField(
        label=_("Certified e-mail (PEC)"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("Only if you have one."),
    )
    addressed_as = forms.ChoiceField(
        label=_("How we address you"),
        choices=[("", _("It is the same to me")), ("f", _("As a woman: “socia”")), ("m", _("As a man: “socio”"))],
        required=False,
    )

    def __init__(self, *args: Any, kind: str = Party.Kind.PERSON, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Party.Kind.ORGANISATION:
            del self.fields["addressed_as"]


class CorrectionForm(forms.Form):
    """What the office is asked to correct."""

    what = forms.ChoiceField(label=_("What to correct"), choices=CorrectionRequest.What.choices, widget=forms.RadioSelect)
    wanted = forms.CharField(
        label=_("How it should be"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Write it as it stands on your document.")
    )


class ErasureForm(forms.Form):
    """A request that is meant."""

    sure = forms.BooleanField(label=_("I ask for my data to be erased. I have read what stays and why."))
