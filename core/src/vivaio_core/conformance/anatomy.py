"""What can be seen in a plugin's files without starting a site. Each check returns Italian sentences, none when all is well."""

import ast
import re
from collections.abc import Callable, Iterator

from vivaio_core.conformance.subject import Subject
from vivaio_core.contract.discovery import installed
from vivaio_core.contract.manifest import Manifest

REQUIRED = ["manifest.py", "apps.py"]
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "shared"}
SQL_WRITES = {"save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def identity(subject: Subject) -> list[str]:
    """The manifest is a frozen Manifest whose slug, package, version and entry point agree."""
    card = subject.manifest
    if not isinstance(card, Manifest):
        return [f"L'entry point «{subject.point.value}» non è un Manifest di vivaio_core.contract.manifest."]
    bad = []
    if card.slug != subject.slug:
        bad.append(f"Il manifesto si chiama «{card.slug}» ma l'entry point «{subject.slug}»: usi lo stesso nome.")
    if subject.package != f"vivaio_{card.slug}":
        bad.append(f"Il pacchetto si chiama «{subject.package}»: per il modulo «{card.slug}» deve chiamarsi «vivaio_{card.slug}».")
    if card.package != subject.package:
        bad.append(f"«app» indica {card.app}, fuori dal pacchetto «{subject.package}».")
    version = subject.point.dist.version if subject.point.dist else card.version
    if card.version != version:
        bad.append(f"Il manifesto dice versione {card.version}, il pacchetto installato è {version}: le renda uguali.")
    return bad


def settings(subject: Subject) -> list[str]:
    """Each setting carries title, description and default, so that the wizard can ask it."""
    bad = []
    for name, field in subject.card.settings.model_fields.items():
        lacking = [word for word, there in (("title", field.title), ("description", field.description)) if not there]
        lacking += ["default"] if field.is_required() else []
        bad += [f"L'impostazione «{name}» non ha: {', '.join(lacking)}."] if lacking else []
    return bad


def names(subject: Subject) -> list[str]:
    """The files that every plugin has are there, packages' own files are empty, no name says nothing."""
    bad = [f"Manca il file {name}." for name in REQUIRED if not (subject.folder / name).exists()]
    for name, path in subject.files(".py"):
        if path.name == "__init__.py" and path.read_text(encoding="utf-8").strip():
            bad.append(f"{name} non è vuoto: sposti il suo contenuto in un file con un nome.")
        if {path.stem, path.parent.name} & NAMELESS:
            bad.append(f"{name}: un nome che non dice nulla; lo chiami con ciò che contiene.")
    for name, tree in subject.modules.items():
        models = [
            node.name for node in tree.body if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "models.Model" for base in node.bases)
        ]
        if models and not name.startswith("models"):
            bad.append(f"{name} definisce {', '.join(models)}: i modelli stanno in models.py o in models/.")
    return bad


