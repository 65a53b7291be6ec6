"""Nothing that anybody hands in may raise anything but our own errors."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pipeline.errors import InputError, MeetwellError
from pipeline.ingest import Source, ingest

STARTS = [
    b"", b"Name,Email\n", b"{", b"[", b"BEGIN:VCARD\n", b"<html><table>", b"PK\x03\x04",
    b"%PDF-", b"\xff\xfe",
    b"sep=;\n", b'"', b"window.YTD.following.part0 = [",
]  # fmt: skip


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(STARTS),
    st.binary(max_size=200),
    st.sampled_from(["a.csv", "b.json", "c.xlsx", "d.vcf", "e.zip", "f"]),
)
def test_any_bytes_end_in_records_or_in_an_error_that_says_what_to_do(settings, tmp_path, start, rest, name):
    path = tmp_path / "any"
    path.write_bytes(start + rest)
    problem = refused(Source(path, name, "0" * 64, event="fair"), settings)
    assert problem is None or (problem.exit_code == 3 and name in (problem.where or ""))


def refused(given, settings):
    """Return the error a source ends in, None when it is read; anything but our own errors fails the test."""
    try:
        ingest(given, settings)
    except MeetwellError as problem:
        return problem
    return None


LINES = st.lists(st.text("ab ,;\"'\t|\n1@.:[]{}<>\\", max_size=40), max_size=12)


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(LINES)
def test_any_text_ends_in_records_or_in_an_error(settings, tmp_path, lines):
    path = tmp_path / "any"
    path.write_bytes(("Name,Company\n" + "\n".join(lines)).encode())
    problem = refused(Source(path, "a.csv", "0" * 64, event="fair"), settings)
    assert problem is None or problem.where.startswith("a.csv")


def data_folder(*parts: str) -> Path:
    root = os.environ.get("MEETWELL_EVALUATION_DATA")
    if not root or not Path(root, *parts).is_dir():
        pytest.skip("MEETWELL_EVALUATION_DATA names no folder")
    return Path(root, *parts)


#: Invalid, and read all the same: NUL characters are taken out, control characters in a text are kept.
MENDED = {
    "n_multidigit_number_then_00.json",
    "n_string_unescaped_ctrl_char.json",
    "n_structure_null-byte-outside-string.json",
}


def test_every_valid_json_text_parses_and_every_invalid_one_is_refused():
    from pipeline.ingest.jsondoc import load_json

    def is_read(path):
        try:
            load_json(path.read_bytes(), path.name)
        except InputError:
            return False
        return True

    folder = data_folder("robustness", "JSONTestSuite", "test_parsing")
    files = sorted(folder.glob("[yn]_*.json"))
    assert len(files) > 250
    valid = {path.name for path in files if path.name.startswith("y_")}
    assert {path.name for path in files if is_read(path)} == valid | MENDED


def test_naughty_strings_stay_as_they_are(source, settings):
    strings = json.loads((data_folder("robustness", "blns") / "blns.json").read_text(encoding="utf-8"))
    kept = [text for text in strings if text.strip() and "\0" not in text]
    quoted = [text.replace('"', '""') for text in kept]
    rows = "".join(f'P{at} Person,p{at}@example.com,"{text}"\n' for at, text in enumerate(quoted))
    found = ingest(source("list.csv", "Name,Email,Notes\n" + rows), settings).records
    by_mail = {row["emails"][0]: row["notes"] for row in found.iter_rows(named=True)}
    from pipeline.ingest.values import is_null

    for at, text in enumerate(kept):
        expected = None if is_null(text) else text.strip(" \t\r\n")
        assert by_mail[f"p{at}@example.com"] == expected


def test_hostile_workbooks_are_refused_with_the_limit(settings, tmp_path):
    import zipfile

    path = tmp_path / "far.xlsx"
    cells = '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'
    sheet = f"<worksheet><sheetData>{cells}</sheetData></worksheet>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(InputError, match="5,000,000 cells"):
        ingest(Source(path, "far.xlsx", "0" * 64), settings)


def test_an_archive_that_unpacks_to_far_more_than_its_size_is_refused(settings, tmp_path):
    import zipfile

    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("list.csv", "Name,Email\n" + "a" * 30_000_000)
    with pytest.raises(InputError, match="limit is 200"):
        ingest(Source(path, "bomb.zip", "0" * 64), settings)


def test_deep_json_is_refused(source, settings):
    with pytest.raises(InputError, match="levels deep"):
        ingest(source("a.json", "[" * 5000 + "]" * 5000), settings)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"%PDF-1.7 ...", "PDF"),
        ("a.csv", b"\x00\x01\x02\x03\x04\x05\x06\x07\x08" * 50, "binary"),
        ("a.xlsx", b"PK\x03\x04broken", "damaged"),
    ],
)
def test_a_wrong_kind_of_file_is_named(name, data, said, source, settings):
    with pytest.raises(InputError, match=said):
        ingest(source(name, data), settings)


def test_a_missing_file_and_a_folder_are_told_apart(settings, tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        ingest(Source(tmp_path / "no", "no", "0"), settings)
    with pytest.raises(InputError, match="folder"):
        ingest(Source(tmp_path, "dir", "0"), settings)
