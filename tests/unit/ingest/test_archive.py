"""A zip with one damaged file in it still gives what the others hold."""

import io
import zipfile

import pytest

from pipeline.errors import InputError
from pipeline.ingest import ingest
from pipeline.ingest.zipped import whole_members


def damaged(name, *contents):
    """Return a zip of these files, in which the bytes of one are altered."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for member, text in contents:
            archive.writestr(member, text)
    spoilt = dict(contents)[name].encode()
    return made.getvalue().replace(spoilt, spoilt.swapcase())


def test_a_damaged_file_of_an_archive_costs_itself_alone_and_is_named(source, settings):
    data = damaged(
        "old.csv",
        ("people.csv", "Name,Email\nAna Ferreira,ana@example.org\n"),
        ("old.csv", "Name,Email\nTom Kite,tom@example.org\n"),
    )
    found = ingest(source("lists.zip", data), settings)
    assert found.records["name"].to_list() == ["Ana Ferreira"]
    assert [item.message for item in found.inspection.notices if item.code == "zip.damaged"] == [
        "old.csv: damaged, or locked with a password; left out"
    ]


PEOPLE = "Name,Email\nAna Ferreira,ana@example.org\n"
OTHERS = "Name,Email\nTom Kite,tom@example.org\n"
LINKEDIN = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ada,Byron,https://www.linkedin.com/in/ada,,Acme GmbH,Engineer,08 Feb 2026\n"
)


def zipped(**contents):
    """Return a zip of these files; ``people__csv`` stands for people.csv."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in contents.items():
            archive.writestr(member.replace("__", "."), content)
    return made.getvalue()


def notices(found):
    return [item.message for item in found.inspection.notices if item.code.startswith("zip.")]


def test_an_archive_within_an_archive_is_opened_in_place(source, settings):
    data = zipped(people__csv=PEOPLE, inner__zip=zipped(others__csv=OTHERS))
    found = ingest(source("lists.zip", data), settings)
    assert found.records.select("name", "source_file").rows() == [
        ("Ana Ferreira", "lists.zip/people.csv"),
        ("Tom Kite", "lists.zip/inner.zip/others.csv"),
    ]


def test_each_list_of_an_archive_says_how_it_was_read_and_each_finding_where_it_stands(source, settings):
    damaged_list = 'Who,Firm,Mail\nEva Roe,"Roe "& Co" Ltd,eva@example.org\n'
    found = ingest(source("lists.zip", zipped(people__csv=PEOPLE, more__csv=damaged_list)), settings)
    assert notices(found) == ["more.csv: 1 row read, 1 kept (Who=name, Firm=organization, Mail=email)"]
    assert [item.message for item in found.inspection.repairs] == [
        "more.csv: a quotation mark that was not doubled or closed"
    ]


def test_an_archive_too_deep_is_named(source, settings):
    data = zipped(people__csv=PEOPLE, a__zip=zipped(b__zip=zipped(c__zip=zipped(others__csv=OTHERS))))
    assert notices(ingest(source("lists.zip", data), settings)) == [
        "a.zip/b.zip/c.zip: an archive in 3 others; left out"
    ]


def test_an_inner_archive_that_is_damaged_is_named(source, settings):
    data = zipped(people__csv=PEOPLE, inner__zip=zipped(others__csv=OTHERS)[:-20])
    assert notices(ingest(source("lists.zip", data), settings)) == [
        "inner.zip: damaged, or locked with a password; left out"
    ]


def test_a_bomb_in_an_inner_archive_is_refused(source, settings):
    bomb = zipped(zeros__csv="0" * (40 << 20))
    with pytest.raises(InputError, match="times its size; the limit is 200"):
        ingest(source("lists.zip", zipped(people__csv=PEOPLE, inner__zip=bomb)), settings)


def test_an_archive_that_unpacks_to_itself_ends(source, settings):
    inner = zipped(people__csv=PEOPLE)
    data = zipped(**{f"copy{number}__zip": inner for number in range(301)})
    with pytest.raises(InputError, match="301 files in it may be lists; the limit is 300"):
        ingest(source("lists.zip", data), settings)


def test_what_is_packed_in_another_way_or_a_document_is_named(source, settings):
    data = zipped(people__csv=PEOPLE, more__7z=b"7z", guests__pdf=b"%PDF-", photo__jpg=b"x")
    assert notices(ingest(source("lists.zip", data), settings)) == [
        "more.7z: packed in another way than zip; left out",
        "guests.pdf: a document, not a list; left out",
    ]


def test_a_plain_list_beside_those_of_a_platform_is_named(source, settings):
    data = zipped(Connections__csv=LINKEDIN, guests__csv=OTHERS)
    found = ingest(source("lists.zip", data, event=None), settings)
    assert found.records["name"].to_list() == ["Ada Byron"]
    assert notices(found) == [
        "only the lists of the platform were read, and not guests.csv; unpack the one you need and name it"
    ]


def test_all_files_of_inner_archives_are_found_again():
    data = zipped(people__csv=PEOPLE, inner__zip=zipped(others__csv=OTHERS))
    assert [name for name, _ in whole_members(data)] == ["people.csv", "inner.zip/others.csv"]


def test_an_archive_in_which_nothing_can_be_read_says_what_it_holds(source, settings):
    with pytest.raises(InputError) as caught:
        ingest(source("lists.zip", zipped(guests__pdf=b"%PDF-")), settings)
    assert caught.value.what == (
        "no file in the archive is a list that can be read: guests.pdf: a document, not a list"
    )
