"""Acts on a person's page about what people are to each other."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.office.fields import DayField, PartyField
from vivaio_core.office.forms import DayForm
from vivaio_core.office.person import PersonAct
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.relations.selectors import SEEN_FROM_THE_OTHER
from vivaio_core.people.relations.services import end_relation, relate

Kind = PartyRelation.Kind
HERE, THERE = "here", "there"
CHOICES = [
    ("", "—"),
    *((f"{HERE}:{kind.value}", kind.label) for kind in Kind),
    *((f"{THERE}:{kind.value}", SEEN_FROM_THE_OTHER[kind]) for kind in Kind if kind != Kind.FAMILY_OF),
]


class RelationForm(forms.Form):
    """What, with whom, from when."""

    kind = forms.ChoiceField(label=gettext_lazy("Relation"), choices=CHOICES)
    other = PartyField(label=gettext_lazy("With whom"))
    on = DayField(label=gettext_lazy("From"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=200, required=False)


class Relate(PersonAct):
    """Write a relation down."""

    permission = "people.change_party"
    page_title = gettext_lazy("Add a relation")
    explanation = gettext_lazy("It will stand on both pages, each in its own words.")
    form_class = RelationForm

    def act(self, data: dict[str, Any]) -> str:
        """Relate, from the side that was chosen."""
        side, kind = data["kind"].split(":")
        source, target = (self.party, data["other"]) if side == HERE else (data["other"], self.party)
        relate(source=source, target=target, kind=kind, on=data["on"], note=data["note"], actor=self.actor)
        return _("The relation with %(name)s is written down.") % {"name": data["other"]}


class EndRelation(PersonAct):
    """End a relation."""

    permission = "people.change_party"
    page_title = gettext_lazy("End the relation")
    explanation = gettext_lazy("It stays in the history, with its days.")
    button = gettext_lazy("End the relation")
    form_class = DayForm
    relation: PartyRelation

    def prepare(self) -> None:
        """An open relation of this party."""
        super().prepare()
        found = PartyRelation.objects.filter(pk=self.kwargs["relation"], to_on__isnull=True)
        self.relation = get_object_or_404(found.filter(source=self.party) | found.filter(target=self.party))

    def get_initial(self) -> dict[str, Any]:
        """Today."""
        return {"on": timezone.localdate()}

    def act(self, data: dict[str, Any]) -> str:
        """End."""
        end_relation(relation=self.relation, actor=self.actor, **data)
        return _("The relation is ended.")


def pages() -> list[URLPattern]:
    """The two acts."""
    return [
        path("<int:pk>/relazione/", Relate.as_view(), name="relate"),
        path("<int:pk>/relazione/<int:relation>/chiudi/", EndRelation.as_view(), name="end_relation"),
    ]
