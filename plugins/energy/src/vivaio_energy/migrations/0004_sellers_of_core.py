from datetime import date

from django.db import migrations
from django.db.models import Min


def point_at_core(apps, schema_editor):
    """Each seller of energy points at core's supplier of its party; where there is none one is made with the days that energy knows."""
    Seller, Supplier = apps.get_model("energy", "Supplier"), apps.get_model("suppliers", "Supplier")
    for row in Seller.objects.filter(seller__isnull=True):
        row.seller = Supplier.objects.filter(party_id=row.party_id).first() or Supplier.objects.create(party_id=row.party_id, **_days(row))
        row.save(update_fields=["seller"])


def _days(row):
    first = row.contracts.aggregate(first=Min("effective_on"))["first"] or row.charter_signed_on or date.today()
    supplies = "Energia"
    if row.active:
        return {"supplies": supplies, "state": "active", "started_on": first}
    return {"supplies": supplies, "state": "ended", "started_on": first, "ended_on": max(first, date.today())}


def point_at_party(apps, schema_editor):
    for row in apps.get_model("energy", "Supplier").objects.select_related("seller"):
        row.party_id = row.seller.party_id
        row.save(update_fields=["party"])


class Migration(migrations.Migration):
    dependencies = [("energy", "0003_fees_and_sellers")]
    operations = [migrations.RunPython(point_at_core, point_at_party)]
