"""Payments of shares move onto the ledger: each row gets its own movement, on its own day, and names it."""

from uuid import NAMESPACE_OID, uuid5

from django.db import migrations, models

from vivaio_core.register.triggers import GUARD


def unguard(apps, schema_editor):
    """The guard names the new column; it is installed again after the migrations."""
    GUARD.remove(schema_editor.connection)


def move(apps, schema_editor):
    Payment = apps.get_model("register", "SharePayment")
    if not Payment.objects.exists():
        return
    Book, Account, Transfer = (apps.get_model("ledger", name) for name in ("Book", "Account", "Transfer"))
    book, _made = Book.objects.get_or_create(code="capitale", defaults={"unit": "EUR"})
    bank, _made = Account.objects.get_or_create(book=book, code="banca", defaults={"kind": "system", "floor": None})
    for row in Payment.objects.order_by("on", "id"):
        # What the books of before let go below zero stays told: the account gets the room it needs.
        own, _made = Account.objects.get_or_create(book=book, code=f"socio:{row.party_id}", defaults={"owner": f"party:{row.party_id}", "floor": None})
        payer, payee, kind = (bank, own, "shares_paid") if row.amount_cents > 0 else (own, bank, "shares_back")
        key = uuid5(NAMESPACE_OID, f"register.SharePayment:{row.pk}")
        Transfer.objects.create(key=key, phase="move", payer=payer, payee=payee, amount=abs(row.amount_cents), kind=kind, value_on=row.on)
        Payment.objects.filter(pk=row.pk).update(transfer_key=key)
    Account.objects.filter(book=book, kind="member", balance__gte=0).update(floor=0)


class Migration(migrations.Migration):
    dependencies = [("register", "0002_guard"), ("ledger", "0002_guard")]
    operations = [
        migrations.RunPython(unguard, unguard),
        migrations.AddField("sharepayment", "transfer_key", models.UUIDField(null=True, editable=False, verbose_name="row of the ledger")),
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.AlterField("sharepayment", "transfer_key", models.UUIDField(db_index=True, editable=False, verbose_name="row of the ledger")),
    ]
