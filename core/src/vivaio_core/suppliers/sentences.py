"""What happened to suppliers, told in plain sentences."""

from django.utils.translation import gettext_lazy

from vivaio_core.trail.sentences import register


def register_all() -> None:
    """Called once, when the app is ready."""
    register("suppliers.propose", gettext_lazy("Written down as a candidate supplier."), gettext_lazy("Candidate supplier"))
    register("suppliers.correct", gettext_lazy("Data of the supplier corrected."), gettext_lazy("Supplier corrected"))
    register("suppliers.start", gettext_lazy("Supplier from {on}."), gettext_lazy("New supplier"))
    register("suppliers.end", gettext_lazy("No longer a supplier from {on}: {reason}."), gettext_lazy("End of a supplier"))
    register("suppliers.agree", gettext_lazy("Distributor from {on}."), gettext_lazy("New distributor"))
    register("suppliers.end_agreement", gettext_lazy("No longer a distributor from {on}: {reason}."), gettext_lazy("End of a distributor"))
    register("suppliers.reopen", gettext_lazy("Candidate supplier again."), gettext_lazy("Candidate again"))
