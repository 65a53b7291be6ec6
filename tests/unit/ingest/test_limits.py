"""What is hostile is refused with the limit named."""

import io
import time
import zipfile

import pytest

from pipeline.errors import InputError
from pipeline.ingest import Source, ingest


def test_a_list_damaged_in_more_rows_than_allowed_is_refused_with_the_limit(tmp_path, settings):
    path = tmp_path / "list.csv"
    lines = [f'Ada{at} "Byron,a{at}@example.com,"Acme {at},Head of "x\n' for at in range(1000)]
    path.write_text("".join(["Name,Email,Company,Title\n", *lines]))
    strict = settings.changed({"ingest.max_damaged_rows": 500}, "test")
    source = Source(path, "list.csv", "0" * 64, event="fair")
    assert ingest(source, settings).records.height == 1000
    with pytest.raises(InputError, match="1,000 rows have quotation marks that do not fit; the limit is 500"):
        ingest(source, strict)


def test_a_calendar_nested_too_deep_names_the_limit(tmp_path, settings):
    path = tmp_path / "deep.ics"
    path.write_text("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 300 + "END:VEVENT\n" * 300 + "END:VCALENDAR\n")
    with pytest.raises(InputError, match="nested more than 100 deep, which is the limit"):
        ingest(Source(path, "deep.ics", "0" * 64, event="fair"), settings)


def refused(source, settings, name, content):
    """Return the message a hostile file is refused with."""
    with pytest.raises(InputError) as caught:
        ingest(source(name, content), settings)
    return caught.value.what


@pytest.mark.parametrize(
    ("name", "content", "limit"),
    [
        ("deep.xml", "<schedule>" + "<day>" * 3000 + "</day>" * 3000 + "</schedule>", "more than 100 deep"),
        ("cards.vcf", "BEGIN:VCARD\n" * 100_002, "more than 100,000 cards"),
        ("page.html", "<table>" + ("<tr>" + "<td>" * 3000 + "</tr>") * 170 + "</table>", "500,000 cells"),
        ("tables.html", "<html>" + "<table><tr><td>x" * 5001, "more than 5,000 tables, which is the limit"),
        ("wide.csv", ",".join(["a"] * 3000) + "\n", "3000 columns; the limit is 2048"),
        ("cell.csv", "Name,Email\nAda Byron," + "x" * (5 << 20) + "\n", "line 2 is longer than 4 MiB"),
        ("text.json", '[{"name": "' + "x" * (5 << 20) + '"}]', "a value in it is longer than 4 MiB"),
        ("escapes.json", '[{"name": "' + "\\n" * (5 << 20) + '"}]', "a value in it is longer than 4 MiB"),
        (
            "text.html",
            f"<table><tr><td>Name<td>{'x' * (5 << 20)}</table>",
            "a value in it is longer than 4 MiB",
        ),
        ("lines.csv", "Name,Email\n" + "a,b\n" * 250_001, "250,002 lines; the limit is 250,000"),
        (
            "fields.json",
            "[" + ",".join(f'{{"a{at}":1}}' for at in range(26_000)) + "]",
            "26,000 entries that together name 26,000 fields; the limit is 10,000,000 cells",
        ),
        ("cells.csv", ("a," * 1000 + "b\n") * 5001, "5,001,000 cells; the limit is 5,000,000"),
    ],
)
def test_a_hostile_file_is_refused_with_the_limit_named(name, content, limit, source, settings):
    assert limit in refused(source, settings, name, content)


def test_an_archive_of_very_many_lists_is_refused(source, settings):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for at in range(301):
            book.writestr(f"{at}.csv", "Name,Email\nAda Byron,ada@example.com\n")
    assert "301 files in it may be lists; the limit is 300" in refused(
        source, settings, "a.zip", out.getvalue()
    )


def test_a_line_too_long_is_named_also_when_its_entry_is_of_another_day(source, settings):
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20010101T100000Z\n"
        f"SUMMARY:{'y' * (1 << 21)}\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    days = {"calendar.first_day": "2027-03-01", "calendar.last_day": "2027-03-31"}
    with pytest.raises(InputError, match="nobody and nothing") as caught:
        ingest(source("long.ics", text), settings.changed(days, "test"))
    assert "(the limit is 1,048,576)" in caught.value.what


def test_a_value_folded_without_end_takes_no_time(source, settings):
    text = "BEGIN:VCARD\nVERSION:2.1\nFN:Ada Byron\nNOTE;ENCODING=QUOTED-PRINTABLE:" + "=41=\n" * 300_000
    started = time.process_time()
    found = ingest(source("qp.vcf", text + "\nEND:VCARD\n"), settings)
    assert found.records["name"].to_list() == ["Ada Byron"]
    assert time.process_time() - started < 5


def test_halves_of_characters_become_the_sign_for_unknown(source, settings):
    found = ingest(source("a.json", '[{"name": "Ada \\ud800 Byron", "email": "ada@example.com"}]'), settings)
    assert found.records["name"].to_list() == ["Ada \ufffd Byron"]


def test_a_number_of_a_million_digits_is_text(source, settings):
    text = '[{"name": "Ada Byron", "email": "ada@example.com", "n": ' + "9" * 1_000_000 + "}]"
    assert ingest(source("a.json", text), settings).records["name"].to_list() == ["Ada Byron"]


def test_many_long_lines_whose_marks_do_not_close_are_given_up_soon(source, settings):
    sound = "Ada Byron,ada@x.example,Builds engines\n" * 1200
    line = 'Ada Byron,"' + "x, " * 700 + "\n"
    start = time.process_time()
    found = ingest(source("open.csv", "Name,Email,Bio\n" + sound + line * 700), settings)
    assert time.process_time() - start < 5
    assert any(item.code == "row.limit" for item in found.inspection.notices)


def test_an_archive_behind_a_password_says_so(source, settings):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("a.csv", "Name,Email\nAda Byron,ada@example.com\n")
    locked = bytearray(out.getvalue())
    locked[6] |= 1
    locked[locked.index(b"PK\1\2") + 8] |= 1
    said = refused(source, settings, "a.zip", bytes(locked))
    assert said == (
        "no file in the archive is a list that can be read: a.csv: damaged, or locked with a password"
    )


@pytest.mark.parametrize("cell", ["x<a href=y></a>", "<a href=y> </a>", "x<br>"])
def test_a_cell_of_very_many_links_takes_no_time(source, settings, cell):
    page = f"<html><table><tr><th>Name<th>Email<tr><td>Ada Byron<td>{cell * 60_000}</table>"
    started = time.process_time()
    found = ingest(source("page.html", page), settings)
    assert found.records["name"].to_list() == ["Ada Byron"]
    assert time.process_time() - started < 5


def test_a_value_in_a_codec_that_no_card_is_written_in_takes_no_time(source, settings):
    note = "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=punycode:" + "abcdefghijklmnopqrstuvwxyz" * 2300
    text = "BEGIN:VCARD\nVERSION:2.1\nFN:Ada Byron\n" + f"{note}\n" * 40 + "END:VCARD\n"
    started = time.process_time()
    found = ingest(source("a.vcf", text), settings)
    assert found.records["name"].to_list() == ["Ada Byron"]
    assert time.process_time() - started < 2


@pytest.mark.parametrize("told", ["undefined", "punycode", "idna", "hex", "a\0b", "\ud800", "nonsense"])
def test_an_encoding_told_that_is_none_is_refused_by_its_name(source, settings, told):
    with pytest.raises(InputError) as caught:
        ingest(source("a.csv", "Name,Email\nAda Byron,ada@example.com\n", encoding=told), settings)
    assert caught.value.what == f"{told!r} is no encoding"


def test_halves_of_characters_in_utf_7_become_the_sign_for_unknown(source, settings):
    text = "Name,Email\nAda +2AA- Byron,ada@example.com\n"
    card = "BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-7:Ada +2AA- Byron\nEND:VCARD\n"
    assert ingest(source("a.vcf", card), settings).records["name"].to_list() == ["Ada \ufffd Byron"]
    found = ingest(source("a.csv", text, encoding="utf-7"), settings)
    assert found.records["name"].to_list() == ["Ada \ufffd Byron"]


def test_a_zone_defined_in_very_many_parts_takes_no_time(source, settings):
    part = (
        "BEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n"
    )
    event = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Europe/Berlin:20270318T100000\nSUMMARY:Talk\nEND:VEVENT\n"
    zone = f"BEGIN:VTIMEZONE\nTZID:Europe/Berlin\n{part * 4_000}END:VTIMEZONE\n"
    started = time.process_time()
    found = ingest(source("a.ics", f"BEGIN:VCALENDAR\n{zone}{event}END:VCALENDAR\n"), settings)
    assert str(found.sessions["start_utc"].to_list()[0]) == "2027-03-18 09:00:00+00:00"
    assert time.process_time() - started < 2
