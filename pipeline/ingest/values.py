"""What kind of thing a cell holds, told from the cell alone."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.ingest.vocabulary import plain
from pipeline.settings import read_toml
from pipeline.shared import shared

if TYPE_CHECKING:
    from collections.abc import Sequence

EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_ENDINGS = (
    "com|org|net|edu|io|co|ai|dev|de|fr|uk|eu|ca|jp|cn|nl|be|ch|at|es|it|pt|se|no|dk|fi|pl|cz|ru|in|br|au|us|info|me"
    "|app|gov|ie|hu|ro|gr|bg|hr|rs|si|sk|lt|lv|ee|lu|is|ua|tr|il|ae|sa|eg|za|ng|ke|mx|ar|cl|pe|uy|kr|tw|hk|sg|my|th|vn"
    "|ph|nz|biz|org|tech|cloud|shop|studio|online|agency|jobs|careers|solutions|xyz|site|store|bank|energy|software"
)
URL = re.compile(
    rf"(?:https?://|www\.)\S{{3,2000}}|(?:[a-z0-9-]{{1,63}}\.){{1,4}}(?:{_ENDINGS})(?:/\S{{0,2000}})?",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[+-]?[$€£¥]?\s?\d[\d.,' ]{0,30}\s?(?:%|€|\$|[A-Z]{3})?")
DAY = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.{0,24}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}.{0,20}"
    r"|\d{1,2}[ -](?:de )?[^\W\d_]{3,10}\.?,?[ -](?:de )?\d{2,4}.{0,20}"
    r"|[^\W\d_]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}.{0,24}"
)
TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?")
PHONE = re.compile(r"(?:tel:)?[+(]?\d[\d\s().\-/]{5,22}(?:\s?(?:x|ext\.?)\s?\d{1,6})?")
BOOTH = re.compile(
    r"(?:(?:hall|halle|booth|stand|table|stall|pavilion|ebene|level)\s*)?"
    r"(?:[A-Z]{0,3}[\d]{0,2}[A-Z]{0,2}[ .\-/]{0,3}[A-Z]{0,3}[\d]{1,5}[A-Z]?)"
    r"(?:\s*[-/]\s*[A-Z]?\d{1,5}[A-Z]?)?",
    re.IGNORECASE,
)
CODE = re.compile(r"(?=\S*\d)[A-Za-z0-9]+(?:[-_#.][A-Za-z0-9]+)*|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")
IMAGE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp)(?:\?\S*)?", re.IGNORECASE)
HANDLE = re.compile(r"@?[A-Za-z0-9_]{2,30}")
_SHORT = 5  # words
_FOR_ONESELF = re.compile(r"\b(?:for|on|with) (?:my|our)\b", re.IGNORECASE)
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "binti",
        "ibn",
        "ter",
        "ten",
        "zu",
        "zur",
        "af",
        "av",
        "y",
        "e",
        "of",
    ]
)
_CREDENTIAL = re.compile(
    r"(?:,\s*)?\b(?:ph\.?d|m\.?d|mba|msc|bsc|jr|sr|ii|iii|iv|cpa|esq|pe|dr|prof)\b\.?", re.IGNORECASE
)
_TITLE_BEFORE = re.compile(r"(?:dr|prof|mr|mrs|ms|herr|frau|mme|m|sr|sra|ing|dipl)\.?\s+", re.IGNORECASE)


@cache
def words(kind: str) -> frozenset[str]:
    """Return one list of config/words.toml."""
    return frozenset(str(word).casefold() for word in _table()[kind])


def rows(kind: str) -> list[list[str]]:
    """Return one list of config/words.toml whose order matters, each of its rows as words."""
    found: list[list[str]] = _table()[kind]
    return found


@cache
def _table() -> dict[str, Any]:
    return read_toml(shared("config") / "words.toml")


@cache
def _flags() -> frozenset[str]:
    return words("yes") | words("no")


def is_null(cell: str) -> bool:
    """Return whether a cell says nothing."""
    stripped = cell.strip()
    return not stripped or (len(stripped) <= 20 and _is_null_word(stripped))


@lru_cache(maxsize=1 << 14)
def _is_null_word(stripped: str) -> bool:
    return stripped.casefold() in words("nulls")


def tokens(text: str) -> list[str]:
    """Return the words of a text in small letters, dots and hyphens inside them kept."""
    return re.findall(r"[^\W_]+(?:[.'\u2019/&+-][^\W_]+)*[.+]?|\(주\)|㈜", text.casefold())


def has_word(text: str, kind: str) -> bool:
    """Return whether a text contains a word of this list, as whole words (East Asian ones: anywhere)."""
    known = words(kind)
    parts = tokens(text)
    for size in (1, 2, 3):
        for at in range(len(parts) - size + 1):
            phrase = " ".join(parts[at : at + size])
            if phrase in known or phrase.rstrip(".") in known:
                return True
    return any(ord(char) > 0x2E7F for char in text) and any(word in text for word in _wide_words(kind))


@cache
def _wide_words(kind: str) -> tuple[str, ...]:
    return tuple(word for word in words(kind) if any(ord(char) > 0x2E7F for char in word))


def is_east_asian(text: str) -> bool:
    """Return whether a text is written in Chinese, Japanese or Korean signs."""
    if text.isascii():
        return False
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and sum(ord(char) > 0x2E7F for char in letters) >= 0.7 * len(letters)


def is_person(cell: str) -> bool:
    """Return whether a cell has the shape of a person's name and no word of an organisation."""
    text = _TITLE_BEFORE.sub("", _CREDENTIAL.sub("", cell.strip()), count=1).strip(" ,")
    if not 2 <= len(text) <= 60 or any(char.isdigit() or char in "@:;|/&!?#%=" for char in text):
        return False
    if has_word(text, "organization_words") or text.count(",") > 1 or (", " in text and text.isupper()):
        return False
    if is_east_asian(text):
        return _is_east_asian_person(text)
    parts = [part for part in re.split(r"[\s,]+", re.sub(r"\(.*?\)", "", text)) if part]
    if not 2 <= len(parts) <= 6:
        return False
    proper = [part for part in parts if part.casefold() not in _PARTICLES]
    if len(proper) < 2 or not all(_proper(part) for part in proper):
        return False
    return not (
        any(has_word(text, kind) for kind in ("title_words", "level_words", "position_words"))
        or text.casefold() in words("places")
        or text.casefold() in words("role_words")
    )


