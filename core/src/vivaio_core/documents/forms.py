"""What the member area asks."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignForm(forms.Form):
    """The version that was read, and the promise."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I have read this text and I sign it."), error_messages={"required": _("To sign, tick the box: it says that you have read the text.")}
    )
