"""What happened to applications, told in plain sentences."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vivaio_core.trail.sentences import in_words, register


def _late(payload: dict[str, Any], text: str) -> str:
    said = text % {"day": in_words("on", payload.get("on"))}
    late = payload.get("late") or 0
    if not isinstance(late, int) or late <= 0:
        return said
    return said + " " + ngettext("That was %(count)s day late.", "That was %(count)s days late.", late) % {"count": late}


def _communicated(payload: dict[str, Any]) -> str:
    return _late(payload, _("Outcome communicated on %(day)s."))


def _appealed(payload: dict[str, Any]) -> str:
    return _late(payload, _("Appeal to the assembly received on %(day)s."))


def register_all() -> None:
    """Called once, when the app is ready."""
    lazy = gettext_lazy
    register("admission.submit", lazy("{name} applied for membership on {on}, on the site."), lazy("Application sent"))
    register("admission.paper", lazy("Application of {name} received on {on}, typed in by the office."), lazy("Application typed in"))
    register("admission.correct", lazy("Data of the application of {name} corrected."), lazy("Application corrected"))
    register("admission.group", lazy("Group of the application of {name} chosen."), lazy("Group of an application chosen"))
    register("admission.shares", lazy("Shares and payment agreed with {name}."), lazy("Shares of an application agreed"))
    register("admission.declare", lazy("Declarations of {name} written down."), lazy("Declarations written down"))
    register("admission.charter", lazy("{name} accepted the charter, version {number}."), lazy("Charter accepted"))
    register("admission.sponsor_named", lazy("{name} named another presenting member."), lazy("Presenting member named"))
    register("admission.sponsor_accept", lazy("{sponsor} presents {name}."), lazy("Presentation accepted"))
    register("admission.sponsor_decline", lazy("{sponsor} does not present {name}."), lazy("Presentation declined"))
    register("admission.sponsor_reminded", lazy("Reminder n. {count} to {sponsor}, who may present {name}."), lazy("Presenting member reminded"))
    register("admission.review", lazy("Application of {name} taken under review."), lazy("Application under review"))
    register("admission.link", lazy("Application of {name} linked to {party}."), lazy("Applicant identified"))
    register("admission.register", lazy("{party} entered in the records from the application."), lazy("Applicant entered in the records"))
    register("admission.admit", lazy("{name} admitted on {on}, minutes n. {minute_no}."), lazy("Admission decided"))
    register("admission.refuse", lazy("Application of {name} refused on {on}, minutes n. {minute_no}."), lazy("Refusal decided"))
    register("admission.communicate", _communicated, lazy("Outcome communicated"))
    register("admission.appeal", _appealed, lazy("Appeal received"))
    register("admission.grant", lazy("The assembly admitted {name} on {on}, minutes n. {minute_no}."), lazy("Appeal granted"))
    register("admission.reject", lazy("The assembly confirmed the refusal of {name} on {on}, minutes n. {minute_no}."), lazy("Refusal confirmed"))
    register("admission.withdraw", lazy("Application of {name} withdrawn on {on}."), lazy("Application withdrawn"))
    register("admission.annotate", lazy("{name} entered in the register on {on} with number {member_no}."), lazy("Admission entered in the register"))
    register("admission.reopen", lazy("The entry of {name} was undone: the application waits again."), lazy("Application reopened"))
