"""The room `admission` as a Django app."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import ngettext

from vivaio_core.site.plugin import Panel, Room, Urls, Waiting

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.demo import DemoContext
    from vivaio_core.site.erasure import DataClass, Plan


class Admission(Room):
    """Applications, sponsors, the checklist, the resolution."""

    name = "vivaio_core.admission"
    label = "admission"
    verbose_name = "Domande di ammissione"
    path_prefix = "adesione"
    office_within = "people"

    def ready(self) -> None:
        """Teach the trail this room's sentences."""
        from vivaio_core.admission import sentences

        sentences.register_all()

    def urls(self) -> Urls:
        """The public way to apply."""
        from vivaio_core.admission.urls import PUBLIC

        return PUBLIC

    def office(self) -> list[Any]:
        """The applications."""
        from vivaio_core.admission.office.lists import Applications

        return [Applications("office_admission")]

    def office_panels(self, party: "Party", on: date) -> list[Panel]:
        """What a person asked, and whom they present."""
        from vivaio_core.admission.selectors import applications_of, presented_by

        asked, presented = list(applications_of(party)[:5]), list(presented_by(party)[:10])
        return [Panel("admission/office/party.html", {"asked": asked, "presented": presented}, 20)] if asked or presented else []

    def member_panels(self, party: "Party", on: date) -> list[Panel]:
        """Whom a member presents, and who waits for an answer."""
        from vivaio_core.admission.selectors import presented_by

        presented = list(presented_by(party)[:10])
        return [Panel("admission/area/panel.html", {"presented": presented}, 60)] if presented else []

    def waiting(self, on: date) -> list[Waiting]:
        """Applications to examine, deadlines near or passed, decisions to tell, entries to make."""
        from vivaio_core.admission.queues import queues

        listed = reverse("office_admission:index")
        found = queues(on)
        words = {
            "late": ngettext("application past its deadline", "applications past their deadline", found["late"].count),
            "soon": ngettext("application due soon", "applications due soon", found["soon"].count),
            "new": ngettext("application to take under review", "applications to take under review", found["new"].count),
            "review": ngettext("application under review", "applications under review", found["review"].count),
            "silent": ngettext("application without answer of who presents", "applications without answer of who presents", found["silent"].count),
            "enter": ngettext("admission to enter in the register", "admissions to enter in the register", found["enter"].count),
        }
        return [Waiting(words[name], found[name].count, f"{listed}?{found[name].query}", found[name].oldest, name == "late") for name in words]

    def personal_data(self, party: "Party") -> dict[str, Any]:
        """What the party asked, and whom it presents."""
        from vivaio_core.admission.disclosure import disclosed

        return disclosed(party)

    def data_classes(self, party: "Party", on: date) -> "list[DataClass]":
        """Applications and presentations."""
        from vivaio_core.admission.privacy import held

        return held(party, on)

    def erase(self, party: "Party", plan: "Plan") -> None:
        """Take the names out of them."""
        from vivaio_core.admission.privacy import forget

        forget(party, plan)

    def demo(self, context: "DemoContext") -> None:
        """Applications in every state."""
        from vivaio_core.admission.demo import build

        build(context)

    def daily(self) -> list[Any]:
        """Reminders of deadlines and to silent presenting members, and the end of old drafts."""
        from vivaio_core.admission.tasks import daily

        return [daily]
