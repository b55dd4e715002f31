"""What was asked and answered about one's data, told in plain sentences."""

from django.utils.translation import gettext_lazy as _

from vivaio_core.trail.sentences import register


def register_all() -> None:
    """Called once, when the app is ready."""
    register("people.ask_disclosure", _("Asked to see the data the cooperative holds. Answer by {due_on}."), _("Request for one's data"))
    register("people.answer_disclosure", _("The request for the data was answered."), _("Request for one's data answered"))
    register("people.hand_over_data", _("All data were handed over as a file."), _("Data handed over"))
    register("people.ask_correction", _("Asked the office for a correction. Answer by {due_on}."), _("Request for a correction"))
    register("people.settle_correction", _("The office answered the request for a correction. {answer}"), _("Correction answered"))
    register("people.ask_erasure", _("Asked to be forgotten. Answer by {due_on}."), _("Request to be forgotten"))
    register("people.plan_erasure", _("The plan of the erasure was made on {on}."), _("Plan of an erasure"))
    register("people.refuse_erasure", _("The request to be forgotten was refused: {reason}"), _("Erasure refused"))
    register("people.erase", _("The personal data were erased on {on}. Something stays by law until: {kept_until}."), _("Data erased"))
