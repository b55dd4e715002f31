"""What happened to people, told in plain sentences."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vivaio_core.people.models import Identifier, Party, Resolution
from vivaio_core.people.relations.models import PartyRelation
from vivaio_core.people.relations.selectors import in_words as in_words_of_relation
from vivaio_core.trail.sentences import in_words, register


def _corrected(payload: dict[str, Any]) -> str:
    known = {field.name: str(field.verbose_name) for field in Party._meta.concrete_fields}
    names = ", ".join(known[name] for name in payload.get("fields") or [] if name in known)
    return _("Data corrected: %(names)s.") % {"names": names or "—"}


def _identified(payload: dict[str, Any]) -> str:
    scheme = payload.get("scheme")
    name = str(Identifier.Scheme(scheme).label if scheme in Identifier.Scheme.values else "—")
    return _("%(name)s recorded: %(value)s.") % {"name": name[:1].upper() + name[1:], "value": payload.get("value", "—")}


def _resolved(payload: dict[str, Any]) -> str:
    organ = payload.get("organ")
    name = Resolution.Organ(organ).label if organ in Resolution.Organ.values else "—"
    return _("Resolution of the %(organ)s of %(on)s, minutes n. %(number)s.") % {
        "organ": name,
        "on": in_words("on", payload.get("on")),
        "number": payload.get("minute_no", "—"),
    }


def _related(payload: dict[str, Any]) -> str:
    return _("Relation from %(on)s: %(words)s %(with)s.") % _of_relation(payload)


def _unrelated(payload: dict[str, Any]) -> str:
    return _("Relation ended on %(on)s: %(words)s %(with)s.") % _of_relation(payload)


def _of_relation(payload: dict[str, Any]) -> dict[str, str]:
    known = payload.get("relation") in PartyRelation.Kind.values
    words = in_words_of_relation(payload["relation"], bool(payload.get("from_here"))) if known else "—"
    return {"on": in_words("on", payload.get("on")), "words": words, "with": str(payload.get("with", "—"))}


def register_all() -> None:
    """Called once, when the app is ready."""
    register("people.relate", _related, gettext_lazy("Relation written down"))
    register("people.unrelate", _unrelated, gettext_lazy("Relation ended"))
    register("people.find_duplicates", gettext_lazy("Search for duplicates: {count} new pairs to decide."), gettext_lazy("Search for duplicates"))
    register("people.not_duplicate", gettext_lazy("Compared with {other}: they are two different ones."), gettext_lazy("Not a duplicate"))
    register("people.merge", gettext_lazy("Merged with the entry {other}: {rows} linked rows moved."), gettext_lazy("Two entries merged"))
    register("people.undo_merge", gettext_lazy("The merge with the entry {other} was undone."), gettext_lazy("Merge undone"))
    register("people.register", gettext_lazy("Entered in the cooperative's records."), gettext_lazy("New person or organisation"))
    register("people.correct", _corrected, gettext_lazy("Data corrected"))
    register("people.identify", _identified, gettext_lazy("Code recorded"))
    register("people.join", gettext_lazy("Joined the group “{group}” on {on}."), gettext_lazy("Joined a group"))
    register("people.leave", gettext_lazy("Left the group “{group}” on {on}."), gettext_lazy("Left a group"))
    register("people.propose_group", gettext_lazy("Group “{group}” proposed."), gettext_lazy("Group proposed"))
    register("people.correct_group", gettext_lazy("Data of the group “{group}” corrected."), gettext_lazy("Group corrected"))
    register("people.include_group", gettext_lazy("Group “{group}” included from {on}."), gettext_lazy("Group included"))
    register("people.suspend_group", gettext_lazy("Group “{group}” suspended from {on}."), gettext_lazy("Group suspended"))
    register("people.close_group", gettext_lazy("Group “{group}” closed from {on}."), gettext_lazy("Group closed"))
    register("people.link_login", gettext_lazy("Access to the member area opened."), gettext_lazy("Access opened"))
    register("people.resolve", _resolved, gettext_lazy("Resolution"))
    register("rules.load", gettext_lazy("Dated rules brought up to date: {added} new, {changed} changed."), gettext_lazy("Dated rules loaded"))
    register("rules.add", gettext_lazy("New value of the rule “{rule}”: {value}, from {valid_from}."), gettext_lazy("Dated rule added"))