def _is_east_asian_person(text: str) -> bool:
    """Return whether signs are a name: in two parts, or begun by a known family name and as long as names."""
    parts = re.split(r"[\s\u3000・]+", text)
    if len(parts) == 2:
        return all(1 <= len(part) <= 5 for part in parts)
    known = words("east_asian_surnames")
    sizes = [size for size in (1, 2, 3) if text[:size] in known]
    return len(parts) == 1 and any(1 <= len(text) - size <= 3 for size in sizes)


def is_heading(cells: Sequence[str]) -> bool:
    """Return whether a row is a heading or a sum among the rows: such words and numbers, and nothing else."""
    filled = [cell for cell in cells if cell.strip()]
    said = [part.strip(".:,-") for part in filled[0].casefold().split()] if filled else []
    lone = len(filled) == 1 or all(NUMBER.fullmatch(cell.strip()) for cell in filled[1:])
    if len(filled) == 1 and len(cells) > 1 and _is_count(filled[0].strip()):
        return True
    if len(filled) == 1 and len(cells) > 2 and _is_footer(filled[0].strip()):
        return True
    return (
        lone
        and len(cells) > 1
        and any(part in words("heading_words") for part in said)
        and all(
            part in words("heading_words") or not any(map(str.isalpha, part)) or len(part) == 1
            for part in said
        )
    )


def _is_count(text: str) -> bool:
    """Return whether a text counts what stands above it: "(12 rows)", "2 rows in set (0.00 sec)"."""
    said = tokens(text) if text[:1] == "(" or text[:1].isdigit() else []
    return len(said) > 1 and said[0].isdigit() and said[1] in words("counted_words")


def _is_footer(text: str) -> bool:
    """Return whether a text alone on its row is said below a list: a sum, a note, where it comes from."""
    said = tokens(text)
    named = bool(said) and said[0].rstrip(".") in words("footer_words")
    return text[:1] in "*†‡©" or (
        named and (len(said) > 2 or any(mark in text for mark in ":@?") or any(map(str.isdigit, text)))
    )


@cache
def _given_names() -> frozenset[str]:
    table: dict[str, Any] = dict(read_toml(shared("config") / "link_names.toml"))
    short = (word for names in table["nicknames"].values() for word in names.split())
    return words("given_names") | frozenset(table["nicknames"]) | frozenset(short)


def has_given_name(cell: str) -> bool:
    """Return whether a cell has the shape of a person's name and one of its words is a common given name."""
    return is_person(cell) and any(word in _given_names() for word in plain(cell).split())


def _proper(part: str) -> bool:
    first = next((char for char in part if char.isalpha()), "")
    return (
        bool(first) and (first.isupper() or unicodedata.category(first) == "Lo") and not part.endswith("...")
    )


def is_single_name(cell: str) -> bool:
    """Return whether a cell can be one given or family name: one to three words with capitals, no signs."""
    text = cell.strip()
    if not 1 <= len(text) <= 40 or any(char.isdigit() or char in "@:;|/&!?#%=" for char in text):
        return False
    if is_east_asian(text):
        return len(text) <= 5
    parts = text.split()
    return 1 <= len(parts) <= 4 and all(_proper(part) or part.casefold() in _PARTICLES for part in parts)


def is_organization(cell: str) -> bool:
    """Return whether a cell carries a word that names an organisation."""
    return len(cell) <= 120 and has_word(cell, "organization_words")


def is_position(text: str) -> bool:
    """Return whether a text names a kind of position: "internship", and not "a binder for my thesis"."""
    return len(tokens(text)) <= _SHORT and has_word(text, "position_words") and not _FOR_ONESELF.search(text)


def is_place(cell: str) -> bool:
    """Return whether a cell names a country, a large city, or ends like an address does."""
    text = cell.strip().casefold()
    known = words("places")
    if text in known or re.sub(r"\s*\(.*?\)", "", text) in known:
        return True
    parts = [part.strip() for part in re.split(r"[,/|·]| - ", text) if part.strip()]
    return len(parts) >= 2 and (parts[-1] in known or parts[-1] in words("state_codes") or parts[0] in known)


def host(cell: str) -> str:
    """Return the host an address names, without www., or an empty text."""
    found = re.match(r"(?:https?://)?(?:www\.)?([^/\s?#:]+)", cell.strip(), re.IGNORECASE)
    return found[1].casefold() if found and "." in found[1] else ""


def kind(cell: str) -> str:
    """Return the coarse kind of a cell: empty email url day time number phone flag code text."""
    text = cell.strip()
    if not text or is_null(text):
        return "empty"
    if len(text) <= 12 and text.casefold() in _flags() and not text.isdigit():
        return "flag"
    if len(text) > 2000:
        return "text"
    for name, pattern in _KINDS:
        if pattern.fullmatch(text):
            return name
    return "text"


_KINDS = (
    ("email", EMAIL),
    ("url", URL),
    ("time", TIME),
    ("day", DAY),
    ("number", NUMBER),
    ("phone", PHONE),
    ("code", CODE),
)