def imported(tree: ast.Module) -> Iterator[str]:
    """Dotted names of the modules that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def arrows(subject: Subject) -> list[str]:
    """No import of another plugin or of the nursery; the manifest needs no Django."""
    others = {card.package for card in installed().values()} - {subject.package} | {"vivaio"}
    bad = []
    for name, tree in subject.modules.items():
        tops = {module.split(".")[0] for module in imported(tree)}
        bad += [f"{name} importa {top}: i moduli si incontrano solo nel nucleo." for top in sorted(tops & others)]
        if name == "manifest.py":
            bad += [f"manifest.py importa {top}: deve leggersi senza Django." for top in sorted(tops & {"django", "wagtail"})]
    return bad


def calls(node: ast.AST) -> set[str]:
    """Names of the functions called in a syntax tree, without what stands before the dot."""
    found = set()
    for child in ast.walk(node):
        if isinstance(child, ast.Call):
            function = child.func
            found.add(function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else "")
    return found


def services(subject: Subject) -> list[str]:
    """Each public service takes keywords only and reaches `record`, or `post`: what it does stays in the trail, or as a row of the ledger."""
    functions: dict[str, tuple[str, ast.FunctionDef]] = {}
    for name, tree in subject.modules.items():
        if name.startswith("services"):
            functions |= {node.name: (name, node) for node in tree.body if isinstance(node, ast.FunctionDef)}
    reached = {"record", "post", *(name for tree in subject.modules.values() for name in _services_of_core(tree))}
    while grown := {name for name, (_file, node) in functions.items() if name not in reached and calls(node) & reached}:
        reached |= grown
    bad = []
    for name, (file, node) in functions.items():
        if name.startswith("_"):
            continue
        if node.args.args or node.args.posonlyargs:
            bad.append(f"{file}: {name} accetta argomenti per posizione; un servizio li vuole tutti per nome (*, …).")
        if calls(node) & SQL_WRITES and name not in reached:
            bad.append(f"{file}: {name} scrive senza lasciare un fatto nella memoria (vivaio_core.trail.services.record).")
    return bad


def _services_of_core(tree: ast.Module) -> Iterator[str]:
    """Functions that a module takes from core's services: they write the trail themselves."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and re.match(r"vivaio_core\.(\w+\.)+services\b", node.module or ""):
            yield from (name.asname or name.name for name in node.names)


def writes(subject: Subject) -> list[str]:
    """Views, forms, admin and tasks never write by themselves: `save`, `create`, `update` … on a manager stand in services only."""
    bad = []
    for name, tree in subject.modules.items():
        if not name.startswith(("views", "forms", "office", "urls", "tasks", "wagtail_hooks", "selectors", "apps")):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SQL_WRITES:
                target = ast.unparse(node.func.value)
                if (
                    ".objects" in target
                    or target == "self.instance"
                    or (node.func.attr == "save" and "super" not in target and "session" not in target)
                ):
                    bad.append(f"{name}, riga {node.lineno}: {target}.{node.func.attr} scrive fuori dai servizi.")
    return bad


CLOCKS = ("date.today", "datetime.now", "datetime.today", "timezone.localdate", "timezone.localtime", "timezone.now")


def clocks(subject: Subject) -> list[str]:
    """Services and selectors get their day as `on`: only views, office pages and tasks ask the clock."""
    bad = []
    for name, tree in subject.modules.items():
        if name.startswith(("services", "selectors", "models", "demo")):
            found = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(CLOCKS)]
            bad += [f"{name}, riga {node.lineno}: {ast.unparse(node.func)}() chiede l'ora; il giorno si riceve come «on»." for node in found]
    return bad


def selects(subject: Subject) -> list[str]:
    """No field offers a list of everybody: thousands of names in a page, for whoever looks."""
    everybody = re.compile(r"\b(Party|User)\.|\b(parties|members)\(")
    return [
        f"{name}, riga {node.lineno}: un elenco a tendina di persone; usi vivaio_core.office.fields.PartyField."
        for name, tree in subject.modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(("ModelChoiceField", "ModelMultipleChoiceField"))
        and everybody.search(ast.unparse(node))
    ]


def kinds(subject: Subject) -> list[str]:
    """What it writes into the trail carries its own name, and can be told in Italian."""
    sentences = [node.args[0] for _name, node in _calls_of(subject, {"register"}) if node.args]
    told = {one.value for one in sentences if isinstance(one, ast.Constant)}
    composed = any(not isinstance(one, ast.Constant) for one in sentences)  # made from a table: not to be read here
    bad = []
    for name, node in _calls_of(subject, {"record", "Act"}):
        for kind in [str(word.value.value) for word in node.keywords if word.arg == "kind" and isinstance(word.value, ast.Constant)]:
            if not kind.startswith(f"{subject.slug}."):
                bad.append(f"{name}, riga {node.lineno}: «{kind}» nella memoria deve cominciare con «{subject.slug}.».")
            elif kind not in told and not composed:
                bad.append(f"{name}, riga {node.lineno}: nessuno racconta «{kind}» (vivaio_core.trail.sentences.register).")
    return bad


