"""Forms of the dated rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vivaio_core.office.fields import DayField
from vivaio_core.rules.models import Parameter


class ParameterForm(forms.Form):
    """A new dated value of a rule that is there."""

    code = forms.ChoiceField(label=_("Rule"))
    basis = forms.ChoiceField(
        label=_("Whose value it is"),
        choices=Parameter.Basis.choices,
        initial=Parameter.Basis.OWN,
        required=False,
        help_text=_("A value of the statute stays within what the law allows. Choose the law only when the law itself has changed."),
    )
    value = forms.DecimalField(label=_("Value"), required=False, localize=True)
    text = forms.CharField(label=_("or text"), max_length=200, required=False, help_text=_("Only for rules whose value is a word."))
    valid_from = DayField(label=_("Valid from"))
    valid_to = DayField(label=_("Valid until"), required=False, help_text=_("Leave it empty when no end is known."))
    source = forms.CharField(label=_("Source"), max_length=300, help_text=_("The law, the minutes or the page where it stands."))
    mark = forms.ChoiceField(label=_("Reliability"), choices=Parameter.Mark.choices, initial=Parameter.Mark.UNVERIFIED)
    note = forms.CharField(label=_("Note"), max_length=400, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Parameter.objects.order_by("code", "valid_from").values_list("code", "label")
        self.fields["code"].choices = list({code: label or code for code, label in rows}.items())  # type: ignore[attr-defined]

    def clean_basis(self) -> str:
        """The statute, unless somebody says the law."""
        return self.cleaned_data["basis"] or Parameter.Basis.OWN.value


class ValueForm(ParameterForm):
    """A new dated value of the one rule `law` is of: a number in its unit, or one of its words."""

    def __init__(self, *args: Any, law: Parameter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["code"]
        if law.value is not None:
            del self.fields["text"]
            self.fields["value"].help_text = law.unit
            return
        del self.fields["value"]
        if law.choices:
            words = [(word, word) for word in law.choices.split("|")]
            self.fields["text"] = forms.ChoiceField(label=_("Value"), choices=words)
        else:
            self.fields["text"] = forms.CharField(label=_("Value"), max_length=200)
        self.order_fields(["basis", "text"])
