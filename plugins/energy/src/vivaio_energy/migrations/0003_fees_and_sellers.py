import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("energy", "0002_guard"), ("people", "0001_initial"), ("suppliers", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="fee_cents",
            field=models.PositiveIntegerField(
                default=0,
                help_text="As agreed with the supplier; 0 when it pays nothing. Each contract keeps the sum of the day it was signed.",
                verbose_name="what the cooperative receives for each contract and year, in cents",
            ),
        ),
        migrations.AddField(
            model_name="supplycontract",
            name="fee_cents",
            field=models.PositiveIntegerField(default=0, editable=False, verbose_name="what the cooperative receives each year, in cents"),
        ),
        migrations.CreateModel(
            name="Fee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("amount_cents", models.PositiveIntegerField(verbose_name="amount")),
                ("on", models.DateField(verbose_name="on")),
                ("recorded_on", models.DateField(verbose_name="recorded on")),
                ("taken_back", models.BooleanField(default=False, verbose_name="taken back")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fees", to="energy.supplycontract", verbose_name="contract"
                    ),
                ),
            ],
            options={
                "verbose_name": "fee of the cooperative",
                "verbose_name_plural": "fees of the cooperative",
                "ordering": ["-year", "-id"],
                "permissions": [("post_fees", "Can record the fees of a year")],
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "year"), name="energy_fee_once"),
                    models.CheckConstraint(condition=models.Q(("amount_cents__gte", 1)), name="energy_fee_positive"),
                ],
            },
        ),
        migrations.AddField(
            model_name="supplier",
            name="seller",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="energy",
                to="suppliers.supplier",
                verbose_name="supplier",
            ),
        ),
        migrations.AlterField(
            model_name="supplier",
            name="party",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="energy_supplier",
                to="people.party",
                verbose_name="organisation",
            ),
        ),
    ]