def _calls_of(subject: Subject, names: set[str]) -> Iterator[tuple[str, ast.Call]]:
    """File and call of each function called by one of the names."""
    for name, tree in subject.modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in names:
                yield name, node


FORBIDDEN_MARKUP = {
    r"<script(?![^>]*\bsrc=)": "uno script nella pagina",
    r"<style\b": "uno stile nella pagina",
    r"\sstyle\s*=": "un attributo style",
    r"\son[a-z]+\s*=\s*[\"']": "un attributo on…",
    r"\shx-on": "un attributo hx-on",
    r"javascript:": "un indirizzo javascript:",
    r"(?:src|<link[^>]*href)\s*=\s*[\"']\s*(?:https?:)?//": "una risorsa presa da un altro sito",
}


def templates(subject: Subject) -> list[str]:
    """Nothing in a template that the site's Content-Security-Policy would refuse."""
    bad = []
    for name, path in subject.files(".html"):
        text = path.read_text(encoding="utf-8")
        bad += [
            f"{name} contiene {what}: il sito lo rifiuta." for pattern, what in FORBIDDEN_MARKUP.items() if re.search(pattern, text, re.IGNORECASE)
        ]
    return bad


def texts(subject: Subject) -> list[str]:
    """The Italian catalogue has every entry translated, none fuzzy, and the manifest's own texts among them."""
    path = subject.folder / "locale" / "it" / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return ["Manca il catalogo italiano locale/it/LC_MESSAGES/django.po."]
    entries = path.read_text(encoding="utf-8").split("\n\n")[1:]
    alive = [entry for entry in entries if "msgid" in entry and not entry.lstrip().startswith("#~")]
    bad = [f"Il catalogo italiano ha una voce incerta: {_said(entry)}." for entry in alive if re.search(r"^#,.*\bfuzzy\b", entry, re.MULTILINE)]
    empty = re.compile(r'^msgstr(\[\d\])? ""(?!\n")', re.MULTILINE)
    bad += [f"Nel catalogo italiano manca la traduzione di {_said(entry)}." for entry in alive if empty.search(entry)]
    card = subject.card
    asked = [field.title for field in card.settings.model_fields.values()] + [field.description for field in card.settings.model_fields.values()]
    there = {_said(entry) for entry in alive}
    of_card = [text for text in [card.title, card.summary, *asked] if text]
    bad += [f"«{text}», scritto nel manifesto, non è nel catalogo italiano." for text in of_card if f"«{text}»" not in there]
    written = sorted({(name, text) for name, text in _translated(subject) if text not in of_card and f"«{text}»" not in there})
    return bad + [f"«{text}», scritto in {name}, non è nel catalogo italiano." for name, text in written]


GETTEXT = {"_", "N_", "lazy", *(f"{plural}gettext{late}" for plural in ("", "n") for late in ("", "_lazy", "_noop"))}
TRANSLATE = re.compile(r"""{%-?\s*trans(?:late)?\s+("[^"]*"|'[^']*')""")


def _translated(subject: Subject) -> Iterator[tuple[str, str]]:
    """File and text of what Python and templates ask the catalogue for; blocks of templates aside."""
    for name, node in _calls_of(subject, GETTEXT):
        text = node.args[0] if node.args else None
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield name, text.value
    for name, path in subject.files(".html"):
        yield from ((name, ast.literal_eval(text)) for text in TRANSLATE.findall(path.read_text(encoding="utf-8")))


def _said(entry: str) -> str:
    """The msgid of a catalogue entry between guillemets."""
    found = re.search(r'^msgid ((?:".*"\n?)+)', entry, re.MULTILINE)
    return "«" + "".join(ast.literal_eval(line) for line in found[1].splitlines()) + "»" if found else "«»"


CHECKS: dict[str, Callable[[Subject], list[str]]] = {
    "identity": identity,
    "settings": settings,
    "names": names,
    "arrows": arrows,
    "services": services,
    "writes": writes,
    "clocks": clocks,
    "selects": selects,
    "kinds": kinds,
    "templates": templates,
    "texts": texts,
}
