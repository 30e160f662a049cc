"""What lsgeo says, in Vietnamese or English, through gettext catalogues."""

from __future__ import annotations

import gettext
import locale
import os
from functools import cache
from pathlib import Path

LANGUAGES = ("vi", "en")
_DOMAIN = "lsgeo"
_LIBRARY_DOMAIN = "click"
_FOLDER = Path(__file__).parent / "locale"
_current = "en"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(_DOMAIN, _FOLDER, languages=[language], fallback=True)


def choose_language(asked: str | None = None) -> str:
    """The language to speak: the one asked for, else LSGEO_LANG, else the locale's, else English.

    An unknown value falls through to the next rule.
    """
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    if not system:
        system = locale.getlocale()[0]
    for value in (asked, os.environ.get("LSGEO_LANG"), system):
        short = (value or "").lower()
        if short.startswith(("vi", "vietnamese")):
            return "vi"
        if short.startswith(("en", "english")):
            return "en"
    return "en"


def set_language(language: str) -> None:
    """Make `language` ("vi" or "en") the one that `_` speaks from now on."""
    global _current
    _current = language
    # The words of the command line's own library: it asks the standard gettext, by LANGUAGE.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_LIBRARY_DOMAIN, _FOLDER)
    gettext.textdomain(_LIBRARY_DOMAIN)


def current_language() -> str:
    """The language that `_` speaks."""
    return _current


def _(text: str) -> str:
    """`text` in the current language; fill it in with ``.format(...)`` afterwards."""
    return _catalogue(_current).gettext(text)


def in_language(text: str, language: str) -> str:
    """`text` in `language`, whatever the current one is: for what is published."""
    return _catalogue(language).gettext(text)
