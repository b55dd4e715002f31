"""Forms of the notice board. They only gather; services decide."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from vivaio_core.payments.fields import MoneyField
from vivaio_liberex.board.draft import LINE, TEXT, Draft, NewPicture, Pictures
from vivaio_liberex.forms import PlainForm
from vivaio_liberex.models.board import Category, Listing, ListingPicture
from vivaio_liberex.pictures import MEGABYTES, MOST

ACCEPT = "image/jpeg,image/png,image/webp"


class ListingForm(PlainForm):
    """The words of a listing."""

    kind = forms.ChoiceField(
        label=lazy("Do you offer or look for something?"),
        choices=[("offer", lazy("I offer")), ("want", lazy("I look for"))],
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose whether you offer or look for something.")},
    )
    title = forms.CharField(label=lazy("Title"), max_length=LINE, help_text=lazy("In a few words: “Tables and chairs for hire”."))
    category = forms.ModelChoiceField(Category.objects.none(), label=lazy("Category"), empty_label=lazy("choose"))
    text = forms.CharField(label=lazy("Text"), max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 6}))
    price = MoneyField(label=lazy("Price"), required=False, help_text=lazy("For example 1.234,56. Leave it empty when it is to be agreed upon."))
    share = forms.IntegerField(
        label=lazy("How much of the price in credits?"),
        min_value=0,
        max_value=100,
        help_text=lazy("Out of a hundred. The rest is paid in euro."),
    )
    place = forms.CharField(label=lazy("Where"), max_length=60, required=False, help_text=lazy("A town, or “at your home”."))
    contact = forms.CharField(
        label=lazy("How can the others reach you?"),
        max_length=120,
        required=False,
        help_text=lazy("A telephone number or an e-mail address. Only participants read it."),
    )

    def __init__(self, *args: Any, was: Category | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - tells the type checker
        field.queryset = Category.objects.filter(active=True) | Category.objects.filter(pk=was.pk if was else 0)

    def draft(self) -> Draft:
        """What was written."""
        return Draft(**self.cleaned_data)


class PicturesForm(PlainForm):
    """The pictures there are, each with its words and a box to take it away, and room for new ones up to MOST."""

    def __init__(self, *args: Any, there: Sequence[ListingPicture] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = list(there)
        for one in self.there:
            self.fields[f"told_{one.key}"] = _words(one.alt)
            self.fields[f"drop_{one.key}"] = forms.BooleanField(label=_("Take this picture away"), required=False)
        for number in self.free:
            label = _("Picture %(number)s") % {"number": number}
            self.fields[f"file_{number}"] = forms.FileField(label=label, required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}))
            self.fields[f"alt_{number}"] = _words("")

    @property
    def free(self) -> range:
        """The numbers of the places that are free."""
        return range(len(self.there) + 1, MOST + 1)

    @property
    def kept(self) -> list[tuple[ListingPicture, forms.BoundField, forms.BoundField]]:
        """Each picture with its two fields, for the template."""
        return [(one, self[f"told_{one.key}"], self[f"drop_{one.key}"]) for one in self.there]

    @property
    def new(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """File and words of each free place, for the template."""
        return [(self[f"file_{number}"], self[f"alt_{number}"]) for number in self.free]

    def clean(self) -> dict[str, Any]:
        """A file that is too large is not even read."""
        data = super().clean() or {}
        for number in self.free:
            found = data.get(f"file_{number}")
            if found is not None and (found.size or 0) > MEGABYTES * 1024 * 1024:
                text = _("This picture is larger than %(most)s MB: make it smaller and send it again.")
                self.add_error(f"file_{number}", text % {"most": MEGABYTES})
        return data

    def pictures(self) -> Pictures:
        """What was sent."""
        data = self.cleaned_data
        files = [(number, data[f"file_{number}"]) for number in self.free if data.get(f"file_{number}")]
        new = [NewPicture(found.read(), data[f"alt_{number}"], f"file_{number}") for number, found in files]
        gone = frozenset(one.key for one in self.there if data[f"drop_{one.key}"])
        told: dict[UUID, str] = {one.key: data[f"told_{one.key}"] for one in self.there if one.key not in gone}
        return Pictures(new, gone, told)


class SearchForm(PlainForm):
    """What one looks for on the board; nothing of it is required."""

    q = forms.CharField(label=lazy("Words"), max_length=80, required=False, widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}))
    categoria = forms.ChoiceField(label=lazy("Category"), required=False)
    tipo = forms.ChoiceField(
        label=lazy("Kind of listing"),
        required=False,
        choices=[("", lazy("both")), (Listing.Kind.OFFER, lazy("Who offers")), (Listing.Kind.WANT, lazy("Who looks for it"))],
    )

    def __init__(self, *args: Any, categories: Sequence[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["categoria"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        found = [(str(one.pk), f"{one} ({getattr(one, 'count', 0)})") for one in categories]
        field.choices = [("", _("all")), *found]


def _words(told: str) -> forms.CharField:
    label, hint = _("What is seen in it?"), _("For who does not see it: “a round table with six chairs”.")
    return forms.CharField(label=label, max_length=120, required=False, initial=told, help_text=hint)
