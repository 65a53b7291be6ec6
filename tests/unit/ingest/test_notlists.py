"""What is no list says so, and what to do."""

import bz2
import gzip
import io
import tarfile
import zipfile

import pytest

from pipeline.errors import InputError
from pipeline.ingest import ingest, inspect
from pipeline.ingest.notlists import SAID, kind_of, kind_of_archive

LIST = b"Name,Email\nAda Byron,ada@x.example\n"


def tar(mode):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        entry = tarfile.TarInfo("list.csv")
        entry.size = len(LIST)
        archive.addfile(entry, io.BytesIO(LIST))
    return out.getvalue()


def archive(*names, media=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in names:
            parts.writestr(name, media if name == "mimetype" else "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.csv.gz", gzip.compress(LIST), "packed"),
        ("a.csv.bz2", bz2.compress(LIST), "packed"),
        ("a.tar", tar("w"), "packed"),
        ("a.tgz", tar("w:gz"), "packed"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml"), "document"),
        ("a.pptx", archive("[Content_Types].xml", "ppt/presentation.xml"), "document"),
        (
            "a.odt",
            archive("mimetype", "content.xml", media=b"application/vnd.oasis.opendocument.text"),
            "document",
        ),
        ("a.numbers", archive("Index/Document.iwa", "Metadata/Properties.plist"), "apple"),
        ("a.rtf", rb"{\rtf1\ansi Ada Byron}", "document"),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(100), "picture"),
    ],
    # Two processes collect these, and packed bytes hold the second they were made in.
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_what_is_no_list_is_refused_with_what_to_do(name, content, kind, source, settings):
    with pytest.raises(InputError) as caught:
        ingest(source(name, content), settings)
    assert (caught.value.what, caught.value.do) == SAID[kind]


def test_a_workbook_behind_a_password_says_so(source, settings):
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(InputError, match="protected by a password"):
        ingest(source("a.xlsx", locked), settings)


@pytest.mark.parametrize("codec", ["utf-32", "utf-32-le", "utf-32-be"])
def test_four_bytes_a_character_are_read_with_and_without_a_mark(codec, source, settings):
    text = "Name,Email\n山田太郎,yamada@x.example\nZoë Kern,zoe@x.example\n"
    seen = inspect(source("a.csv", text.encode(codec)), settings)
    assert (seen.encoding, seen.samples["Name"]) == (codec, ["山田太郎", "Zoë Kern"])


def test_a_workbook_is_one_however_its_parts_are_written():
    assert kind_of_archive({"XL\\Workbook.xml"}, b"") == "workbook"
    assert kind_of_archive({"[Content_Types].xml", "book.xml"}, b"") == "workbook"
    assert kind_of_archive(
        {"content.xml", "mimetype"}, b"application/vnd.oasis.opendocument.spreadsheet"
    ) == ("workbook")
    assert kind_of_archive({"Connections.csv"}, b"") == "zip"


def test_text_is_none_of_these():
    assert kind_of(LIST) is None
