from django.db import migrations

from vivaio_core.register.triggers import GUARD
from vivaio_core.register.models.book import Register as Book


def install(apps, schema_editor):
    apps.get_model("register", "Register").objects.get_or_create(code=Book.MEMBERS, defaults={"title": "Libro soci"})
    GUARD.install(schema_editor.connection)


def remove(apps, schema_editor):
    GUARD.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
