"""Search in the middle of a name, where PostgreSQL has the extension for it."""

from django.db import migrations

from vivaio_core.people.trigram import drop, make


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
