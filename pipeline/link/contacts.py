"""E-mail addresses, profile addresses and telephone numbers in the one form in which they can be compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

from pipeline.link.words import words

ADDRESS = re.compile(r"[^\s<>\"'(),;:@]+@[^\s<>\"'(),;:@]+\.[^\s<>\"'(),;:@.]+")
PERSON_PAGE = re.compile(r"(?:^|//|\.|\b)linkedin\.com/(?:mwlite/)?in/([^/?#\s]+)", re.IGNORECASE)
#: The old form: a name that many share, then three numbers; the new form has them turned round behind it.
OLD_PAGE = re.compile(r"linkedin\.com/pub/([^/?#\s]+)/(\w+)/(\w+)/(\w+)", re.IGNORECASE)
AT = re.compile(r"\s*[\[({]\s*at\s*[\])}]\s*")
DOT = re.compile(r"\s*[\[({]\s*dot\s*[\])}]\s*")
OTHER_PAGE = re.compile(r"linkedin\.com/(?:company|school|showcase|groups|jobs|feed|posts)\b", re.IGNORECASE)
SLUG = re.compile(r"[\w\-%.]{3,100}")
#: The number of a member in place of the name: one person has both, so they contradict nothing.
INTERNAL = re.compile(r"ac[ow]aa[\w-]{20,}$")
HANDLE = re.compile(r"(?:^|(?:twitter|x)\.com/)@?([A-Za-z0-9_]{2,15})/?(?:[?#].*)?$")


@lru_cache(maxsize=200_000)
def email(text: str) -> str | None:
    """Return the address in one spelling, or nothing when there is none in the text.

    Case, ``mailto:``, angle brackets and what follows a plus do not count; nor do dots where the provider
    ignores them.
    """
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    found = ADDRESS.search(DOT.sub(".", AT.sub("@", folded.removeprefix("mailto:"))))
    if found is None:
        return None
    local, _, domain = found[0].rpartition("@")
    known = words("emails")
    domain = known.maps["same_domain"].get(domain.rstrip("."), domain.rstrip("."))
    local = local.partition("+")[0] or local
    if domain in known["dots_do_not_count"]:
        local = local.replace(".", "") or local
    return f"{local}@{domain}"


def is_role(address: str) -> bool:
    """Return whether this normalised address is the mailbox of a desk, or of nobody."""
    local = address.partition("@")[0]
    roles, places = words("emails")["roles"], words("emails")["places"]
    parts = set(re.split(r"[._\-\d]+", local)) - {""}
    # na@na.com, xx@xx.de: typed to get past a form.
    typed = len(local) < SHORT and local == address[len(local) + 1 :].partition(".")[0]
    return local in roles or not parts or typed or bool(parts & roles and parts <= roles | places)


def linkedin(text: str) -> str | None:
    """Return the slug of a person's page, or nothing for a company's page or anything else."""
    text = OLD_PAGE.sub(r"linkedin.com/in/\1-\4\3\2", text.strip())
    found = PERSON_PAGE.search(text)
    if found is None:
        bare = text.strip("/@")
        if (
            OTHER_PAGE.search(text)
            or not SLUG.fullmatch(bare)
            or "linkedin" in bare.casefold()
            or bare.isdigit()
        ):
            return None
        slug = bare
    else:
        slug = found[1]
    read = unicodedata.normalize("NFC", unquote(slug)).casefold().strip("/")
    return None if not read or INTERNAL.match(read) or read in words("emails")["no_pages"] else read


def twitter(text: str) -> str | None:
    """Return the handle in small letters, or nothing."""
    found = HANDLE.search(text.strip())
    read = found[1].casefold() if found else None
    return None if read in words("emails")["no_pages"] else read


#: What people type who give no number: one digit, or all of them in a row, behind any country.
COUNTED = re.compile(r"1?(?:0?1234567(?:8(?:90?)?)?|0?9876543210?)|\d{0,3}?(\d)\1{6,}")
#: Shorter mailboxes that repeat their domain are no names.
SHORT = 4


@lru_cache(maxsize=200_000)
def phone(text: str, region: str) -> str | None:
    """Return the number as ``+`` and digits, or nothing when it is none.

    One that is not valid in ``region`` comes as its digits without trunk zero, so that it still
    meets its international form.
    """
    import phonenumbers

    text = text.replace("(0)", "") if text.strip().startswith(("+", "00")) else text
    digits = re.sub(r"\D", "", text.partition("ext")[0].partition("x")[0])
    if not 7 <= len(digits) <= 17 or COUNTED.fullmatch(digits):
        return None
    if text.strip().startswith(("+", "00")):
        return "+" + digits.removeprefix("00")
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return digits.lstrip("0")
    if phonenumbers.is_valid_number(number):
        return f"+{number.country_code}{number.national_number}"
    return digits.lstrip("0")


@lru_cache(maxsize=50_000)
def is_mobile(number: str) -> bool:
    """Return whether a number that ``phone`` returned is surely a mobile one; unknown is no."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return False
    kind = phonenumbers.number_type(parsed)
    if kind == phonenumbers.PhoneNumberType.UNKNOWN:
        return number.startswith(tuple(words("phones")["mobile"])) and phonenumbers.is_possible_number(parsed)
    return bool(kind == phonenumbers.PhoneNumberType.MOBILE)
