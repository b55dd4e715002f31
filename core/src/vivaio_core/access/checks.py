"""Start-up checks of sign-in."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.utils.translation import gettext as _

from vivaio_core.access.demo_accounts import demo_accounts_exist
from vivaio_core.access.models import User
from vivaio_core.site.coop import coop


@register(Tags.security)
def demonstration_is_local(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """A demonstration shows its second factors to whoever looks: never with a public host or https."""
    site = coop().site
    if not site.demo or not (site.https or site.host):
        return []
    text = _("coop.toml asks for a demonstration on a public site.")
    return [Error(text, hint=_("Set demo = false in coop.toml, or remove host and https."), id="access.E001")]


@register(Tags.database)
def no_demo_accounts(app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: Any) -> list[CheckMessage]:
    """Demo accounts have passwords that everybody knows."""
    # Asked for before the first migration, too: then there is no table to look at.
    if not databases or coop().site.demo or User._meta.db_table not in connection.introspection.table_names():
        return []
    if not demo_accounts_exist():
        return []
    text = _("This site still has the accounts of the demonstration.")
    return [Error(text, hint=_("Start from a new database, or remove them: manage.py demo --remove-accounts"), id="access.E002")]
