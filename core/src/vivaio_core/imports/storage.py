"""Where uploaded files lie: a private place that is never served, `STORAGES["private"]` or a folder of var/."""

from pathlib import Path

from django.core.files.storage import FileSystemStorage, Storage, storages

from vivaio_core.site.settings.read import setting

FOLDER = "imports"


def private() -> Storage:
    """The private storage of this site."""
    if "private" in setting("STORAGES"):
        return storages["private"]
    return FileSystemStorage(location=Path(setting("BASE_DIR")) / "var" / "private", file_permissions_mode=0o600, directory_permissions_mode=0o700)
