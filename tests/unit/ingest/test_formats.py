"""Each platform's export, and that exactly one importer is sure of it."""

import io
import json
import os
import zipfile

import pytest

from pipeline.errors import InputError, UsageError
from pipeline.ingest import Claim, Source, ingest
from pipeline.ingest.probe import open_probe
from pipeline.ingest.registry import by_name, importer_for, importers
from pipeline.shared import shared

ROOT = shared("sample_data") / "formats"
#: Folder per format ("--" parts the variants of one): the export as the platform names it, and what it must
#: give (see the last test).
SAMPLES = {
    folder.name: next(path for path in folder.iterdir() if path.name != "expected.json")
    for folder in sorted(ROOT.iterdir())
}


def sample(name):
    """Return the name and the bytes of a format's sample."""
    return SAMPLES[name].name, SAMPLES[name].read_bytes()


@pytest.fixture
def probed(source):
    """Return a maker of probes of a sample."""

    def make(name):
        given = source(*sample(name))
        return open_probe(given.path, given.name, max_mib=10)

    return make


@pytest.mark.parametrize("name", SAMPLES)
def test_exactly_one_importer_is_sure_of_each_export(name, probed):
    probe = probed(name)
    claims = {item.name: item.claim(probe) for item in importers()}
    sure = [key for key, claim in claims.items() if claim is Claim.YES]
    format_name = name.partition("--")[0]
    assert sure == ([] if format_name in ("csv", "json", "html", "xlsx") else [format_name])
    assert importer_for(probe).name == format_name


@pytest.mark.parametrize("name", SAMPLES)
def test_each_export_gives_ada(name, source, settings):
    records = ingest(source(*sample(name)), settings).records
    named = set(records["name"])
    assert named & {"Ada Byron", "@ada", "ada.byron", "山田花子", "Acme"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("eventbrite", {"Ada Byron": "active", "Tom Kite": "cancelled"}),
        ("luma", {"Ada Byron": "active", "Tom Kite": "cancelled"}),
        ("connpass", {"山田花子": "active", "鈴木太郎": "cancelled"}),
    ],
)
def test_who_is_not_coming_is_kept_apart(name, expected, source, settings):
    records = ingest(source(*sample(name)), settings).records
    assert dict(zip(records["name"], records["status"], strict=True)) == expected


def one(name, source, settings):
    return ingest(source(*sample(name)), settings).records.row(0, named=True)


def test_a_question_of_the_organiser_is_mapped_by_its_words(source, settings):
    assert one("eventbrite", source, settings)["seeks"] == ["A mentor"]


def test_the_buyer_never_stands_for_the_attendee(source, settings):
    pretix, bevy = one("pretix", source, settings), one("bevy", source, settings)
    assert (pretix["emails"], pretix["organization"], pretix["location"]) == (
        ["ada@example.com"],
        "Acme",
        "Toronto",
    )
    assert (bevy["name"], bevy["emails"], bevy["title"]) == ("Ada Byron", ["ada@example.com"], "Analyst")


def test_a_form_of_address_is_no_work_title(source, settings):
    row = one("outlook", source, settings)
    assert (row["title"], row["interests"]) == ("Analyst", ["Shipping", "Risk"])


def test_a_comma_inside_a_major_does_not_part_it(source, settings):
    assert one("handshake-employers", source, settings)["majors"] == ["Finance", "Civil Engineering, MEngr"]


def test_messages_give_who_wrote_when_and_which_way(source, settings):
    found = ingest(source(*sample("linkedin-messages")), settings)
    names = dict(zip(found.records["record_id"], found.records["name"], strict=True))
    seen = {(names[row["record_id"]], row["direction"]) for row in found.touches.iter_rows(named=True)}
    assert seen == {("Ada Byron", "out"), ("Tom Kite", "in")}


def test_letters_that_are_bytes_are_mended(source, settings):
    name = "Zoë Grün".encode().decode("latin-1")
    row = ingest(source("friends.json", json.dumps({"friends_v2": [{"name": name}]})), settings).records.row(
        0, named=True
    )
    assert row["name"] == "Zoë Grün"


