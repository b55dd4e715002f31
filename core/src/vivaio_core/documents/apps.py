"""The room `documents` as a Django app: everything it offers, method by method."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_migrate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from typing_extensions import override

from vivaio_core.site.plugin import NavItem, Panel, Room, Urls, Waiting

if TYPE_CHECKING:
    from vivaio_core.people.models import Party
    from vivaio_core.site.demo import DemoContext
    from vivaio_core.site.erasure import DataClass, Plan


class Documents(Room):
    """Living texts, their versions, signatures."""

    name = "vivaio_core.documents"
    label = "documents"
    verbose_name = "Documenti"
    path_prefix = "documenti-sociali"
    office_title = gettext_lazy("Charter and documents")
    office_order = 26
    office_icon = "doc-full"

    def ready(self) -> None:
        """Teach the trail this room's sentences and keep the database's guard in place."""
        from vivaio_core.documents import sentences
        from vivaio_core.documents.triggers import GUARD

        sentences.register_all()
        post_migrate.connect(GUARD.after_migrate, sender=self, dispatch_uid="documents_guard", weak=False)

    @override
    def urls(self) -> Urls:
        from vivaio_core.documents.urls import PUBLIC

        return PUBLIC

    @override
    def member_urls(self) -> Urls:
        from vivaio_core.documents.urls import MEMBER

        return MEMBER

    @override
    def menu(self) -> list[NavItem]:
        return [NavItem(_("Our texts"), reverse("documents:list"), 80)]

    @override
    def member_menu(self) -> list[NavItem]:
        return [NavItem(_("My signatures"), reverse("documents_area:home"), 30)]

    @override
    def member_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_core.documents.selectors import signatures_due

        due = signatures_due(party, on)
        return [Panel("documents/area/panel.html", {"due": due}, 10)] if due else []

    @override
    def office(self) -> list[Any]:
        from vivaio_core.documents.office import documents, due, signatures

        return [section(section.name) for section in (documents.Documents, due.DueParties, signatures.Signatures)]

    @override
    def office_panels(self, party: "Party", on: date) -> list[Panel]:
        from vivaio_core.documents.selectors import signatures_due
        from vivaio_core.documents.signed import signatures_of

        context = {"party": party, "due": signatures_due(party, on), "signed": list(signatures_of(party)[:12])}
        return [Panel("documents/office/person.html", context, 30)]

    @override
    def waiting(self, on: date) -> list[Waiting]:
        from vivaio_core.documents.lists import MISSED, NEVER, TO_SIGN, pressing

        found = []
        for one in pressing(on):
            listed = f"{reverse('office_documents_due:index')}?document={one.document.code}&urgency="
            texts = {
                TO_SIGN: (one.to_sign, ngettext("person to sign “%(d)s” again in time", "people to sign “%(d)s” again in time", one.to_sign)),
                MISSED: (one.missed, ngettext("person too late to sign “%(d)s” again", "people too late to sign “%(d)s” again", one.missed)),
                NEVER: (one.never, ngettext("person who never signed “%(d)s”", "people who never signed “%(d)s”", one.never)),
            }
            found += [Waiting(text % {"d": one.document.title}, count, f"{listed}{urgency}") for urgency, (count, text) in texts.items()]
        return found

    @override
    def personal_data(self, party: "Party") -> dict[str, Any]:
        from vivaio_core.documents.disclosure import disclosed

        return disclosed(party)

    @override
    def data_classes(self, party: "Party", on: date) -> list["DataClass"]:
        from vivaio_core.documents.disclosure import held

        return held(party, on)

    @override
    def erase(self, party: "Party", plan: "Plan") -> None:
        """Nothing: a signature is written once and loses its name with the party."""

    @override
    def demo(self, context: "DemoContext") -> None:
        from vivaio_core.documents.demo import build

        build(context)

    @override
    def checks(self) -> list[Any]:
        from vivaio_core.documents.triggers import GUARD
        from vivaio_core.trail.guard_check import guard_check

        return [guard_check(GUARD, what="i documenti e le firme")]
