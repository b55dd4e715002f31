"""Applications of a demonstration, from `[admission]` of the example's demo.toml: one in each state, days counted back from today.

Deterministic; a second run creates nothing; no letter leaves.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone
from pydantic import BaseModel, ConfigDict

from vivaio_core.admission import letters
from vivaio_core.admission.models.application import Application
from vivaio_core.admission.selectors import charter_in_force
from vivaio_core.admission.services import apply, decide, examine, sponsor
from vivaio_core.admission.services.annotate import annotate
from vivaio_core.people.demo_codes import fiscal_code, vat_number
from vivaio_core.people.models import Collectivity, Party
from vivaio_core.people.selectors import members
from vivaio_core.register.models.book import RegisterEntry
from vivaio_core.site.demo import DemoContext


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Asked(_Table):
    """One application. All numbers are days before today; a step without a number was not taken.

    `presented` is `yes`, `asked` or `no`; `appealed` and `assembly` follow a refusal.
    """

    name: str = ""
    first_name: str = ""
    last_name: str = ""
    woman: bool = False
    birth_date: date | None = None
    representative: str = ""
    place: str = "F257"
    town: str = "Modena"
    phone: str = ""
    address: str = ""
    group: str = ""
    group_note: str = ""
    shares: int = 1
    presented: str = "yes"
    paper: bool = False
    received: int
    reviewed: bool = False
    admitted: int | None = None
    refused: int | None = None
    reasons: str = ""
    communicated: int | None = None
    appealed: int | None = None
    assembly: int | None = None
    annotated: bool = False
    withdrawn: int | None = None


class Plan(_Table):
    """`[admission]`."""

    applications: tuple[Asked, ...] = ()


def build(context: DemoContext) -> None:
    """Make what `[admission]` describes. Raises pydantic.ValidationError on a section that cannot be used."""
    plan = Plan.model_validate(context.data.get("admission", {}))
    if not plan.applications or Application.objects.exists():
        return
    known = members(context.on - timedelta(days=400)).filter(pk__in=members(context.on).values("pk"), kind=Party.Kind.PERSON)
    sponsors = list(known.exclude(email="").order_by("pk")[: len(plan.applications)])
    random = Random("adesioni")  # noqa: S311 - invented people
    with letters.silence():
        for place, asked in enumerate(plan.applications):
            _Story(asked, context.on, sponsors[place % len(sponsors)] if sponsors else None, random, place).tell()


class _Story:
    """One application from its receipt to where it stands."""

    def __init__(self, asked: Asked, on: date, member: Party | None, random: Random, place: int) -> None:
        self.asked, self.on, self.member, self.random, self.place = asked, on, member, random, place

    def tell(self) -> None:
        """Take the steps, each by its service."""
        found = self._paper() if self.asked.paper else self._web()
        self._present(found)
        if self.asked.withdrawn is not None:
            decide.withdraw(application=found, on=self._day(self.asked.withdrawn), actor=None)
        elif self.asked.reviewed:
            examine.take_under_review(application=found, actor=None)
            self._identify(found)
            self._decide(found)

    def _decide(self, found: Application) -> None:
        asked = self.asked
        if asked.admitted is not None:
            self._accept(found, asked.admitted, "web", "Casella spuntata sulla pagina /adesione/")
            decide.admit(application=found, actor=None, **self._minutes(asked.admitted), organ="board")
        if asked.refused is not None:
            decide.refuse(application=found, actor=None, reasons=asked.reasons, **self._minutes(asked.refused), organ="board")
        if asked.communicated is not None:
            decide.communicate(application=found, communicated_on=self._day(asked.communicated), on=self.on, actor=None)
        if asked.appealed is not None:
            words = "Vorrei spiegare meglio la mia attività ai soci."
            decide.appeal(application=found, received_on=self._day(asked.appealed), reasons=words, on=self.on, actor=None)
        if asked.assembly is not None:
            decide.decide_appeal(application=found, grant=False, actor=None, **self._minutes(asked.assembly))
            decide.communicate(application=found, communicated_on=self._day(asked.assembly - 2), on=self.on, actor=None)
        if asked.annotated:
            last = RegisterEntry.objects.order_by("-seq").values_list("recorded_on", flat=True).first()
            recorded_on = max(self._day(asked.communicated or 0), last or self.on)
            annotate(application=found, recorded_on=min(recorded_on, self.on), on=self.on, actor=None)

    def _web(self) -> Application:
        at, asked = self._at(self.asked.received), self.asked
        found = apply.begin_draft(kind=self._kind(), at=at, origin="", **self._given())
        group = self._group()
        found = apply.choose_group(application=found, collectivity=group, group_note=asked.group_note, at=at, actor=None)
        found = apply.choose_shares(application=found, shares=asked.shares, payment_plan=Application.Plan.AT_ONCE, at=at, actor=None)
        found = apply.declare(application=found, requirements=True, no_competitor=True, at=at, actor=None)
        self._accept(found, asked.received, "web", "Casella spuntata sulla pagina /adesione/")
        return apply.submit(application=found, at=at)

    def _paper(self) -> Application:
        found = examine.enter_paper(
            kind=self._kind(),
            received_on=self._day(self.asked.received),
            at=self._at(self.asked.received),
            on=self.on,
            actor=None,
            collectivity=self._group(),
            shares=self.asked.shares,
            payment_plan=Application.Plan.INSTALMENTS,
            requirements_declared=True,
            no_competitor=True,
            **self._given(),
        )
        self._accept(found, self.asked.received, "paper", "Foglio firmato, raccoglitore 3")
        return found

    def _accept(self, found: Application, days: int, channel: str, evidence: str) -> None:
        """Once for each version: who applied under an older one reads the new one before the decision."""
        version = charter_in_force(self._day(days))
        if version and found.charter_version_id != version.pk:
            apply.accept_charter(application=found, text_hash=version.text_hash, at=self._at(days), channel=channel, evidence=evidence, actor=None)

    def _present(self, found: Application) -> None:
        if self.member is None or self.asked.presented == "no":
            return
        at = self._at(max(self.asked.received - 1, 0))
        if self.asked.presented == "yes":
            words = "La conosco da anni: è una persona di parola."
            sponsor.record_answer(application=found, sponsor=self.member, accept=True, at=at, statement=words, actor=None)
        else:
            named = sponsor.name_sponsor(application=found, at=at, actor=None, email=self.member.email, last_name=self.member.last_name)
            sponsor.ask(sponsorship=named, at=at)

    def _identify(self, found: Application) -> None:
        examine.register_applicant(application=found, confirmed=True, actor=None)

    def _given(self) -> dict[str, Any]:
        asked, number = self.asked, self.place + 1
        common = {"email": f"domanda{number}@posta.example", "phone": asked.phone, "address": asked.address}
        if asked.name:
            code = vat_number(self.random, "036")
            return {**common, "display_name": asked.name, "fiscal_code": code, "vat": code, "representative": asked.representative}
        born = asked.birth_date or date(1980, 5, 17)
        code = fiscal_code(asked.first_name, asked.last_name, born, asked.woman, asked.place)
        names = {"first_name": asked.first_name, "last_name": asked.last_name, "birth_date": born, "birth_place": asked.town}
        return {**common, **names, "fiscal_code": code}

    def _minutes(self, days: int) -> dict[str, Any]:
        held_on = self._day(days)
        return {"held_on": held_on, "minute_no": f"{held_on:%m}/{held_on.year}", "on": self.on}

    def _group(self) -> Collectivity | None:
        return Collectivity.objects.filter(name=self.asked.group, state=Collectivity.State.INCLUDED).first()

    def _kind(self) -> str:
        return Party.Kind.ORGANISATION if self.asked.name else Party.Kind.PERSON

    def _day(self, days: int) -> date:
        return self.on - timedelta(days=days)

    def _at(self, days: int) -> datetime:
        return min(timezone.make_aware(datetime.combine(self._day(days), time(10, 30))), timezone.now())
