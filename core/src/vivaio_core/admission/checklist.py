"""The admission gate (people P15): each item with its reason and what to do. Nothing is admitted while one of them is missing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vivaio_core.admission.given import birth_differs
from vivaio_core.admission.models.application import Application, Sponsorship
from vivaio_core.admission.selectors import charter_in_force
from vivaio_core.pages.elision import elided
from vivaio_core.pages.numbers import day
from vivaio_core.people.models import Collectivity, Identifier, Party
from vivaio_core.people.selectors import collectivities, is_member
from vivaio_core.rules.selectors import rule


class Standing(StrEnum):
    """How an item stands."""

    OK = "ok"
    MISSING = "missing"
    EXEMPT = "exempt"


TITLES: dict[str, str | Promise] = {
    "application": gettext_lazy("An application"),
    "identity": gettext_lazy("Who it is"),
    "sponsor": gettext_lazy("Presented by a member"),
    "group": gettext_lazy("An included group"),
    "requirements": gettext_lazy("Requirements of the statute"),
    "competitor": gettext_lazy("No business in competition"),
    "charter": gettext_lazy("Charter of values"),
    "shares": gettext_lazy("Shares and payment"),
}
STANDINGS: dict[str, str | Promise] = {
    Standing.OK: gettext_lazy("all right"),
    Standing.MISSING: gettext_lazy("missing"),
    Standing.EXEMPT: gettext_lazy("not needed"),
}


@dataclass(frozen=True)
class Item:
    """One condition: `reason` says why it stands as it does, `cure` what to do when it is missing, `act` the office's page for it."""

    code: str
    standing: Standing
    reason: str
    cure: str = ""
    act: str = ""
    note: str = ""

    @property
    def title(self) -> str:
        """The condition's name."""
        return str(TITLES[self.code])

    @property
    def standing_name(self) -> str:
        """«a posto», «manca», «non serve»."""
        return str(STANDINGS[self.standing])

    @property
    def missing(self) -> bool:
        """True while it hinders the admission."""
        return self.standing == Standing.MISSING


def checklist(application: Application, on: date) -> list[Item]:
    """All items as of the day of the resolution `on`; a constant number of queries."""
    return [
        _identity(application, on),
        _sponsor(application, on),
        _group(application, on),
        _requirements(application),
        _competitor(application),
        _charter(application, on),
        _shares(application, on),
    ]


def blockers(application: Application, on: date) -> list[Item]:
    """What hinders an admission on the day; empty when nothing does."""
    return [item for item in checklist(application, on) if item.missing]


def _ok(code: str, reason: str, note: str = "") -> Item:
    return Item(code, Standing.OK, reason, note=note)


def _missing(code: str, reason: str, cure: str, act: str = "", note: str = "") -> Item:
    return Item(code, Standing.MISSING, reason, cure, act, note)


def _identity(application: Application, on: date) -> Item:
    party = application.party
    note = ""
    if birth_differs(application.fiscal_code, application.birth_date):
        note = _("The fiscal code speaks of another date of birth: compare with a document.")
    if party is None:
        cure = _("Compare with who is already here, then link or register.")
        return _missing("identity", _("Nobody has said yet who this is."), cure, "identify", note)
    if party.status != Party.Status.ACTIVE:
        return _missing("identity", _("The linked record is no longer in use."), _("Link the right one."), "identify", note)
    code = next((one for one in party.identifiers.all() if one.active and one.scheme == Identifier.Scheme.CF), None)
    if code is None:
        return _missing("identity", _("%(name)s has no fiscal code here.") % {"name": party}, _("Add the code on the person's page."), "", note)
    if is_member(party, on):
        return _missing("identity", _("%(name)s is already a member.") % {"name": party}, _("New shares are an increase, not an admission."))
    return _ok("identity", _("%(name)s, %(code)s.") % {"name": party, "code": code.value}, note)


