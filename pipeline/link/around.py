"""What stands around a name: nicknames, former names, pronouns, titles, and whoever is brought along."""

from __future__ import annotations

import re
from functools import cache

from pipeline.link.fold import fold, script
from pipeline.link.name import READ
from pipeline.link.words import words

#: "Ana & Tom Lima": two people in one row.
JOINT = re.compile(r"(?<=\w)\.?\s+(?:&|\+|and|und|et|og|och|en)\s+(?=[^\W\d_])", re.IGNORECASE)
#: "Ana Lima | Acme", "Ana Lima - hiring": what stands behind is no name.
ASIDE = re.compile(r"(?<=\w)\W*?(?:\s*\|\s*|\s[-\u2013\u2014\u2022\u00b7~]\s).*$", re.DOTALL)
#: "OlgaStern" is two words, McDonald one; "she/her" is none.
GLUED = re.compile(r"^([A-Z][a-z]{2,})([A-Z][a-z]{2,})$")
PRONOUNS = re.compile(
    r"\b(?:she|he|they|her|him|them|his|hers|ze|sie|er)(?:\s*/\s*\w{2,6})+\b", re.IGNORECASE
)
POLITE = re.compile(r"(?:-|\s)(?:san|sama|sensei|ssi|nim|ji)$")
BRACKETS = re.compile(r"[(\[\uff08\u3010]([^)\]\uff09\u3011]*)[)\]\uff09\u3011]")
OPENING, CLOSING = '"\u201c\u201d\u201e\u00ab\u00bb\u2018', '"\u201c\u201d\u201e\u00ab\u00bb\u2019'
QUOTES = re.compile(rf"[{OPENING}]([^{OPENING}{CLOSING}]+)[{CLOSING}]|(?<!\w)'([^']+)'(?!\w)")
MARKS = rf"[{OPENING}{CLOSING}]"


def bared(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the text with nothing but the name, the nicknames and the former names beside it."""
    cleaned, nick, former = _asides(PRONOUNS.sub(" ", GLUED.sub(r"\1 \2", text)))
    short = ASIDE.sub("", cleaned)
    return POLITE.sub("", short if len(short.split()) > 1 else cleaned), nick, former


def is_joint(text: str) -> bool:
    """Return whether two people share the row: "Ana & Tom Lima"."""
    return bool(JOINT.search(text))


def salutation(text: str) -> str:
    """Return ``m`` or ``f`` as the title before the name says, else nothing."""
    first = text.split(None, 1)[0] if text.strip() else ""
    return words("names").maps["salutations"].get(bare(first), "")


def is_brought(text: str) -> bool:
    """Return whether the name is another person's, who brings this one along or is spoken for."""
    return bool(_brought().search(fold(text)))


@cache
def _brought() -> re.Pattern[str]:
    """Return what tells that the name is that of another person."""
    known = words("names")
    who, guest = ("|".join(map(re.escape, sorted(known[key]))) for key in ("somebodys", "guests"))
    parts = (
        rf"\b(?:{who})\W?\s+(?:to|of|for|von|de)\s",
        rf"['\u2019]s (?:{who}|plus one|\+\s?1)\b",
        rf"[(\[]\s*(?:{guest})\b",
        rf"\b(?:{guest})\s*#?\d+\s*$",
        r"\bc/o\b|\bon behalf of\b|\bim auftrag\b|\bi\. ?a\. ",
    )
    return re.compile("|".join(parts))


def bare(text: str) -> str:
    """Return one word folded, without full stops."""
    return fold(text).replace(".", "").strip()


def _asides(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the text without what stands in brackets or quotes, nicknames and former names."""
    nick: list[str] = []
    former: list[str] = []
    for pattern in (BRACKETS, QUOTES):
        for groups in pattern.findall(text):
            inner = groups if isinstance(groups, str) else next(filter(None, groups), "")
            if (script(inner) in READ) != (script(pattern.sub("", text)) in READ) and script(inner) != "none":
                text = f"{text} {inner}"
            else:
                short, earlier = _aside(inner)
                nick += short
                former += earlier
        outside = pattern.sub(" ", text)
        text = outside if pattern is BRACKETS or len(outside.split()) > 1 else re.sub(MARKS, " ", text)
    text, born = _born(text)
    return text, tuple(nick), (*former, *born)


def _aside(inner: str) -> tuple[list[str], list[str]]:
    """Return what stands in brackets or quotes as words of a nickname, or of a former name."""
    known = words("names")
    tokens = [bare(token) for token in re.split(r"[\s/,]+", inner) if bare(token)]
    if tokens and tokens[0] in known["former"]:
        return [], tokens[1:]
    if len(tokens) < 3 and not known["pronouns"] & set(tokens):
        return tokens, []
    return [], []


def _born(text: str) -> tuple[str, list[str]]:
    """Return the name in front of "née" and its like, and the words of the name behind it."""
    lower, marks = [bare(token) for token in text.split()], words("names")["born"]
    mark = next((at for at, token in enumerate(lower) if at and token in marks), None)
    return (text, []) if mark is None else (" ".join(text.split()[:mark]), lower[mark + 1 :])
