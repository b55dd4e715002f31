from django.db import migrations

from vivaio_core.register.models.book import Register as Book
from vivaio_core.register.triggers import GUARD


def lay(apps, schema_editor):
    """The book of members. The guard, which names columns of later migrations, is installed after all of them."""
    apps.get_model("register", "Register").objects.get_or_create(code=Book.MEMBERS, defaults={"title": "Libro soci"})


def remove(apps, schema_editor):
    GUARD.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]
    operations = [migrations.RunPython(lay, remove)]
