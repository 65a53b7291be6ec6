"""Bytes to text: byte order mark, strict UTF-8, then detection; a guess is always said to be one."""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import InputError
from pipeline.ingest.counted import are, were
from pipeline.ingest.importer import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What detection may answer, and the superset in which the text is then read.
_SUPERSETS = {
    "ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-2": "cp1250",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5",
    "euc-kr": "cp949",
    "euc-jp": "euc_jp",
}
#: Codecs of Python that no list is written in; some take time without end.
_NO_LETTERS = frozenset({"punycode", "idna", "undefined", "unicode-escape", "raw-unicode-escape"})
_SHIFTED = re.compile(rb"\+[A-Za-z0-9+/]{2,}-")
_SAMPLE = 256 * 1024
_STRUCTURE = frozenset("\r\n\t,;|")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the codec it was read with, and whether that codec was told, proven or guessed."""

    text: str
    encoding: str
    sure: bool
    findings: tuple[Finding, ...] = ()


def decode(data: bytes, name: str, told: str | None = None) -> Decoded:
    """Return the text of these bytes; ``findings`` says what was guessed or taken out.

    Raises ``InputError`` when the codec the user named does not fit.
    """
    if told:
        return _cleaned(_told(data, name, told), told, sure=True)
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _marked(data, codec)
    wide = wide_codec(data)
    if wide:
        return _cleaned(data.decode(wide, errors="replace"), wide, sure=True)
    if _is_utf7(data):
        return _cleaned(text_in(data, "utf-7"), "utf-7", sure=False, findings=(_guess_said("utf-7"),))
    try:
        return _cleaned(data.decode("utf-8"), "utf-8", sure=True)
    except UnicodeDecodeError as problem:
        return _guessed(data, problem.start)


def text_in(data: bytes, name: str) -> str:
    """Return these bytes as text in the codec of this name.

    Raises ``LookupError`` when there is none a list is written in, ``UnicodeDecodeError`` when it misfits.
    """
    try:
        codec = codecs.lookup(name).name
    except ValueError as problem:  # the name itself is no text
        raise LookupError from problem
    if codec in _NO_LETTERS:
        raise LookupError
    text = data.decode(codec)
    return without_halves(text) if codec == "utf-7" else text


def without_halves(text: str) -> str:
    """Return the text with halves of characters (lone surrogates), which no file can hold, as U+FFFD."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _told(data: bytes, name: str, told: str) -> str:
    try:
        return text_in(data, told)
    except LookupError as problem:
        raise InputError(
            f"{told!r} is no encoding", where=name, do="Use a name such as utf-8, cp1252 or cp932."
        ) from problem
    except UnicodeDecodeError as problem:
        raise InputError(
            f"the file is not {told}: byte {problem.start} does not fit",
            where=name,
            do="Leave --encoding out, or name another one.",
        ) from problem


def _marked(data: bytes, codec: str) -> Decoded:
    try:
        return _cleaned(data.decode(codec), codec, sure=True)
    except UnicodeDecodeError as problem:
        text = data.decode(codec, errors="replace")
        finding = Finding(
            "repaired",
            "encoding.damaged",
            f"the file says {codec}, but byte {problem.start} does not fit; it became U+FFFD",
        )
        return _cleaned(text, codec, sure=False, findings=(finding,))


def wide_codec(data: bytes) -> str | None:
    """Return UTF-32 or UTF-16 without a mark: line ends and separators, written in two bytes, prove it."""
    sample = data[: 64 * 1024]
    zeros = sample.count(0)
    if zeros < 2 or len(data) % 2:
        return None
    if zeros > len(sample) / 2 and len(data) % 4 == 0:
        codec = "utf-32-le" if data[1:4] == b"\0\0\0" else "utf-32-be"
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            return None
        return codec
    for codec in ("utf-16-le", "utf-16-be"):
        try:
            text = sample.decode(codec)
        except UnicodeDecodeError:
            continue
        plain = sum(1 for char in text if char in _STRUCTURE or char.isascii())
        odd = sum(1 for char in text if unicodedata.category(char) in ("Cn", "Co", "Cs"))
        if plain >= zeros * 0.9 and not odd and any(char in text for char in _STRUCTURE):
            return codec
    return None


def _cleaned(text: str, encoding: str, *, sure: bool, findings: tuple[Finding, ...] = ()) -> Decoded:
    zeros = text.count("\0")
    if zeros:
        row = text.count("\n", 0, text.index("\0")) + 1
        findings += (Finding("repaired", "text.nul", f"{were(zeros, 'NUL character')} taken out", row=row),)
        text = text.replace("\0", "")
    return Decoded(text.removeprefix("\ufeff"), encoding, sure, findings)


def _guessed(data: bytes, damaged_at: int) -> Decoded:
    repaired = _nearly_utf8(data)
    if repaired is not None:
        text, count = repaired
        row = data.count(b"\n", 0, damaged_at) + 1
        said = f"{are(count, 'byte')} not UTF-8 and became U+FFFD"
        finding = Finding("repaired", "encoding.damaged", said, row=row)
        return _cleaned(text, "utf-8", sure=False, findings=(finding,))
    from pipeline.ingest.plausible import most_plausible

    best = most_plausible(data[:_SAMPLE], _candidates(data[:_SAMPLE]))
    for codec in (best.codec, "cp1252"):
        try:
            text = data.decode(codec)
            break
        except UnicodeDecodeError:
            continue
    else:
        codec, text = "cp1252", data.decode("cp1252", errors="replace")
    finding = _guess_said(codec if best.sure else f"{codec}, which is doubtful")
    return _cleaned(text, codec, sure=best.sure and codec == best.codec, findings=(finding,))


def _guess_said(codec: str) -> Finding:
    said = f"the encoding is not stated; read as {codec} (--encoding settles it)"
    return Finding("notice", "encoding.guessed", said)


def _is_utf7(data: bytes) -> bool:
    """Return whether an ASCII text writes other letters between "+" and "-", and nothing else there."""
    if b"+" not in data or not data.isascii():
        return False
    shifted = _SHIFTED.findall(data)
    try:
        letters = b"".join(shifted).decode("utf-7")
        data.decode("utf-7")
    except UnicodeDecodeError:
        return False
    return len(shifted) > 1 and not any(char.isascii() for char in letters)


def _nearly_utf8(data: bytes) -> tuple[str, int] | None:
    """Return the text when all but a few stray bytes are UTF-8 with enough sequences to prove it."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(1 for char in text[:_SAMPLE] if char > "\x7f") - bad
    return (text, bad) if bad <= 3 and good >= 20 * bad else None


def _candidates(data: bytes) -> Iterator[tuple[str, float]]:
    """Yield codecs that detection thinks possible, best first, with its confidence."""
    import chardet

    seen: set[str] = set()
    for found in chardet.detect_all(data):
        name = str(found.get("encoding") or "").lower()
        codec = _SUPERSETS.get(name, name)
        if codec and codec not in seen:
            seen.add(codec)
            yield codec, float(found.get("confidence") or 0.0)
