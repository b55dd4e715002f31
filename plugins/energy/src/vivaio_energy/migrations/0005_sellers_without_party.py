import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("energy", "0004_sellers_of_core")]

    operations = [
        migrations.AlterModelOptions(
            name="supplier",
            options={"ordering": ["seller__party__search_key"], "verbose_name": "energy supplier", "verbose_name_plural": "energy suppliers"},
        ),
        migrations.AlterField(
            model_name="supplier",
            name="seller",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="energy", to="suppliers.supplier", verbose_name="supplier"
            ),
        ),
        migrations.RemoveField(model_name="supplier", name="party"),
        migrations.RemoveField(model_name="supplier", name="charter_signed_on"),
        migrations.RemoveField(model_name="supplier", name="active"),
    ]
