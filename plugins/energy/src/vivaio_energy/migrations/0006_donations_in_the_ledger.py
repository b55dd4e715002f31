"""Donations move onto the ledger: what accrued, was approved and was paid gets its rows, on its own day; the totals are read from there."""

from collections import defaultdict
from uuid import NAMESPACE_OID, uuid5

from django.db import migrations, models

from vivaio_energy.services.money import DECLARED, DONATED, GIVEN, donation_key
from vivaio_energy.triggers import GUARD


def unguard(apps, schema_editor):
    """Movements get their key: the guard is installed again after the migrations."""
    GUARD.remove(schema_editor.connection)


def move(apps, schema_editor):
    Entry, Movement = apps.get_model("energy", "DonationEntry"), apps.get_model("energy", "FundMovement")
    Book, Account, Transfer = (apps.get_model("ledger", name) for name in ("Book", "Account", "Transfer"))
    if not Entry.objects.exists() and not Movement.objects.exists():
        return
    book, _made = Book.objects.get_or_create(code="energia", defaults={"unit": "EUR"})
    own = {"kind": "system", "book": book}

    def account(code, owner, **limits):
        return Account.objects.get_or_create(code=code, book=book, defaults={**own, "owner": owner, **limits})[0]

    donors, waiting = account("donatori", "", floor=None), defaultdict(list)

    def write(key, phase, payer, payee, amount, kind, day, settles=None):
        kept = {"payer": payer, "payee": payee, "amount": amount, "kind": kind, "value_on": day, "settles": settles}
        return Transfer.objects.create(key=key, phase=phase, **kept)

    for row in Entry.objects.select_related("project").order_by("id"):
        pot = account(f"fondo:{row.project.fund_id}", f"energy.SocialFund:{row.project.fund_id}")
        write(donation_key(contract=row.contract_id, rule=row.rule_id, year=row.year), "move", donors, pot, row.amount_cents, DONATED, row.recorded_on)
    order = models.Case(models.When(kind="history", then=0), models.When(kind="approved", then=1), default=2)
    for row in Movement.objects.annotate(step=order).order_by("step", "on", "id"):
        key = uuid5(NAMESPACE_OID, f"energy.FundMovement:{row.pk}")
        pot = account(f"fondo:{row.fund_id}", f"energy.SocialFund:{row.fund_id}")
        goal = account(f"progetto:{row.project_id}", f"energy.FundedProject:{row.project_id}")
        if row.kind == "history":
            write(key, "move", donors, pot, row.amount_cents, DECLARED, row.on)
        elif row.kind == "approved":
            waiting[row.project_id].append(write(key, "hold", pot, goal, row.amount_cents, GIVEN, row.on))
        else:
            left = row.amount_cents
            while left:
                held = waiting[row.project_id].pop(0)
                part = min(left, held.amount)
                write(key if left == row.amount_cents else uuid5(key, str(left)), "post", pot, goal, part, GIVEN, row.on, held)
                left -= part
                if part < held.amount:
                    rest = write(uuid5(key, "rest"), "hold", pot, goal, held.amount - part, GIVEN, row.on)
                    waiting[row.project_id].insert(0, rest)
        Movement.objects.filter(pk=row.pk).update(transfer_key=key)


class Migration(migrations.Migration):
    dependencies = [("energy", "0005_sellers_without_party"), ("ledger", "0002_guard")]
    operations = [
        migrations.RunPython(unguard, unguard),
        migrations.AddField("fundmovement", "transfer_key", models.UUIDField(null=True, editable=False, verbose_name="row of the ledger")),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.AlterField("fundmovement", "transfer_key", models.UUIDField(unique=True, editable=False, verbose_name="row of the ledger")),
        migrations.RemoveConstraint("fundedproject", "energy_project_paid"),
        migrations.RemoveConstraint("socialfund", "energy_fund_approved"),
        migrations.RemoveConstraint("socialfund", "energy_fund_paid"),
        *(migrations.RemoveField("fundedproject", name) for name in ("approved_cents", "paid_cents")),
        *(migrations.RemoveField("socialfund", name) for name in ("accrued_cents", "approved_cents", "paid_cents")),
    ]
