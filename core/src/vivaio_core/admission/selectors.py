"""Reads of applications."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vivaio_core.admission.clocks import RESOLUTION
from vivaio_core.admission.models.application import Application, Reminder, Sponsorship
from vivaio_core.admission.reminders import SPONSOR as REMINDED
from vivaio_core.admission.states import State
from vivaio_core.admission.tokens import CONFIRM, SPONSOR, STATUS, genuine, key_in
from vivaio_core.documents.models import DocumentVersion
from vivaio_core.people.folding import fold
from vivaio_core.people.models import Collectivity, Identifier, Party
from vivaio_core.rules.selectors import rule
from vivaio_core.trail.models import Event

Text = str | Promise
SHOWN = ("party", "collectivity", "resolution", "second_resolution", "charter_version__document")


@dataclass(frozen=True)
class Costs:
    """What becoming a member costs on a day, in cents: a share, its premium, and the least number of shares."""

    nominal_cents: int
    premium_cents: int
    least: int

    @property
    def share_cents(self) -> int:
        """A share with its premium."""
        return self.nominal_cents + self.premium_cents

    @property
    def entry_cents(self) -> int:
        """The least that somebody pays to enter."""
        return self.least * self.share_cents


def costs(on: date) -> Costs:
    """What becoming a member costs on the day, by the dated rules. Raises NoRuleForDate."""
    least = max(rule("admission.min_shares", on).days, rule("shares.min_qty", on).days)
    return Costs(rule("shares.nominal_cents", on).days, rule("shares.premium_cents", on).days, least)


def charter_in_force(on: date) -> DocumentVersion | None:
    """The version of the charter that a new member accepts on the day; None when there is none or no new member is asked to."""
    from vivaio_core.documents.selectors import CHARTER, MEMBERS_FROM, required_from, version_in_force

    version = version_in_force(CHARTER, on)
    if version is None or not version.document.signed_by_members or required_from(MEMBERS_FROM, on) is None:
        return None
    return version


def by_status_token(text: str) -> Application | None:
    """The application of a link to its status or draft."""
    if not genuine(STATUS, text):
        return None
    return Application.objects.select_related(*SHOWN).filter(key=key_in(text)).first()


def by_confirm_token(text: str) -> Application | None:
    """The application whose e-mail, as it is now, the link proves."""
    found = Application.objects.select_related(*SHOWN).filter(key=key_in(text)).first() if key_in(text) else None
    return found if found and genuine(CONFIRM, text, found.email.lower()) else None


def by_sponsor_token(text: str) -> Sponsorship | None:
    """The request of a presenting member's link."""
    if not genuine(SPONSOR, text):
        return None
    return Sponsorship.objects.select_related("application", "sponsor").filter(key=key_in(text), sponsor__isnull=False).first()


def included_groups() -> QuerySet[Collectivity]:
    """The groups that somebody can choose."""
    return Collectivity.objects.filter(state=Collectivity.State.INCLUDED).order_by("name")


def lacking(application: Application, on: date) -> list[tuple[str, Text]]:
    """Step of the form and what it still lacks, before a draft can be sent. One query."""
    found: list[tuple[str, Text]] = []
    if not (application.fiscal_code and application.email and (application.birth_date or application.kind == Party.Kind.ORGANISATION)):
        found.append(("dati", gettext_lazy("complete your data")))
    if not application.payment_plan:
        found.append(("quote", gettext_lazy("choose the shares")))
    if not (application.requirements_declared and application.no_competitor):
        found.append(("invio", gettext_lazy("tick the two declarations")))
    version = charter_in_force(on)
    if version and application.charter_version_id != version.pk:
        found.append(("invio", gettext_lazy("accept the charter of values")))
    return found


def applications() -> QuerySet[Application]:
    """All that were sent, newest first; drafts belong to the applicants alone."""
    return Application.objects.exclude(state=State.DRAFT).exclude(received_on=None).select_related(*SHOWN).order_by("-received_on", "-id")


def search(rows: QuerySet[Application], words: str) -> QuerySet[Application]:
    """Keep those whose name, e-mail or code holds every word."""
    for word in fold(words).split()[:8]:
        rows = rows.filter(
            Q(search_key__contains=word) | Q(email__icontains=word) | Q(fiscal_code__startswith=word.upper()) | Q(vat__startswith=word)
        )
    return rows


