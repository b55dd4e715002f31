"""Forms of joining and leaving. They only gather; services decide and their refusals come back to the field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vivaio_core.contract.errors import ContractError
from vivaio_liberex.models.participants import Participant, Sector


class PlainForm(forms.Form):
    """A form whose labels are questions or words, without a colon behind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


class ShownForm(PlainForm):
    """What others read of a participant."""

    shown_as = forms.CharField(label=_("Which name do the others read?"), max_length=120)
    sector = forms.ModelChoiceField(Sector.objects.all(), label=_("What do you sell or do?"), required=False, empty_label=_("nothing for now"))
    seller_share = forms.IntegerField(
        label=_("How much of a price do you accept in credits?"),
        min_value=0,
        max_value=100,
        initial=100,
        help_text=_("Out of a hundred. You can always choose another share for a single sale."),
    )
    listed = forms.BooleanField(label=_("The others find me by name"), required=False, initial=True)


class JoinForm(ShownForm):
    """The first step of entering."""

    kind = forms.ChoiceField(label=_("How do you take part?"), choices=Participant.Kind.choices)
    field_order = ["kind", "shown_as", "sector", "seller_share", "listed"]

    def __init__(self, *args: Any, kinds: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [(kind, Participant.Kind(kind).label) for kind in kinds]
        if len(kinds) == 1:
            field.widget, field.initial = forms.HiddenInput(), kinds[0]

    def hide(self) -> None:
        """Carry the answers on to the second step."""
        for field in self.fields.values():
            field.widget = forms.HiddenInput()


class AgreeForm(PlainForm):
    """The second step: the rules."""

    version = forms.CharField(max_length=60, widget=forms.HiddenInput)
    agreed = forms.BooleanField(label=_("I have read the rules and I accept them"), required=False)


def refuse(form: forms.Form, refusal: ContractError) -> None:
    """Put a service's refusal where the person can mend it."""
    field = getattr(refusal, "field", "")
    form.add_error(field if field in form.fields else None, str(refusal))
