"""What only a running site can show. Runs inside a small site made for the purpose; prints its findings as JSON.

`python -m vivaio_core.conformance.live <slug> <folder>` with DJANGO_SETTINGS_MODULE set; see `small_site`. Examples are looked for in the folder.
"""

import inspect
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from uuid import UUID

import django
from django.apps import apps
from django.core.management import CommandError, call_command
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from vivaio_core.conformance.demonstration import demo_twice, examples_for
from vivaio_core.site.plugin import Plugin, Room

CLOSED = {301, 302, 403}


def plugin(slug: str) -> Plugin:
    """The installed plugin with this slug. Raises LookupError when its AppConfig is not a Plugin."""
    for config in apps.get_app_configs():
        if isinstance(config, Plugin) and config.manifest.slug == slug:
            return config
    raise LookupError(slug)


def app(config: Plugin) -> list[str]:
    """Label and package agree with the slug, so that tables, permissions and URLs carry one name."""
    bad = [f"L'etichetta dell'app è «{config.label}»: usi lo slug «{config.manifest.slug}»."] if config.label != config.manifest.slug else []
    if config.name != config.manifest.package:
        bad.append(f"L'app si chiama «{config.name}», il pacchetto «{config.manifest.package}».")
    return bad


def methods(config: Plugin) -> list[str]:
    """What it overrides is in the contract, is marked `@override` and keeps the contract's arguments."""
    offered = {name: value for name, value in {**vars(Room), **vars(Plugin)}.items() if inspect.isfunction(value)}
    bad = []
    for name, value in vars(type(config)).items():
        if not inspect.isfunction(value) or name.startswith("_") or name == "ready":
            continue
        if name not in offered:
            bad.append(f"{name}() non è tra i metodi che un modulo può offrire: lo sposti in un altro file.")
            continue
        if not getattr(value, "__override__", False):
            bad.append(f"{name}() non porta @override.")
        if list(inspect.signature(value).parameters) != list(inspect.signature(offered[name]).parameters):
            bad.append(f"{name}() ha argomenti diversi da quelli del contratto: {inspect.signature(offered[name])}.")
        if inspect.signature(value).return_annotation is inspect.Signature.empty:
            bad.append(f"{name}() non dice che cosa restituisce.")
    return bad


def _patterns(entries: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns)
        else:
            yield entry


def urls(config: Plugin) -> list[str]:
    """Every page has a name, stands below the plugin's own prefix, in the plugin's own namespace."""
    public, member = config.urls(), config.member_urls()
    bad = [f"La pagina «{entry.pattern}» non ha un nome." for entry in _patterns([*public, *member]) if not entry.name]
    if (public or member) and not config.path_prefix:
        return [*bad, "Offre pagine ma non dice sotto quale indirizzo (path_prefix)."]
    spaces = set(get_resolver().namespace_dict)
    wanted = ([config.label] if public else []) + ([f"{config.label}_area"] if member else [])
    bad += [f"Lo spazio di nomi «{name}» non è montato." for name in wanted if name not in spaces]
    taken = [
        other.label
        for other in apps.get_app_configs()
        if config.path_prefix and isinstance(other, Room) and other is not config and other.path_prefix == config.path_prefix
    ]
    return bad + [f"Il prefisso «{config.path_prefix}» è già di «{label}»." for label in taken]


def pages(config: Plugin) -> list[str]:
    """Without a single row public pages answer without an error, and pages of the member area let no stranger in."""
    from django.test import Client
    from django.urls import reverse

    stranger, bad = Client(SERVER_NAME="localhost"), []
    for space, entries in ((config.label, config.urls()), (f"{config.label}_area", config.member_urls())):
        for entry in _patterns(entries):
            if not entry.name or space not in get_resolver().namespace_dict:
                continue
            given = {name: _sample(converter) for name, converter in entry.pattern.converters.items()}
            try:
                status = stranger.get(reverse(f"{space}:{entry.name}", kwargs=given)).status_code
            except Exception as error:
                bad.append(f"La pagina «{entry.pattern}» non regge: {type(error).__name__}: {error}")
                continue
            if space != config.label and status not in CLOSED:
                bad.append(f"La pagina «{entry.pattern}» dell'area dei soci risponde a chi non è entrato: le metta member_required.")
    return bad


