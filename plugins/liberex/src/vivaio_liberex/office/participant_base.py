"""What the acts on a participant share."""

from typing import Any

from vivaio_liberex.models.participants import Participant
from vivaio_liberex.office import forms
from vivaio_liberex.office.pages import Act

SPACE = "office_liberex_participants"


class ParticipantAct(Act):
    """A step on one participant; a form that asks nothing where none is named."""

    model = Participant
    space = SPACE
    form_class: Any = forms.EmptyForm
