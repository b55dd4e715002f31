"""The payments of a demonstration, from `[payments]` of the example's demo.toml. Deterministic; a second run creates nothing."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel, ConfigDict

from vivaio_core.mutuality.shareout import share_out
from vivaio_core.payments.demo_bank import BankLineOf, bring_lines
from vivaio_core.payments.demo_files import sign_and_prepare
from vivaio_core.payments.models.charges import Charge, MethodAuthorisation
from vivaio_core.payments.services.authorise import ask_authorisation, authorise_method
from vivaio_core.payments.services.raise_charge import raise_charge
from vivaio_core.payments.services.record_receipt import record_receipt
from vivaio_core.payments.services.set_account import set_account
from vivaio_core.people.models import Membership, Party
from vivaio_core.people.selectors import in_force
from vivaio_core.site.demo import DemoContext

CAUSE = "payments.demo"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Method(_Part):
    """How many payments of one method, and their cents together, to the cent."""

    count: int
    cents: int


class YearOf(_Part):
    """The payments of a year by method."""

    year: int
    methods: dict[str, Method]


class Owed(_Part):
    """Something that a member still owes, due so many days from today; before today when negative. `paid` cents have come in."""

    title: str
    cents: int
    due_in_days: int
    paid: int = 0
    of_member: bool = False


class Account(_Part):
    """Where members send their money, from a day."""

    holder: str
    iban: str
    valid_from: date
    creditor_id: str = ""


class Plan(_Part):
    """`[payments]`: titles of what is paid, the years, what is owed now, money of which nobody knows the payer."""

    titles: tuple[str, ...]
    years: tuple[YearOf, ...] = ()
    owed: tuple[Owed, ...] = ()
    unknown_cents: int = 0
    asked_cents: int = 0
    account: Account | None = None
    bank_opening: int = 0
    bank_lines: tuple[BankLineOf, ...] = ()
    mandates_of: tuple[int, ...] = ()
    collect_in_days: int = 0


def build(context: DemoContext) -> None:
    """Fill the years and what is owed today; nothing without the section. Raises pydantic.ValidationError."""
    if "payments" not in context.data or Charge.objects.filter(cause__startswith=CAUSE).exists():
        return
    plan = Plan.model_validate(context.data["payments"])
    payers = [bond.party for bond in Membership.objects.filter(in_force(context.on)).select_related("party").order_by("party")[:120]]
    if not payers:
        return
    # A demonstration fills an empty site, alone: one transaction is several times faster than two hundred.
    with transaction.atomic():
        if plan.account:
            set_account(actor=None, **plan.account.model_dump())
        for year in plan.years:
            _year(year, plan.titles, payers, context)
        owed = _today(plan, payers, context)
        if plan.account and plan.bank_lines:
            bring_lines(lines=plan.bank_lines, opening=plan.bank_opening, iban=plan.account.iban, owed=owed, on=context.on)
        sign_and_prepare([owed[place].debtor for place in plan.mandates_of], plan.collect_in_days, context.on)


def _year(year: YearOf, titles: tuple[str, ...], payers: list[Party], context: DemoContext) -> None:
    """Every payment settles one charge; cash and cheques with a leave of the day before."""
    first, last = date(year.year, 1, 10), min(date(year.year, 12, 20), context.on)
    for method, part in year.methods.items():
        weights = {place: context.random.randrange(80, 121) for place in range(part.count)}
        for place, cents in share_out(part.cents, weights).items():
            day = first + (last - first) * place // part.count + timedelta(days=context.random.randrange(8))
            day = min(day, context.on)
            payer, title = context.random.choice(payers), context.random.choice(titles)
            owed = raise_charge(
                debtor=payer, cause=f"{CAUSE}:{year.year}:{method}:{place}", title=title, amount=cents, due_on=day, on=day, actor=None
            )
            leave = _leave(method, payer, cents, day) if method in ("cash", "cheque") else None
            reference = "" if leave else f"DEMO{year.year}{method[:2].upper()}{place:04d}"
            record_receipt(
                method=method, amount=cents, received_on=day, value_on=day, actor=None, charge=owed, authorisation=leave, external_ref=reference
            )


def _leave(method: str, payer: Party, cents: int, day: date) -> MethodAuthorisation:
    before = timezone.make_aware(datetime.combine(day - timedelta(days=1), time(11)))
    of_cash = "Persona anziana senza conto in banca" if payer.kind == Party.Kind.PERSON else "Incasso di una festa, raccolto in contanti"
    reason = of_cash if method == "cash" else "Assegno già emesso"
    return authorise_method(method=method, party=payer, limit=cents, reason=reason, valid_to=day, on=day, actor=None, at=before)


def _today(plan: Plan, payers: list[Party], context: DemoContext) -> dict[int, Charge]:
    """What is owed now, a payment too small, one of nobody known, a leave to decide. Return the charges by their place."""
    charges: dict[int, Charge] = {}
    member = Party.objects.filter(email=context.data.get("accounts", {}).get("member_email", "-")).first()
    for place, owed in enumerate(plan.owed):
        debtor = member if owed.of_member and member else context.random.choice(payers)
        due = context.on + timedelta(days=owed.due_in_days)
        raised = min(context.on, due - timedelta(days=30))
        charge = charges[place] = raise_charge(
            debtor=debtor, cause=f"{CAUSE}:owed:{place}", title=owed.title, amount=owed.cents, due_on=due, on=raised, actor=None
        )
        if owed.paid:
            day = context.on - timedelta(days=3)
            record_receipt(
                method="bank_transfer",
                amount=owed.paid,
                received_on=day,
                value_on=day,
                actor=None,
                charge=charge,
                external_ref=f"DEMO{place:04d}",
            )
    if plan.unknown_cents:
        day = context.on - timedelta(days=5)
        record_receipt(method="bank_transfer", amount=plan.unknown_cents, received_on=day, value_on=day, actor=None, external_ref="DEMOIGNOTO")
    if plan.asked_cents:
        until = context.on + timedelta(days=7)
        words = "Il POS non funziona e la persona viene da lontano"
        ask_authorisation(method="cash", party=payers[0], limit=plan.asked_cents, reason=words, valid_to=until, on=context.on, actor=None)
    return charges
