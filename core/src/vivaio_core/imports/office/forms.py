"""Forms of imports in the office. They only gather; services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vivaio_core.imports.columns import columns_of
from vivaio_core.imports.models import ImportBatch


class UploadForm(forms.Form):
    """The file and what it holds."""

    mode = forms.ChoiceField(
        label=_("What does the file hold?"),
        choices=ImportBatch.Mode.choices,
        initial=ImportBatch.Mode.PEOPLE,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=_("File"), help_text=_("An XLSX spreadsheet, or CSV."))


class ColumnsForm(forms.Form):
    """For each column of the file, what it holds."""

    def __init__(self, *args: Any, batch: ImportBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.batch = batch
        chosen = {place: name for name, place in batch.columns.items()}
        choices = [("", _("not needed")), *((column.name, column.label) for column in columns_of(batch.mode))]
        for place, header in enumerate(batch.headers):
            seen = [cells[place] for cells in batch.sample if place < len(cells) and cells[place]]
            self.fields[f"c{place}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=chosen.get(place, ""), help_text=" · ".join(cell[:40] for cell in seen[:3])
            )

    def clean(self) -> dict[str, Any]:
        """One field from two columns would lose one of them."""
        data = super().clean() or {}
        taken: dict[str, str] = {}
        for name, value in list(data.items()):
            if value and value in taken:
                self.add_error(name, _("Another column holds this already: choose one of the two."))
            elif value:
                taken[value] = name
        return data

    def columns(self) -> dict[str, int]:
        """Field → place of its column."""
        return {value: int(name[1:]) for name, value in self.cleaned_data.items() if value}


class NoteForm(forms.Form):
    """Why."""

    note = forms.CharField(label=_("Why"), max_length=200)
