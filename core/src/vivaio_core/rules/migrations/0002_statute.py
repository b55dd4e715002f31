from django.db import migrations, models


def mark_layers(apps, schema_editor):
    """What the apps' files brought is of the law's layer; rows the cooperative added keep the default."""
    apps.get_model("rules", "Parameter").objects.exclude(origin="site").update(basis="law")


BASES = [("law", "law or general rule"), ("own", "statute or resolution of the cooperative")]
STATUTE = [("no", "cannot change it"), ("lower", "may only lower it"), ("raise", "may only raise it"), ("free", "may choose")]


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_initial")]
    operations = [
        migrations.RemoveConstraint("parameter", "parameter_start_unique"),
        migrations.RemoveConstraint("parameter", "parameter_open_start_unique"),
        migrations.AddField("parameter", "basis", models.CharField(choices=BASES, default="own", max_length=4, verbose_name="whose value")),
        migrations.AddField("parameter", "statute", models.CharField(choices=STATUTE, default="no", max_length=8, verbose_name="the statute")),
        migrations.AddField(
            "parameter", "statute_min", models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="not below")
        ),
        migrations.AddField(
            "parameter", "statute_max", models.DecimalField(blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="not above")
        ),
        migrations.AddField("parameter", "choices", models.CharField(blank=True, max_length=200, verbose_name="words allowed")),
        migrations.RunPython(mark_layers, migrations.RunPython.noop),
        migrations.AddConstraint("parameter", models.UniqueConstraint(fields=("code", "basis", "valid_from"), name="parameter_start_unique")),
        migrations.AddConstraint(
            "parameter",
            models.UniqueConstraint(
                condition=models.Q(("valid_from__isnull", True)), fields=("code", "basis"), name="parameter_open_start_unique"
            ),
        ),
    ]
