"""Keeps the Italian catalogues: collects English msgids from Python and templates, merges, compiles. No gettext binaries.

`tools/messages.py [folder …]` updates `<app>/locale/it/LC_MESSAGES/*.po` of every app (or of those below the named folders) and
writes the .mo files; a folder outside this checkout is a module of its own (`folder/src/<package>`). A translation whose msgid
is gone stays as an obsolete entry until `--prune`. `--check` changes no .po and fails when a text is missing, fuzzy, obsolete,
or translated in two ways.
"""

import argparse
import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from compile_messages import compile_catalogues
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(["_", "N_", "gettext", "gettext_lazy", "lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(gettext|ngettext|pgettext|npgettext|_)\(({STRING}(?:,\s*(?:{STRING}|count))*)\)")
HEADER = r"""msgid ""
msgstr ""
"Language: it\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
SKIP = {"migrations", "tests", "locale", "__pycache__"}

Key = tuple[str | None, str | tuple[str, ...]]


@dataclass(frozen=True)
class App:
    """A package with its own catalogue; `domain` is the file's stem."""

    folder: Path
    domain: str = "django"

    @property
    def catalogue(self) -> Path:
        """Where the Italian catalogue is or will be."""
        return self.folder / "locale" / "it" / "LC_MESSAGES" / f"{self.domain}.po"


def apps(root: Path) -> list[App]:
    """Every room of core, every plugin's package, the generator (its own domain: it has no Django)."""
    rooms = sorted(path for path in (root / "core/src/vivaio_core").iterdir() if (path / "__init__.py").exists())
    plugins = sorted(path.parent for path in root.glob("plugins/*/src/*/__init__.py"))
    return [*(App(path) for path in [*rooms, *plugins]), App(root / "generator/src/vivaio", "vivaio")]


def chosen_apps(folders: Sequence[Path]) -> list[App]:
    """The apps below the named folders, all of ours when none is named; a module outside the checkout has its package in `src/`."""
    below = [folder.resolve() for folder in folders]
    ours = [app for app in apps(ROOT) if not below or any(app.folder == folder or folder in app.folder.parents for folder in below)]
    elsewhere = [folder for folder in below if not folder.is_relative_to(ROOT)]
    return [*ours, *(App(path.parent) for folder in elsewhere for path in sorted(folder.glob("src/*/__init__.py")))]


def shown(path: Path) -> Path:
    """The path as it is told: from the checkout when it lies there."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def sources(folder: Path, suffixes: Iterable[str]) -> Iterator[Path]:
    """Files of an app with one of the suffixes, in a stable order."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in suffixes and not SKIP & set(path.relative_to(folder).parts):
            yield path


def messages_of_python(path: Path) -> Iterator[Key]:
    """Msgids of the gettext calls in a module."""
    with path.open("rb") as handle:
        for _line, message, _comments, context in extract("python", handle, KEYWORDS):
            if message:
                yield context, message
    yield from _inside_f_strings(ast.parse(path.read_text(encoding="utf-8")))


def _inside_f_strings(tree: ast.AST) -> Iterator[Key]:
    """Babel reads an f-string as one text: calls between its braces would go without Italian, unseen."""
    for text in ast.walk(tree):
        for call in ast.walk(text) if isinstance(text, ast.JoinedStr) else ():
            name = ast.unparse(call.func).split(".")[-1] if isinstance(call, ast.Call) else ""
            if name not in KEYWORDS or not isinstance(call, ast.Call):
                continue
            texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            context = texts.pop(0) if texts and name.startswith(("pget", "npget")) else None
            if texts:
                yield context, tuple(texts) if name.startswith(("nget", "npget")) else texts[0]


def messages_of_template(path: Path) -> Iterator[Key]:
    """Msgids of `translate`, `blocktranslate` and `_()` in a Django template. Raises SyntaxError on a block inside a translation."""
    for name, arguments in CALL.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        texts = [ast.literal_eval(text) for text in re.findall(STRING, arguments)]
        context = texts.pop(0) if name.startswith(("pget", "npget")) else None
        yield context, tuple(texts) if name.startswith(("nget", "npget")) else texts[0]


def collect(app: App) -> dict[Key, list[str]]:
    """Msgid → the app's files that use it."""
    found: dict[Key, list[str]] = defaultdict(list)
    for path in sources(app.folder, {".py"}):
        for key in messages_of_python(path):
            found[key].append(path.relative_to(app.folder).as_posix())
    for path in sources(app.folder, {".html", ".txt", ".xml"}):
        if "templates" in path.parts:
            for key in messages_of_template(path):
                found[key].append(path.relative_to(app.folder).as_posix())
    return found


def read(path: Path) -> Catalog:
    """The catalogue on disk, or an empty one."""
    if not path.exists():
        return Catalog(locale="it")
    with path.open("rb") as handle:
        return read_po(handle, locale="it")


def first(text: str | Sequence[str]) -> str:
    """The singular of a msgid."""
    return text if isinstance(text, str) else text[0]


def known(catalogue: Catalog, text: str | Sequence[str], context: str | None) -> Message | None:
    """The catalogue's entry for a msgid, alive or obsolete."""
    found = catalogue.get(first(text), context)
    return found or next((entry for entry in catalogue.obsolete.values() if entry.context == context and first(entry.id) == first(text)), None)


def merged(old: Catalog, found: Mapping[Key, list[str]], *, prune: bool = False) -> Catalog:
    """A catalogue of the msgids in use with their translations; what is no longer used becomes obsolete, or goes with `prune`."""
    new = Catalog(locale="it", fuzzy=False)
    for (context, text), files in found.items():
        entry = known(old, text, context)
        string = entry.string if entry is not None and isinstance(entry.string, str) == isinstance(text, str) else None
        new.add(text, string, locations=[(name, 0) for name in sorted(set(files))], context=context, flags=entry.flags if entry else ())
    used = {(context, first(text)) for context, text in found}
    for entry in [] if prune else [*(message for message in old if message.id), *old.obsolete.values()]:
        if (entry.context, first(entry.id)) not in used and not untranslated(entry):
            new.obsolete[first(entry.id)] = entry
    return new


def written(catalogue: Catalog) -> str:
    """The text of a .po, without dates and line numbers, so that only real changes show."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=150, omit_header=True, include_lineno=False, sort_by_file=True)
    return HEADER + buffer.getvalue().decode("utf-8").lstrip("\n")


def untranslated(message: Message) -> bool:
    """True when a form of the message has no Italian."""
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [])
    return not strings or not all(strings)


def faults(app: App) -> list[str]:
    """What is wrong with an app's catalogue, each a line for the person who mends it."""
    on_disk, found, place = read(app.catalogue), collect(app), shown(app.catalogue)
    bad = []
    for context, text in found:
        message = on_disk.get(first(text), context)
        if message is None or untranslated(message):
            bad.append(f"{place}: «{first(text)}» has no Italian")
    used = {(context, first(text)) for context, text in found}
    for message in on_disk:
        if not message.id:
            continue
        name = f"{place}: «{first(message.id)}»"
        if (message.context, first(message.id)) not in used:
            bad.append(f"{name} is not used: run tools/messages.py --prune")
        bad += [f"{name} is fuzzy"] if message.fuzzy else []
        bad += [f"{name}: {error}" for error in message.check(on_disk) if not untranslated(message)]
    return bad + [f"{place}: «{first(entry.id)}» is obsolete: tools/messages.py --prune" for entry in on_disk.obsolete.values()]


def quarrels(catalogues: Mapping[App, Catalog]) -> list[str]:
    """Msgids that two Django apps translate differently: only one of them would ever be shown."""
    seen: dict[Key, dict[str, str]] = defaultdict(dict)
    for app, catalogue in catalogues.items():
        for message in catalogue:
            if app.domain == "django" and message.id and not untranslated(message):
                seen[message.context, first(message.id)][str(message.string)] = app.folder.name
    return [
        f"«{text}» is translated in different ways: " + ", ".join(f"{string} ({name})" for string, name in ways.items()) + "; use pgettext"
        for (_context, text), ways in seen.items()
        if len(ways) > 1
    ]


def update(app: App, *, prune: bool = False) -> str:
    """Merge the app's catalogue; return a line of progress, empty when nothing has to be told."""
    found = collect(app)
    if not found and not app.catalogue.exists():
        return ""
    new = merged(read(app.catalogue), found, prune=prune)
    text = written(new)
    if not app.catalogue.exists() or app.catalogue.read_text(encoding="utf-8") != text:
        app.catalogue.parent.mkdir(parents=True, exist_ok=True)
        app.catalogue.write_text(text, encoding="utf-8")
    lacking = sum(untranslated(message) for message in new if message.id)
    return f"{shown(app.catalogue)}: {len(found)} messages, {lacking} without Italian"


def main() -> int:
    """Run the command line; 1 when the check finds a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--prune", action="store_true", help="drop obsolete entries")
    options = parser.parse_args()
    chosen = chosen_apps(options.folders)
    if options.check:
        bad = [fault for app in chosen for fault in faults(app)] + quarrels({app: read(app.catalogue) for app in chosen})
        print(*bad, f"{len(chosen)} catalogues, {len(bad)} faults", sep="\n")
    else:
        bad = []
        print(*filter(None, (update(app, prune=options.prune) for app in chosen)), sep="\n")
    for app in chosen:
        compile_catalogues(app.folder)
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
