"""Forms of the documents' office. They only gather; services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.documents.models import DocumentVersion, LivingDocument, Signature
from vivaio_core.office.fields import DayField
from vivaio_core.people.models import Resolution


class DocumentForm(forms.Form):
    """A document and who signs it."""

    title = forms.CharField(label=lazy("Title"), max_length=120)
    category = forms.ChoiceField(label=lazy("Kind"), choices=LivingDocument.Category.choices)
    summary = forms.CharField(label=lazy("In one sentence"), max_length=240, required=False)
    public = forms.BooleanField(
        label=lazy("Everybody may read it on the site"), required=False, initial=True, help_text=lazy("Otherwise members read it in their area.")
    )
    signed_by_members = forms.BooleanField(label=lazy("Members sign it"), required=False)
    signed_by_suppliers = forms.BooleanField(label=lazy("Suppliers sign it"), required=False)
    signed_by_staff = forms.BooleanField(label=lazy("Staff and board sign it"), required=False)


class TextForm(forms.Form):
    """The text of a draft."""

    text = forms.CharField(
        label=lazy("Text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text=lazy("One empty line between paragraphs. A line that begins with ## is a heading, with - an item of a list; **so** is bold."),
    )
    changes = forms.CharField(
        label=lazy("What changes, in a few words"), max_length=300, required=False, help_text=lazy("People read it before they sign again.")
    )


class PublishForm(forms.Form):
    """Who adopted the text, from when, and who must sign again."""

    organ = forms.ChoiceField(label=lazy("Adopted by"), choices=Resolution.Organ.choices)
    held_on = DayField(label=lazy("Day of the meeting"), required=False)
    minute_no = forms.CharField(label=lazy("Number of the minutes"), max_length=40, required=False)
    in_force_from = DayField(label=lazy("In force from"))
    resign = forms.ChoiceField(label=lazy("Who signed an earlier version"), choices=DocumentVersion.Resign.choices, widget=forms.RadioSelect)
    resign_by = DayField(label=lazy("Last day to sign again"), required=False)

    def clean(self) -> dict[str, Any]:
        """The minutes are named as a whole or not at all."""
        found: dict[str, Any] = super().clean() or {}
        if bool(found.get("held_on")) != bool(found.get("minute_no")):
            self.add_error(
                "minute_no" if found.get("held_on") else "held_on", lazy("Write both the day of the meeting and the number of the minutes.")
            )
        return found


class EmptyForm(forms.Form):
    """Nothing to write: only to confirm."""


class PaperForm(forms.Form):
    """A signature given away from the site."""

    version = forms.ModelChoiceField(DocumentVersion.objects.none(), label=lazy("Text"))
    channel = forms.ChoiceField(
        label=lazy("How"), choices=[choice for choice in Signature.Channel.choices if choice[0] in ("paper", "assembly", "import")]
    )
    on = DayField(label=lazy("Signed on"))
    evidence = forms.CharField(
        label=lazy("Where the signed sheet is"),
        max_length=300,
        help_text=lazy("For example: folder of 2026, sheet 14; or minutes of the assembly n. 3."),
    )

    def __init__(self, *args: Any, versions: Any, organisation: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        if organisation:
            label, help_text = lazy("Who signed for the organisation"), lazy("First and last name, as on the sheet.")
            self.fields["signer"] = forms.CharField(label=label, max_length=120, help_text=help_text, required=False)
