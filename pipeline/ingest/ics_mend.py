"""What writers of calendars get wrong in a way that can be mended without guessing."""

from __future__ import annotations

import quopri
import re

_SMALL_RULE = re.compile(
    r"^((?:RRULE|EXRULE|DURATION|STATUS|TRANSP)[^:\n]*:)([^\n]*)", re.IGNORECASE | re.MULTILINE
)
_DOUBLED = re.compile(r"^(DT[A-Z]+|RECURRENCE-ID|EXDATE|RDATE);;+", re.IGNORECASE | re.MULTILINE)
_UNQUOTED_ZONE = re.compile(
    r"^(DT[A-Z]+|RECURRENCE-ID);TZID=([^\";\n]*:[^\";\n]*):(\d{8}T\d{6}Z?)$", re.IGNORECASE | re.MULTILINE
)
_SMALL_TIME = re.compile(r"(?<=[:,]\d{8})t(\d{6})(z?)(?=[,\n]|$)")
_QUOTED = re.compile(r"^([^:\n]*);(?:ENCODING=)?QUOTED-PRINTABLE([^:\n]*):", re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(r";CHARSET=([\w-]+)", re.IGNORECASE)


def mended(text: str) -> str:
    """Return the text with times and rules in capitals and quoted-printable values decoded."""
    if _QUOTED.search(text):
        text = _unquoted(text)
    text = _DOUBLED.sub(r"\1;", text)
    text = _UNQUOTED_ZONE.sub(r'\1;TZID="\2":\3', text)
    text = _SMALL_RULE.sub(lambda found: found[1] + found[2].upper(), text)
    return _SMALL_TIME.sub(lambda found: f"T{found[1]}{found[2].upper()}", text)


def _unquoted(text: str) -> str:
    lines = []
    for line in text.replace("=\n", "").split("\n"):
        found = _QUOTED.match(line)
        if not found:
            lines.append(line)
            continue
        charset = _CHARSET.search(found[0])
        value = quopri.decodestring(line[found.end() :].encode("utf-8", "replace"))
        try:
            plain = value.decode(charset[1] if charset else "utf-8", "replace")
        except LookupError:
            plain = value.decode("utf-8", "replace")
        plain = plain.replace("\r\n", "\n").replace("\\", "\\\\").replace("\n", "\\n")
        head = _CHARSET.sub("", found[1] + found[2])
        lines.append(f"{head}:{plain}")
    return "\n".join(lines)


def ended(text: str) -> str:
    """Return the text with the end that its entry lacks."""
    return text.rstrip("\n") + "\nEND:VEVENT\n"


def without_bad_lines(text: str) -> str:
    """Return only the lines that look like a property; one broken line must not lose the entry."""
    good = re.compile(r"[A-Za-z0-9-]+(?:;[A-Za-z0-9-]+=(?:\"[^\"\n]*\"|[^\";:,\n]*)(?:,[^;:\n]*)?)*:")
    return "\n".join(line for line in text.replace(";;", ";").split("\n") if good.match(line))
