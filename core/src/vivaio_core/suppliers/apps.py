"""The room `suppliers` as a Django app: everything it offers, method by method."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from typing_extensions import override

from vivaio_core.site.plugin import Indicator, Panel, Room, Urls, Waiting

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.demo import DemoContext
    from vivaio_core.site.erasure import DataClass, Plan


class Suppliers(Room):
    """Suppliers, their charter and their figures."""

    name = "vivaio_core.suppliers"
    label = "suppliers"
    verbose_name = "Fornitori"
    path_prefix = "fornitori"
    office_title = gettext_lazy("Suppliers")
    office_order = 27
    office_icon = "site"

    def ready(self) -> None:
        """Teach the trail this room's sentences."""
        from vivaio_core.suppliers import sentences

        sentences.register_all()

    @override
    def urls(self) -> Urls:
        from vivaio_core.suppliers.urls import PUBLIC

        return PUBLIC

    @override
    def office(self) -> list[Any]:
        from vivaio_core.suppliers.office.distributors import Distributors
        from vivaio_core.suppliers.office.suppliers import Suppliers as Section

        return [Distributors(Distributors.name), Section(Section.name)]

    @override
    def office_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_core.suppliers.selectors import distributor_of, state_in_words, suppliers

        found = suppliers(on).filter(party=party).first()
        if found is None and party.kind == party.Kind.PERSON:
            return []
        state = state_in_words(found.shown) if found else ""
        context = {"party": party, "supplier": found, "state": state, "distributor": distributor_of(party)}
        return [Panel("suppliers/office/person.html", context, 35)]

    @override
    def waiting(self, on: date) -> list[Waiting]:
        from vivaio_core.suppliers.selectors import waiting_charter
        from vivaio_core.suppliers.states import Shown

        suspended, late = waiting_charter(on)
        listed = reverse("office_suppliers:index")
        text = ngettext("supplier suspended: the charter is not signed", "suppliers suspended: the charter is not signed", suspended)
        again = ngettext("supplier to sign the charter again", "suppliers to sign the charter again", late)
        return [Waiting(text, suspended, f"{listed}?state={Shown.SUSPENDED}", urgent=True), Waiting(again, late, f"{listed}?signature=due")]

    @override
    def indicators(self, on: date) -> list[Indicator]:
        from vivaio_core.suppliers.selectors import figures

        found = figures(on)
        if not found.active:
            return []
        series = [(_("Cooperatives"), float(found.cooperatives)), (_("Other businesses"), float(found.active - found.cooperatives))]
        note = _("%(n)s of them are cooperatives.") % {"n": found.cooperatives}
        near = _("Of our area, with fewer than 20 people: %(n)s of %(all)s.") % {"n": found.local_and_small, "all": found.active}
        public = reverse("suppliers:figures")
        return [
            Indicator("suppliers.active", _("Active suppliers"), str(found.active), _("suppliers"), note, series, url=public),
            Indicator("suppliers.local", _("Small suppliers of our area"), str(found.local_percent), "%", near, url=public),
        ]

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_core.suppliers.disclosure import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> list["DataClass"]:
        from vivaio_core.suppliers.disclosure import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        from vivaio_core.suppliers.disclosure import forget

        forget(party, plan)

    @override
    def demo(self, context: "DemoContext") -> None:
        from vivaio_core.suppliers.demo import build

        build(context)