def _sample(converter: object) -> object:
    """Something the address takes, of a row that is not there."""
    if isinstance(converter, IntConverter):
        return 1
    return UUID(int=1) if isinstance(converter, UUIDConverter) else "x"


def grants(config: Plugin) -> list[str]:
    """Each permission that it gives to a role exists, and is its own."""
    from django.contrib.auth.models import Permission

    known = {f"{row.content_type.app_label}.{row.codename}" for row in Permission.objects.select_related("content_type")}
    bad = []
    for grant in config.manifest.grants:
        bad += [f"Dà al ruolo {grant.role} il permesso {name}, che non esiste." for name in grant.permissions if name not in known]
        bad += [f"Dà al ruolo {grant.role} il permesso {name}, che non è suo." for name in grant.permissions if name.split(".")[0] != config.label]
    return bad


def rules(config: Plugin) -> list[str]:
    """rules/it.toml can be read and no two of its values hold on the same day."""
    from vivaio_core.contract.errors import ContractError
    from vivaio_core.rules.files import read, read_all, sources

    path = Path(config.path) / "rules" / "it.toml"
    try:
        rows = read(path) if path.is_file() else []
        read_all(sources())
    except ContractError as error:
        return [str(error)]
    return [f"rules/it.toml, «{row.code}»: manca un nome che la gente capisca (label)." for row in rows if not row.label]


def privacy(config: Plugin) -> list[str]:
    """Whoever holds personal data says which, shows them to their person and can erase them (people P29)."""
    own = {name for name in ("personal_data", "data_classes", "erase") if getattr(type(config), name) is not getattr(Room, name)}
    party = apps.get_model("people.Party")
    pointing = [model.__name__ for model in config.get_models() if any(field.related_model is party for field in model._meta.fields)]
    why = f"{', '.join(pointing)} dice qualcosa di una persona" if pointing else f"offre {', '.join(sorted(own))}"
    lacking = [name for name in ("personal_data", "data_classes", "erase") if name not in own]
    return [f"{why}, ma manca {name}()." for name in lacking] if pointing or own else []


def migrations(config: Plugin) -> list[str]:
    """The migrations say all that the models say."""
    try:
        call_command("makemigrations", config.label, check=True, dry_run=True, verbosity=0, stdout=StringIO())
    except (SystemExit, CommandError):
        return ["I modelli sono cambiati e manca la migrazione: manage.py makemigrations " + config.label]
    return []


def empty_site(config: Plugin) -> list[str]:
    """On a site without a single row every figure, menu and office part is there without an error, and system checks pass."""
    on, bad = date(2026, 1, 15), []
    offers: dict[str, Callable[[], object]] = {
        "menu": config.menu,
        "member_menu": config.member_menu,
        "office": config.office,
        "waiting": lambda: config.waiting(on),
        "indicators": lambda: config.indicators(on),
        "settings": config.settings,
        "checks": lambda: call_command("check", stdout=StringIO(), stderr=StringIO()),
    }
    for name, offer in offers.items():
        try:
            offer()
        except Exception as error:
            bad.append(f"{name}() non regge un sito ancora vuoto: {type(error).__name__}: {error}")
    return bad


def demo(config: Plugin) -> list[str]:
    """The demonstration can be filled again and creates nothing: without data, and with the example that has some for it."""
    return demo_twice(config, examples_for(config.manifest.slug, Path(*sys.argv[2:3])))


CHECKS: dict[str, Callable[[Plugin], list[str]]] = {
    "app": app,
    "methods": methods,
    "urls": urls,
    "pages": pages,
    "grants": grants,
    "rules": rules,
    "privacy": privacy,
    "migrations": migrations,
    "empty_site": empty_site,
    "demo": demo,
}


def main(slug: str) -> None:
    """Migrate the small site, run every check, print `{check: [findings]}`."""
    django.setup()
    from vivaio_core.site.start.database import migrate  # reads models: after setup

    migrate()
    try:
        config = plugin(slug)
    except LookupError:
        print(json.dumps({"app": [f"L'app del modulo «{slug}» non deriva da vivaio_core.site.plugin.Plugin."]}))
        return
    print(json.dumps({name: check(config) for name, check in CHECKS.items()}))


if __name__ == "__main__":
    main(sys.argv[1])
