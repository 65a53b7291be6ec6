"""A fair in frames, of any size, as the stages before hand it over; and the eyes that read paper."""

import datetime as dt
import re
import subprocess
import unicodedata
from dataclasses import fields, is_dataclass, replace
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from pipeline import tables
from pipeline.event import Event, Opening
from pipeline.profile import Profile
from pipeline.report.inputs import FileRead, Inputs
from pipeline.report.words import load_words
from pipeline.settings import load_settings

ZONE = ZoneInfo("America/Toronto")
DAY = dt.date(2026, 11, 26)
SENTENCES = {
    "reason.field.same": "They hire {theirs} majors; you study {yours}",
    "reason.exchange.offer": "You offer {offer}, which they look for",
    "reason.exchange.need": "They offer {need}, which you look for",
    "ground.school": "You both went to {school}",
    "give.offer": "Offer {offer}: their list asks for it",
    "question.work": "What does a first year in {field} look like here?",
    "question.them": "What brought you to {organization}?",
    "question.next": "Who else should I speak to about {field}?",
    "coverage.professor": "Ask the finance department who comes to alumni evenings",
}


def clock(hour, minute=0):
    """Return a time of the fair's day in UTC."""
    return dt.datetime.combine(DAY, dt.time(hour, minute), ZONE).astimezone(dt.UTC)


def message(key, side=None, cells=(), **params):
    """Return a message as match writes it."""
    evidence = [
        {"field": "majors", "value": "x", "file": file, "row": row, "column": column}
        for file, row, column in cells
    ]
    pairs = [{"name": name, "value": value} for name, value in params.items()]
    return {"side": side, "key": key, "params": pairs, "evidence": evidence}


def person(key, name, **more):
    """Return one row of People."""
    row = {"person_id": key, "kind": "organization", "name": name, "organization": name, "status": "active"}
    row |= {"work_authorization": "unknown", "stage": 0, "strength": 0.0, "known": False, "events": ["fair"]}
    return row | more


def rich(key, name, index):
    """Return an employer about whom the list says everything."""
    majors = [["Finance", "Accounting"], ["Economics", "Finance"], ["Business", "Statistics"]][index % 3]
    return person(
        key,
        name,
        booth=f"{'ABCD'[index % 4]}{7 + 3 * index}",
        industry=["Retail banking", "Asset management", "Insurance", "Grocery retail"][index % 4],
        majors=majors,
        positions=["Internships", "Full-time"],
        levels=["Undergraduate", "Graduate"],
        location="Toronto",
        work_authorization=["yes", "no", "unknown"][index % 3],
        website="https://jobs.example.org/students",
    )


def matched(key, index, target):
    """Return one row of Matches with reasons for both sides."""
    cells = [("employers.csv", 14 + index, "Target Programs")]
    major = (target.get("majors") or ["Finance"])[0]
    return {
        "event": "fair",
        "user_id": "me",
        "person_id": key,
        "you_to_them": 0.5,
        "them_to_you": 0.5,
        "fit": 0.5,
        "rank": index + 1,
        "tier": "A" if index < 5 else "B",
        "field_fit": "same" if index % 5 else "adjacent",
        "confidence": 0.8,
        "reasons": [
            message("reason.field.same", "you", cells, theirs=major, yours="Finance"),
            message("reason.exchange.need", "you", cells, need="a summer internship"),
            message("reason.exchange.offer", "them", cells, offer="two years at a campus credit union"),
        ],
        "common_ground": [message("ground.school", None, cells, school="the University of Toronto")]
        if index % 3 == 0
        else [],
        "give": [message("give.offer", None, cells, offer="a student's view of their app")]
        if index % 2
        else [],
        "questions": [
            message("question.work", field=["credit", "treasury", "audit", "underwriting"][index % 4]),
            message("question.them", organization=target["name"][:60]),
            message("question.next", field=major.lower()),
        ],
        "unknowns": ["interests", "booth"] if index % 4 == 1 else [],
    }


