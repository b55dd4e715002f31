"""Forms of the register's acts."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.access.models import User
from vivaio_core.office.fields import DayField, EuroField
from vivaio_core.people.models import Membership, Resolution
from vivaio_core.people.services import record_resolution

METHODS = [
    ("bonifico", gettext_lazy("bank transfer")),
    ("carta", gettext_lazy("card")),
    ("addebito", gettext_lazy("direct debit")),
    ("assegno", gettext_lazy("cheque")),
    ("contanti", gettext_lazy("cash")),
]


class PastDay(DayField):
    """A day that is not in the future: the book would wait for it before it takes another entry."""

    def clean(self, value: Any) -> Any:
        """Refuse tomorrow."""
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class EntryForm(forms.Form):
    """What every annotation asks: when it is written into the book."""

    recorded_on = PastDay(label=gettext_lazy("Entered in the register on"), help_text=gettext_lazy("Never earlier than the last entry of the book."))


class ResolutionForm(forms.Form):
    """Which organ decided, when, and the number of the minutes."""

    organ = forms.ChoiceField(label=gettext_lazy("Who decided"), choices=Resolution.Organ.choices)
    held_on = PastDay(label=gettext_lazy("Date of the meeting"))
    minute_no = forms.CharField(label=gettext_lazy("Number of the minutes"), max_length=40)


def written(data: dict[str, Any], actor: User) -> Resolution:
    """The resolution of a form's data, written down; its three fields leave `data`. The same minutes twice are one row."""
    fields = {name: data.pop(name) for name in ("organ", "held_on", "minute_no")}
    return record_resolution(actor=actor, **fields)


class SharesForm(ResolutionForm, EntryForm):
    """New shares."""

    qty = forms.IntegerField(label=gettext_lazy("How many shares"), min_value=1, max_value=1_000_000)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)
    field_order = ["qty", "organ", "held_on", "minute_no", "recorded_on", "note"]


class PaymentForm(forms.Form):
    """Money for shares that has come in."""

    euro = EuroField(label=gettext_lazy("Amount in euro"))
    on = PastDay(label=gettext_lazy("On"))
    method = forms.ChoiceField(label=gettext_lazy("How"), choices=METHODS)
    reference = forms.CharField(label=gettext_lazy("Reference"), max_length=80, required=False)


class AnnotateForm(EntryForm):
    """A change of data or of category."""

    category = forms.ChoiceField(
        label=gettext_lazy("New category"), required=False, choices=[("", gettext_lazy("unchanged")), *Membership.Category.choices]
    )
    text = forms.CharField(label=gettext_lazy("What has changed"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    effective_on = PastDay(label=gettext_lazy("Counts from"))
    field_order = ["category", "text", "effective_on", "recorded_on"]


class WhyForm(EntryForm):
    """Why an entry or an operation is taken back."""

    note = forms.CharField(label=gettext_lazy("Why"), max_length=200, help_text=gettext_lazy("It stays in the book, beside the correction."))


class DayQuery(forms.Form):
    """The days a reader asks for; an empty or impossible one becomes today."""

    on = DayField(label=gettext_lazy("On"), required=False)
    known_on = DayField(label=gettext_lazy("As it was known on"), required=False)
