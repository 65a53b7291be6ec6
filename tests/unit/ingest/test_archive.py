"""A zip with one damaged file in it still gives what the others hold."""

import io
import zipfile

from pipeline.ingest import ingest


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
        "old.csv: damaged or locked, left out"
    ]