def _sponsor(application: Application, on: date) -> Item:
    if application.founder:
        return Item("sponsor", Standing.EXEMPT, _("Founders need nobody to present them."))
    least = rule("admission.min_sponsors", on).days
    accepted = [one for one in application.sponsorships.all() if one.state == Sponsorship.State.ACCEPTED and one.sponsor]
    good = [one for one in accepted if one.sponsor and one.sponsor_id != application.party_id and is_member(one.sponsor, on)]
    if len(good) >= least:
        return _ok("sponsor", _("Presented by %(names)s.") % {"names": ", ".join(str(one.sponsor) for one in good)} if good else _("Not asked for."))
    cure = _("Ask the member, and write down the answer.")
    if any(one.sponsor_id == application.party_id for one in accepted):
        return _missing("sponsor", _("Nobody presents himself: it takes another member."), cure, "sponsor")
    if len(accepted) > len(good):
        return _missing("sponsor", elided(_("Who presents must be a member on %(day)s.") % {"day": day(on)}), cure, "sponsor")
    asked = len([one for one in application.sponsorships.all() if one.state == Sponsorship.State.ASKED])
    reason = ngettext("%(count)s member was asked and has not answered.", "%(count)s members were asked and have not answered.", asked)
    return _missing("sponsor", reason % {"count": asked} if asked else _("Nobody presents this person yet."), cure, "sponsor")


def _group(application: Application, on: date) -> Item:
    chosen = application.collectivity
    if chosen and chosen.state == Collectivity.State.INCLUDED:
        return _ok("group", _("“%(name)s” is included.") % {"name": chosen})
    belongs = collectivities(application.party, on) if application.party else []
    if belongs:
        return _ok("group", _("Belongs to “%(name)s”.") % {"name": belongs[0]})
    cure = _("Choose an included group with the applicant.")
    if chosen:
        return _missing("group", _("“%(name)s” is not included now.") % {"name": chosen}, cure, "group")
    reason = _("The applicant found no group of their own.")
    return _missing("group", reason, cure, "group", application.group_note)


def _requirements(application: Application) -> Item:
    if application.requirements_declared:
        return _ok("requirements", _("Declared."))
    return _missing("requirements", _("Not declared."), _("Ask for the declaration."), "declare")


def _competitor(application: Application) -> Item:
    if application.no_competitor:
        return _ok("competitor", _("Declared: no business of the same kind."))
    return _missing("competitor", _("Not declared."), _("Ask for the declaration."), "declare")


def _charter(application: Application, on: date) -> Item:
    from vivaio_core.documents.selectors import charter_blocks_member

    cure = _("Have the version in force signed, on the site or on paper.")
    if application.party:
        blocked = charter_blocks_member(application.party, on)
        if blocked:
            return _missing("charter", blocked, cure, "charter")
        signed = application.party.signatures.filter(version__document__category="charter").order_by("-version__number").first()
        if signed is None:
            return Item("charter", Standing.EXEMPT, elided(_("No signature is asked for on %(day)s.") % {"day": day(on)}))
        return _ok("charter", _("Version %(number)s signed.") % {"number": signed.version.number})
    version = charter_in_force(on)
    if version is None:
        return Item("charter", Standing.EXEMPT, elided(_("No charter is in force on %(day)s.") % {"day": day(on)}))
    if application.charter_version_id == version.pk:
        return _ok("charter", _("Version %(number)s accepted with the application.") % {"number": version.number})
    return _missing("charter", _("Version %(number)s is in force and is not signed.") % {"number": version.number}, cure, "charter")


def _shares(application: Application, on: date) -> Item:
    least = max(rule("admission.min_shares", on).days, rule("shares.min_qty", on).days)
    if application.shares < least:
        text = ngettext("The least is %(count)s share.", "The least is %(count)s shares.", least)
        return _missing("shares", text % {"count": least}, _("Agree on the number with the applicant."), "shares")
    if not application.payment_plan:
        return _missing("shares", _("How they are paid is not agreed."), _("Agree on the payment with the applicant."), "shares")
    text = ngettext("%(count)s share, %(plan)s.", "%(count)s shares, %(plan)s.", application.shares)
    return _ok("shares", text % {"count": application.shares, "plan": application.get_payment_plan_display()})
