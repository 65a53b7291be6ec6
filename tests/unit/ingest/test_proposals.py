"""What an archive or a résumé proposes for the profile."""

import io
import zipfile

import pytest

from pipeline.errors import InputError
from pipeline.ingest.proposals import month, propose
from pipeline.ingest.resume import propose_from_lines

FILES = {
    "Profile.csv": (
        "First Name,Last Name,Headline,Summary,Industry,Websites\n"
        "Maya,Lind,Finance student,,Finance,[PERSONAL:https://m.example]\n"
    ),
    "Positions.csv": (
        "Company Name,Title,Description,Location,Started On,Finished On\n"
        "Acme,Summer Intern,,Oslo,Jan 2024,Apr 2024\n"
    ),
    "Education.csv": (
        "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
        'Alder Valley,2022,2026,,"BCom, Finance",\n'
    ),
    "Skills.csv": "Name\nPython\n",
}


@pytest.fixture
def archive(source):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        for name, text in FILES.items():
            book.writestr(name, text)
    return source("export.zip", out.getvalue())


def test_each_proposal_names_file_row_and_column(archive, settings):
    found = {(item.key, str(item.value)): item.source for item in propose(archive, settings)}
    assert found["field", "Finance"] == "Profile.csv:2:Industry"
    assert found["offers", "Python"] == "Skills.csv:2:Name"
    assert found["majors", "Finance"] == "Education.csv:2:Degree Name"


def test_an_internship_is_told_from_a_job(archive, settings):
    history = [item.value for item in propose(archive, settings) if item.key == "history"]
    assert history == [
        {
            "organization": "Acme",
            "title": "Summer Intern",
            "kind": "internship",
            "from": "2024-01",
            "to": "2024-04",
        }
    ]


def test_a_resume_gives_its_sections():
    text = [
        "MAYA LIND",
        "maya@example.com",
        "Education",
        "University of Oslo, Bachelor of Science in Physics, 2022 - May 2026",
        "Skills",
        "Python, SQL",
    ]
    found = [
        (item.key, item.value)
        for item in propose_from_lines([(line, f"1:{at}") for at, line in enumerate(text)], "cv.pdf")
    ]
    assert found == [
        ("name", "Maya Lind"),
        ("email", "maya@example.com"),
        ("school", "University of Oslo"),
        ("majors", "Physics"),
        ("degree_level", "Bachelor"),
        ("graduation_date", "2026-05"),
        ("offers", "Python"),
        ("offers", "SQL"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Jan 2024", "2024-01"), ("2026", "2026"), ("5 May 2026", "2026-05-05"), ("soon", None)],
)
def test_a_month_is_read_as_people_write_it(text, expected):
    assert month(text) == expected


def test_a_file_about_nobody_is_refused(source, settings):
    with pytest.raises(InputError, match="nothing about you"):
        propose(source("list.csv", "Name,Email\nAda,a@x.example\n"), settings)
