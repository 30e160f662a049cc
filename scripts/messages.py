"""Bring the catalogues of lsgeo's messages up to date with the code: ``messages.py [--check]``.

Writes the template lsgeo/locale/lsgeo.pot and adds new messages to every lsgeo.po, untranslated,
in a stable order and without line numbers or dates. With ``--check`` nothing is written: it fails
where a message is missing, untranslated, fuzzy, no longer used or has other placeholders.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "lsgeo" / "locale"
TEMPLATE = LOCALE / "lsgeo.pot"
LANGUAGES = ("vi",)
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "in_language": (1,)}


def main() -> None:
    """Update the catalogues, or with ``--check`` print what is wrong with them and exit with 1."""
    if "--check" in sys.argv[1:]:
        found = [fault for language in LANGUAGES for fault in faults(language)]
        print("\n".join(found) or "Every message is translated.")
        sys.exit(1 if found else 0)
    template = extract()
    _write(TEMPLATE, template)
    for language in LANGUAGES:
        catalogue = _merged(template, language)
        _write(path_of(language), catalogue)
        count = sum(not all(_texts(message)) for message in _messages(catalogue))
        print(f"{path_of(language)}: {len(catalogue)} messages, {count} to translate")


def path_of(language: str) -> Path:
    """Where the catalogue of `language` lies."""
    return LOCALE / language / "LC_MESSAGES" / "lsgeo.po"


def extract() -> Catalog:
    """Every message in the code of lsgeo."""
    catalogue = Catalog(charset="utf-8")
    for path in sorted((ROOT / "lsgeo").rglob("*.py")):
        for _, message, _, context in extract_from_file("python", path, keywords=KEYWORDS):
            catalogue.add(message, context=context)
    return catalogue


def faults(language: str) -> Iterator[str]:
    """One line for each thing wrong with the catalogue of `language`."""
    wanted = {_key(message) for message in _messages(extract())}
    found = {_key(message): message for message in _messages(_read(language))}
    for key in sorted(wanted - found.keys()):
        yield f"{language}: missing: {key!r}"
    for key in sorted(found.keys() - wanted):
        yield f"{language}: no longer used: {key!r}"
    for key in sorted(wanted & found.keys()):
        message = found[key]
        if message.fuzzy:
            yield f"{language}: fuzzy: {key!r}"
        elif not all(_texts(message)):
            yield f"{language}: not translated: {key!r}"
        elif any(_places(text) not in _allowed(message) for text in _texts(message)):
            yield f"{language}: other placeholders than the message: {key!r}"


def _merged(template: Catalog, language: str) -> Catalog:
    old = {_key(message): message for message in _messages(_read(language))}
    merged = Catalog(locale=language, charset="utf-8")
    for message in _messages(template):
        known = old.get(_key(message))
        empty = ("",) * merged.num_plurals if message.pluralizable else ""
        merged.add(message.id, known.string if known else empty)
    return merged


def _read(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, ignore_obsolete=False)


def _write(path: Path, catalogue: Catalog) -> None:
    """Write `catalogue` under a header of our own: babel's would hold the day it was written."""
    header = ["Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"]
    if catalogue.locale:
        header.insert(0, f"Language: {catalogue.locale}")
        header.append(f"Plural-Forms: {get_plural(catalogue.locale).plural_forms}")
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in header)]
    body = BytesIO()
    write_po(body, catalogue, width=100, no_location=True, omit_header=True, sort_output=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(lines) + "\n\n" + body.getvalue().decode("utf-8").strip() + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _texts(message: Message) -> tuple[str, ...]:
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ("",))


def _allowed(message: Message) -> list[frozenset[str]]:
    ids = (message.id,) if isinstance(message.id, str) else message.id
    return [_places(text) for text in ids]


def _places(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


if __name__ == "__main__":
    main()
