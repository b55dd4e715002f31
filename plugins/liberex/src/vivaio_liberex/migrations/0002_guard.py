from django.db import migrations

from vivaio_liberex.triggers import GUARD


def install(apps, schema_editor):
    GUARD.install(schema_editor.connection)


def remove(apps, schema_editor):
    GUARD.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("liberex", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