def archive(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, text in files.items():
            book.writestr(name, text)
    return out.getvalue()


def test_an_archive_is_read_in_place_and_skills_are_no_people(source, settings):
    data = archive(
        {"Connections.csv": sample("linkedin-connections")[1], "Skills.csv": "Name\nPython\nFinance\n"}
    )
    found = ingest(source("export.zip", data, event=None), settings)
    assert found.records["name"].to_list() == ["Ada Byron"]


def test_a_zip_of_plain_lists_is_read_too(source, settings):
    data = archive(
        {"a.csv": "Name,Email\nAda Byron,ada@example.com\n", "b.csv": "Company,Booth\nAcme Inc.,A1\n"}
    )
    assert set(ingest(source("lists.zip", data), settings).records["name"]) == {"Ada Byron", "Acme Inc."}


def test_numbers_without_names_are_refused_with_the_reason(source, settings):
    text = 'window.YTD.following.part0 = [{"following":{"accountId":"1","userLink":"https://twitter.com/intent/user?user_id=1"}}]'
    with pytest.raises(InputError, match="by number only"):
        ingest(source("following.js", text), settings)


def test_two_importers_that_are_sure_are_an_error_that_names_both(source, monkeypatch):
    class Twin:
        name, title = "twin", "claims everything"

        def claim(self, _probe):
            return Claim.YES

    given = source(*sample("vcard"))
    monkeypatch.setattr("pipeline.ingest.registry.importers", lambda: (by_name_real, Twin()))
    with pytest.raises(InputError, match="vcard or twin") as caught:
        importer_for(open_probe(given.path, given.name, max_mib=10))
    assert "--as vcard" in caught.value.do


by_name_real = by_name("vcard")


def test_an_unknown_format_word_is_a_usage_error():
    with pytest.raises(UsageError, match="no format"):
        by_name("floppy")


def test_a_told_format_is_used(source, settings):
    given = source(*sample("csv"))
    told = Source(given.path, given.name, given.sha256, event="fair", as_format="eventbrite")
    with pytest.raises(InputError, match="no eventbrite list"):
        ingest(told, settings)


SHOWN = (
    "kind",
    "name",
    "emails",
    "phones",
    "organization",
    "title",
    "role",
    "booth",
    "interests",
    "majors",
    "positions",
    "levels",
    "linkedin",
    "twitter",
    "location",
    "status",
    "source_row",
)


@pytest.mark.parametrize("name", SAMPLES)
def test_each_export_gives_what_stands_beside_it(name, source, settings):
    """Set MEETWELL_UPDATE_EXPECTED=1 to write the expectation anew, and read the difference."""
    found = ingest(source(*sample(name)), settings)
    shown = [
        {key: value for key in SHOWN if (value := row[key]) not in (None, [])}
        for row in found.records.iter_rows(named=True)
    ]
    expected = ROOT / name / "expected.json"
    if os.environ.get("MEETWELL_UPDATE_EXPECTED"):
        expected.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert shown == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "google-forms",
            (
                "Timestamp,Email Address,What is your full name?,Where do you work?\n"
                "2026/05/28 7:01:33 PM GMT+2,ada@example.com,Ada Byron,Acme Inc\n"
            ),
            ("Ada Byron", ["ada@example.com"], "Acme Inc"),
        ),
        (
            "brella",
            (
                "ID,External ID,Email,First name,Last name,Company,Title,Join URL,Join Code,Seats\n"
                "1,x,ada@example.com,Ada,Byron,Acme Inc,Buyer,https://b.example.com/j,AB12,1\n"
            ),
            ("Ada Byron", ["ada@example.com"], "Acme Inc"),
        ),
        (
            "meetup",
            (
                "Nom\tTitre\tLieu\tRépondu oui\tPrésentation\tListe de diffusion\n"
                "Ada Byron\tOrganisatrice\tLyon\t3\tOui\tOui\n"
            ),
            ("Ada Byron", [], None),
        ),
        (
            "pretix",
            (
                "Bestellnummer;Positions-ID;Status;E-Mail;Produkt;Teilnehmername;Teilnehmer-E-Mail;Firma;Firma\n"
                "AB1;1;Bezahlt;buyer@example.com;Regulär;Ada Byron;ada@example.com;Acme Inc;Payer GmbH\n"
            ),
            ("Ada Byron", ["ada@example.com"], "Acme Inc"),
        ),
    ],
)
def test_forms_invites_and_translated_exports_are_known(name, text, expected, source, settings):
    given = source("list.csv", text)
    assert importer_for(open_probe(given.path, given.name, max_mib=10)).name == name
    row = ingest(given, settings).records.row(0, named=True)
    assert (row["name"], row["emails"], row["organization"]) == expected


@pytest.mark.parametrize(
    ("ticket", "role"), [("Standard", None), ("General Admission", None), ("Host", "Host")]
)
def test_a_ticket_that_everybody_may_have_is_no_role(ticket, role, source, settings):
    rows = f"name,email,ticket_name\nOna Bell,ona@example.org,{ticket}\nDov Perl,dov@example.org,{ticket}\n"
    made = ingest(source("guests.csv", rows.encode()), settings)
    assert made.records["role"].to_list() == [role, role]