def due_before(rows: QuerySet[Application], last: date, on: date) -> QuerySet[Application]:
    """Those whose refusal would have to be communicated by the day `last` and is not, by the rule in force on the day `on`."""
    newest = last - timedelta(days=rule("admission.refusal_days", on).days)
    refused = Q(state__in=[State.REFUSED], communicated_on__isnull=True)
    if rule("admission.refusal_start", on).text == RESOLUTION:
        return rows.filter(refused, resolution__held_on__lte=newest)
    return rows.filter(Q(state__in=[State.SUBMITTED, State.UNDER_REVIEW]) | refused, received_on__lte=newest)


def overdue(rows: QuerySet[Application], on: date) -> QuerySet[Application]:
    """Those whose deadline has passed."""
    return due_before(rows, on - timedelta(days=1), on)


def soon_due(rows: QuerySet[Application], on: date) -> QuerySet[Application]:
    """Those whose deadline is within the days of the notice, and has not passed."""
    last = on + timedelta(days=rule("admission.notice_days", on).days)
    return due_before(rows, last, on).exclude(pk__in=overdue(Application.objects.all(), on).order_by().values("pk"))


def silent(rows: QuerySet[Application], on: date) -> QuerySet[Application]:
    """Those still without a presenting member after the last reminder that the rule allows."""
    last = rule("admission.sponsor_reminders_max", on).days
    reminded = Reminder.objects.filter(application=OuterRef("pk"), clock=REMINDED, stage__endswith=f".{last}")
    return without(rows, "sponsor").filter(Exists(reminded))


def without(rows: QuerySet[Application], item: str) -> QuerySet[Application]:
    """Those still to be decided that lack an item of the checklist, as far as a list can tell."""
    accepted = Sponsorship.objects.filter(application=OuterRef("pk"), state=Sponsorship.State.ACCEPTED)
    lack = {
        "identity": Q(party__isnull=True),
        "sponsor": Q(founder=False) & ~Exists(accepted),
        "group": Q(collectivity__isnull=True) | ~Q(collectivity__state=Collectivity.State.INCLUDED),
        "declarations": Q(requirements_declared=False) | Q(no_competitor=False),
        "charter": Q(charter_version__isnull=True),
        "shares": Q(payment_plan=""),
    }
    return rows.filter(lack[item], state__in=[State.SUBMITTED, State.UNDER_REVIEW, State.APPEALED])


def alike(application: Application) -> list[Party]:
    """Who might already be the applicant, the surest first: same fiscal code, same key, same VAT number, same name and birth, same e-mail."""
    from vivaio_core.people.identifiers import check_fiscal_code

    code = check_fiscal_code(application.fiscal_code)
    tests: Sequence[Q] = (
        Q(identifiers__scheme=Identifier.Scheme.CF, identifiers__value=code.value, identifiers__active=True) if code.ok else Q(pk__in=[]),
        Q(identifiers__scheme=Identifier.Scheme.CF, identifiers__key=code.key, identifiers__active=True) if code.ok else Q(pk__in=[]),
        Q(identifiers__scheme=Identifier.Scheme.VAT, identifiers__value=application.vat, identifiers__active=True)
        if application.vat
        else Q(pk__in=[]),
        Q(search_key=application.search_key),
        Q(email__iexact=application.email) if application.email else Q(pk__in=[]),
    )
    found: dict[int, Party] = {}
    for test in tests:
        for party in Party.objects.filter(test, status=Party.Status.ACTIVE).prefetch_related("identifiers").distinct()[:5]:
            found.setdefault(party.pk, party)
    return list(found.values())[:8]


def twins(application: Application) -> list[Application]:
    """Other applications still open with the same fiscal code or party."""
    same = Q(fiscal_code=application.fiscal_code) & ~Q(fiscal_code="")
    if application.party_id:
        same |= Q(party=application.party_id)
    open_states = [State.SUBMITTED, State.UNDER_REVIEW, State.APPROVED, State.APPEALED]
    return list(Application.objects.filter(same, state__in=open_states).exclude(pk=application.pk)[:5])


def events_on(application: Application) -> QuerySet[Event]:
    """What happened to one application, newest first."""
    return Event.objects.filter(target=f"admission.Application:{application.pk}").select_related("actor").order_by("-seq")


def applications_of(party: Party) -> QuerySet[Application]:
    """What a party has asked, newest first."""
    return party.applications.order_by("-received_on", "-id")


def presented_by(party: Party) -> QuerySet[Sponsorship]:
    """Whom a member was asked to present, newest first."""
    return Sponsorship.objects.filter(sponsor=party, asked_at__isnull=False).select_related("application").order_by("-asked_at", "-pk")
