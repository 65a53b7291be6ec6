"""What writers of calendars get wrong in a way that can be mended without guessing."""

from __future__ import annotations

import datetime as dt
import quopri
import re

from pipeline.ingest.ics_vcal import modern_rule

_SMALL_RULE = re.compile(
    r"^((?:RRULE|EXRULE|DURATION|STATUS|TRANSP)[^:\n]*:)([^\n]*)", re.IGNORECASE | re.MULTILINE
)
_DOUBLED = re.compile(r"^(DT[A-Z]+|RECURRENCE-ID|EXDATE|RDATE);;+", re.IGNORECASE | re.MULTILINE)
_UNQUOTED_ZONE = re.compile(
    r"^(DT[A-Z]+|RECURRENCE-ID);TZID=([^\";\n]*:[^\";\n]*):(\d{8}T\d{6}Z?)$", re.IGNORECASE | re.MULTILINE
)
_SMALL_TIME = re.compile(r"(?<=[:,]\d{8})(?:t(\d{6})(z?)|T(\d{6})(z))(?=[,/\n]|$)")
_SPELT_OUT = re.compile(
    r"^((?:DTSTART|DTEND|RECURRENCE-ID)(?:;[^:\n]*)?):[ \t]*(\d{4})-(\d\d)-(\d\d)"
    r"(?:[T \t]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?[ \t]*(Z|[+-]\d\d:?\d\d)?)?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
#: A date as the standard writes it, with colons in its time or with an offset behind it.
_HALF_SPELT = re.compile(
    r"^((?:DTSTART|DTEND|RECURRENCE-ID)(?:;[^:\n]*)?):[ \t]*(\d{4})(\d\d)(\d\d)"
    r"T(\d\d):?(\d\d)(?::?(\d\d))?[ \t]*(Z|[+-]\d\d:?\d\d)?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NOTHING = re.compile(
    r"^(?:DTEND|DURATION|RRULE|EXRULE|EXDATE|RDATE|RECURRENCE-ID)(?:;[^:\n]*)?:[ \t,;]*\n",
    re.IGNORECASE | re.MULTILINE,
)
_LOOSE_LIST = re.compile(r"^((?:EXDATE|RDATE)[^:\n]*:)([^\n]*)", re.IGNORECASE | re.MULTILINE)
_PADDED = re.compile(r"^((?:DTSTART|DTEND|RECURRENCE-ID)[^:\n]*:)[^\S\n]+", re.IGNORECASE | re.MULTILINE)
_LEAP = re.compile(r"(?<=[:,]\d{8}T\d{4})60(?=Z?(?:[,/\n]|$))")
_NO_SECONDS = re.compile(r"(?<=[:,]\d{8})(T\d{4})(Z?)(?=[,/\n]|$)")
_MIDNIGHT = re.compile(r"(?<=[:,])(\d{8})T240000")
_DAY_WITH_TIME = re.compile(
    r"^((?:DTSTART|DTEND|RECURRENCE-ID)[^:\n]*;VALUE=DATE(?:;[^:\n]*)?):(\d{8})(T\d{6}Z?)$",
    re.IGNORECASE | re.MULTILINE,
)
_ZONE_OF_UTC = re.compile(
    r"^((?:DT[A-Z]+|RECURRENCE-ID)(?:;[\w-]+=[^;:\n]*)*?);TZID=(?:\"[^\"\n]*\"|[^\";:\n]*)"
    r"((?:;[\w-]+=[^;:\n]*)*):(\d{8}T\d{6}Z)$",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED = re.compile(r"^([^:\n]*);(?:ENCODING=)?QUOTED-PRINTABLE([^:\n]*):", re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(r";CHARSET=([\w-]+)", re.IGNORECASE)


def mended(text: str) -> str:
    """Return the text with times and rules as the standard writes them, quoted-printable values decoded."""
    if _QUOTED.search(text):
        text = _unquoted(text)
    text = _DOUBLED.sub(r"\1;", _NOTHING.sub("", text))
    text = _PADDED.sub(r"\1", text)
    text = _HALF_SPELT.sub(_basic, _SPELT_OUT.sub(_basic, text))
    text = _LOOSE_LIST.sub(lambda found: found[1] + _filled(found[2]), text)
    text = _LEAP.sub("59", text)
    text = _UNQUOTED_ZONE.sub(r'\1;TZID="\2":\3', text)
    text = _SMALL_RULE.sub(lambda found: found[1] + (modern_rule(found[2]) or _tight(found[2])), text)
    text = _SMALL_TIME.sub(
        lambda found: f"T{found[1] or found[3]}{(found[2] or found[4] or '').upper()}", text
    )
    text = _NO_SECONDS.sub(r"\g<1>00\2", text)
    text = _MIDNIGHT.sub(_next_day, text)
    text = _DAY_WITH_TIME.sub(lambda found: _as_day(found[1], found[2], found[3]), text)
    return _ZONE_OF_UTC.sub(r"\1\2:\3", text)


def _tight(rule: str) -> str:
    return re.sub(r"[ \t]*([;=,])[ \t]*", r"\1", rule.strip().upper()).rstrip(";")


def _filled(dates: str) -> str:
    """Return a list of dates without its empty places."""
    return ",".join(filter(None, (date.strip() for date in dates.split(","))))


def _basic(found: re.Match[str]) -> str:
    """Return a line whose time is spelt out, as 2027-03-18T09:00+01:00, in the short form."""
    name, day, clock, seconds, zone = found[1], "".join(found.group(2, 3, 4)), found[5], found[7], found[8]
    if clock is None:
        kind = "" if "VALUE=" in name.upper() else ";VALUE=DATE"
        return f"{name}{kind}:{day}"
    time = f"{int(clock):02}{found[6]}{seconds or '00'}"
    if zone and zone not in "Zz":
        try:
            moment = dt.datetime.strptime(f"{day}{time}{zone}", "%Y%m%d%H%M%S%z").astimezone(dt.UTC)
        except ValueError:
            return found[0]
        return f"{name}:{moment:%Y%m%dT%H%M%SZ}"
    return f"{name}:{day}T{time}{(zone or '').upper()}"


def _next_day(found: re.Match[str]) -> str:
    """Return 24 o'clock of a day as the midnight that begins the next."""
    try:
        day = dt.datetime.strptime(found[1], "%Y%m%d").replace(tzinfo=dt.UTC) + dt.timedelta(days=1)
    except (ValueError, OverflowError):
        return found[0]
    return f"{day:%Y%m%d}T000000"


def _as_day(name: str, day: str, time: str) -> str:
    """Return a line that says it is a day but states a time: midnight is the day, else the time counts."""
    plain = re.sub(r";VALUE=DATE(?=[;:]|$)", "", name, flags=re.IGNORECASE)
    return f"{name}:{day}" if time.startswith("T000000") else f"{plain}:{day}{time}"


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