def planned(key, index, musts):
    """Return one row of Plan."""
    return {
        "event": "fair",
        "user_id": "me",
        "entry_id": f"e{index:03}",
        "kind": "meeting",
        "person_id": key,
        "must": index < musts,
        "agreed": index == 2,
        "order": index,
        "by_about": clock(10 + index // 4, 15 * (index % 4)) if index < 20 else None,
        "start": clock(11) if index == 2 else None,
        "end": clock(11, 15) if index == 2 else None,
    }


def employers(count):
    """Return this many employers with everything their list can say."""
    heads = ["Maple", "Harbour", "Northline", "Cedar", "Lakeshore", "Granite", "Orchard", "Summit", "Juniper"]
    tails = ["Bank", "Trust", "Capital", "Mutual", "Markets"]
    return [rich(f"p{i:03}", f"{heads[i % 9]} {tails[(i // 9 + i) % 5]}", i) for i in range(count)]


def build(people, *, musts=5, plan_most=18, flags=None, **more):
    """Return inputs in which these targets are matched in their order and the first of them are planned."""
    here = [row for row in people if "fair" in row["events"] and not row.get("staff")]
    rows = [{key: value for key, value in row.items() if key != "staff"} for row in people]
    issued = [
        {"event": "fair", "short_id": _short(i), "person_id": row["person_id"], "issued_at": clock(8)}
        for i, row in enumerate(here)
    ]
    own = [
        {
            "event": "fair",
            "user_id": "me",
            "entry_id": "c1",
            "kind": "class",
            "session_id": "s1",
            "must": False,
            "agreed": False,
            "start": clock(13),
            "end": clock(14),
        }
    ]
    session = {
        "session_id": "s1",
        "source_sha": "0",
        "source_file": "mine.ics",
        "owner": "mine",
        "title": "MATH 223 lecture",
        "start_utc": clock(13),
        "end_utc": clock(14),
        "all_day": False,
        "busy": "busy",
    }
    plan = [planned(row["person_id"], i, musts) for i, row in enumerate(here[:plan_most])]
    matches = more.pop("matches", [matched(row["person_id"], i, row) for i, row in enumerate(here)])
    flags = {"report.time_limit": 0.0} | (flags or {})
    inputs = Inputs(
        profile=Profile(
            name="Nadia Petrenko",
            headline="Finance student",
            field="finance",
            goal="Find a summer internship in credit or treasury, and two people to ask for advice.",
            intro="I'm Nadia, in my third year of finance. I balance the books of a campus credit union and "
            "wonder how a large bank decides whom to trust. I can show what students miss in banking apps.",
            proof_stories=(
                "Found a 4,000 dollar error in the credit union's ledger and wrote the check for it.",
            ),
            majors=("Finance",),
            degree_level="Undergraduate",
            graduation_date=dt.date(2028, 5, 1),
            positions=("a summer internship",),
            country="CA",
        ),
        event=Event(
            "fair",
            "Autumn Careers Fair 2026",
            "fair",
            "America/Toronto",
            (Opening(clock(10), clock(16)),),
            "Hall 4",
        ),
        settings=load_settings(None, flags),
        now=clock(8),
        people=tables.as_table(tables.People, rows),
        matches=tables.as_table(tables.Matches, matches),
        coverage=tables.as_table(tables.Coverage, _coverage(here)),
        plan=tables.as_table(tables.Plan, plan + own),
        sessions=tables.as_table(tables.Sessions, [session]),
        issued=tables.as_table(tables.Issued, issued),
        files=(FileRead("employers.csv", 62, 60, 2), FileRead("mine.ics", 14, 14, 0)),
    )
    return replace(inputs, **more)


def _short(index):
    alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    return f"{2 + index % 8}{alphabet[index % 31]}{alphabet[(index * 7 + 3) % 31]}"


def _coverage(here):
    base = {"event": "fair", "user_id": "me"}
    step = [message("coverage.professor")]
    keys = [row["person_id"] for row in here]
    return [
        base | {"tie_source": "field", "here": keys[:4], "known": [], "next_step": []},
        base | {"tie_source": "classmate", "here": keys[5:6], "known": [], "next_step": []},
        base | {"tie_source": "professor", "here": [], "known": [], "next_step": step},
        base | {"tie_source": "internship", "here": [], "known": [], "next_step": step},
    ]


@pytest.fixture(scope="session")
def words():
    """Return the shipped words with the sentences of this fair's messages."""
    shipped = load_words()
    return replace(shipped, sentences={**shipped.sentences, **SENTENCES}, missing=set())


@pytest.fixture(scope="session")
def fair():
    """Return the fair most students see: eighteen planned of twenty-five."""
    return build(employers(25))


@pytest.fixture(scope="session")
def many():
    """Return a fair with forty planned targets."""
    return build(employers(40), plan_most=40, musts=6)


@pytest.fixture(scope="session")
def single():
    """Return a fair with one target."""
    return build(employers(1), musts=1)


@pytest.fixture(scope="session")
def bare():
    """Return a list of nothing but names."""
    people = [person(f"p{i:03}", f"Person Number {i}", kind="person", organization=None) for i in range(12)]
    empty = {
        "reasons": [],
        "common_ground": [],
        "give": [],
        "questions": [],
        "unknowns": ["interests", "title"],
    }
    matches = [matched(row["person_id"], i, row) | empty for i, row in enumerate(people)]
    return build(people, matches=matches)


@pytest.fixture(scope="session")
def letter():
    """Return the fair on US Letter."""
    return build(employers(25), flags={"report.paper": "letter"})


@pytest.fixture(scope="session")
def large():
    """Return the fair in large print."""
    return build(employers(25), flags={"report.layout": "large-print"})


@pytest.fixture(scope="session")
def full():
    """Return the fair in its long form."""
    return build(employers(25), flags={"report.full": True})


@pytest.fixture(scope="session")
def titled():
    """Return the fair with the titles of own entries."""
    return build(employers(25), flags={"report.show_titles": True})


@pytest.fixture(scope="session")
def open_about():
    """Return the fair with the work authorisation printed."""
    return build(employers(25), flags={"report.show_work_authorization": True})


NAMES = (
    "Zoë Łukasiewicz-Ødegård",
    "Ελένη Παπαδοπούλου",
    "Наталія Шевченко",
    "محمد الفاسي",
    "שרה כהן",
    "王小明",
    "さくら 田中",
    "김민준",
    "प्रिया शर्मा",
    "สมชาย ใจดี",
    "Գոհար Պետրոսյան",
    "ნინო ბერიძე",
)


@pytest.fixture(scope="session")
def scripts():
    """Return a fair of people whose names are written in twelve scripts."""
    people = [
        rich(f"p{i:03}", name, i)
        | {"kind": "person", "name": name, "organization": "Maple Bank", "title": "Recruiter"}
        for i, name in enumerate(NAMES)
    ]
    return build(people, musts=6)


@pytest.fixture(scope="session")
def long_names():
    """Return a fair in which names, titles and lists are very long."""
    name = "The International Consolidated Cooperative Mutual Assurance and Reinsurance {} of Canada"
    people = [
        rich(f"p{i:03}", name.format(i), i)
        | {
            "industry": "Life, health, property, casualty and agricultural insurance and reinsurance",
            "booth": "Hall 4, aisle 12, stand 4417-B",
            "majors": [f"Applied Interdisciplinary Actuarial Mathematics {n}" for n in range(9)],
            "positions": [f"Graduate Rotational Leadership Development Programme {n}" for n in range(9)],
        }
        for i in range(25)
    ]
    return build(people, musts=6)


@pytest.fixture(scope="session")
def applying():
    """Return the fair with an address to apply at and a deadline for one must-meet."""
    row = {
        "application_id": "a1",
        "person_id": "p001",
        "event": "fair",
        "state": "planned",
        "deadline": dt.date(2026, 12, 4),
        "url": "https://jobs.example.org/students/summer-2027?ref=fair",
        "changed_at": clock(8),
    }
    return build(employers(25), applications=tables.as_table(tables.Applications, [row]))


PAYLOADS = (
    "<script>window.pwned=1;alert(1)</script>",
    "<img src=x onerror='window.pwned=1;alert(1)'>",
    "</script><script>window.pwned=1</script>",
    "<style>@import url(http://127.0.0.1:PORT/css);*{background:url(http://127.0.0.1:PORT/bg)}</style>",
    "<link rel=attachment href='file:///etc/hostname'><img src='http://127.0.0.1:PORT/img'>",
    "<iframe src='file:///etc/hostname'></iframe>",
    "{{ 7 * 7 }} {% for x in range(9) %}x{% endfor %} {{ ''.__class__.__mro__ }} ${7*7} #{7*7}",
    "A" * 1_000_000,
    "name\u202egnp.exe\u2066 \x00\x07\x1b[31mred\x1b[0m \ud7ff\ufffe",
    '#import "x.typ" #read("/etc/hostname") *bold* $x$ #eval("1")',
    "e" + "\u0301" * 5000,
)


@pytest.fixture(scope="session")
def hostile():
    """Return a function that makes a fair whose list carries every payload in every field."""

    def make(port):
        people = []
        for index, payload in enumerate(PAYLOADS):
            text = payload.replace("PORT", str(port))
            fields = dict.fromkeys(
                ("name", "organization", "industry", "booth", "location", "bio", "title"), text
            )
            lists = {key: [text] for key in ("majors", "positions", "levels", "interests")}
            people.append(person(f"h{index}", text) | fields | lists)
        texts = [item["name"] for item in people]
        matches = [matched(row["person_id"], index, row) for index, row in enumerate(people)]
        for match, text in zip(matches, texts, strict=True):
            match["reasons"] = [message("reason.exchange.need", "you", [(text, 3, text)], need=text)]
            match["give"] = [message("give.offer", None, offer=text)]
        return build(people, matches=matches)

    return make


def texts(value):
    """Return every text of a view."""
    if is_dataclass(value):
        return [text for item in fields(value) for text in texts(getattr(value, item.name))]
    if isinstance(value, (tuple, list)):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


def squeezed(text):
    """Return a text without blanks and break marks, to compare across line ends."""
    return "".join(text.replace("\u200b", "").split())


def printed(pdf):
    """Return the text of a PDF without blanks."""
    raw = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf.data, capture_output=True, check=True)
    return squeezed(raw.stdout.decode())


def is_printed(text, paper):
    """Tell whether a text stands on the paper; of scripts written from the right its letters."""
    plain = squeezed(text).casefold()
    if any(unicodedata.bidirectional(character) in {"R", "AL"} for character in plain):
        return set(plain) <= set(paper)
    return plain in paper


#: Values of a view that templates use but do not print, by how they begin.
UNPRINTED = ("data:", "The day from", "Floor plan.", "you", "them", "both", "QR code")


def missing(view, pdf):
    """Return every text of a view that its PDF does not show, but for those that no font here can draw."""
    shown = [getattr(view, item.name) for item in fields(view) if item.name not in ("page", "warnings")]
    on_paper = printed(pdf).casefold()
    undrawn = {chr(int(code, 16)) for code in re.findall(r"\(U\+([0-9A-F]+)", " ".join(pdf.warnings))}
    asked = [
        text for text in texts(shown) if text and not text.startswith(UNPRINTED) and not undrawn & set(text)
    ]
    return [text for text in asked if not is_printed(text, on_paper)]


@pytest.fixture(scope="session")
def paper():
    """Return what reads paper: all texts of a view, and those that a PDF lacks."""
    return SimpleNamespace(texts=texts, missing=missing, printed=printed)
