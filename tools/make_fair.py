"""Make a fair of any size as files: the same seed gives the same bytes.

Writes event.toml, employers.csv, people.csv, agenda.ics, my-calendar.ics, Connections.csv, profile.toml and,
with ``--students``, students.csv for batch runs. Everybody is made up; addresses end in example.com.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import random
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

WORDS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("fair_words.toml").read_text(encoding="utf-8")
)
FIELDS: dict[str, dict[str, list[str]]] = WORDS.pop("fields")  # type: ignore[assignment]
VISA = ("Yes", "No", "Not specified", "Case by case")


@dataclass(frozen=True)
class Size:
    """How many of each, and the seed everything follows from."""

    employers: int = 60
    people: int = 90
    talks: int = 10
    connections: int = 70
    students: int = 0
    seed: int = 1


def make_fair(folder: Path, size: Size) -> None:
    """Write the files of a fair below this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(size.seed)  # noqa: S311 - made-up people, no secret
    employers = [employer(dice, number) for number in range(size.employers)]
    people = [person(dice, number, employers) for number in range(size.people)]
    write_csv(folder / "employers.csv", employers)
    write_csv(folder / "people.csv", people)
    if size.students:
        write_csv(folder / "students.csv", [student(dice, number) for number in range(size.students)])
    (folder / "event.toml").write_text(event(size.employers), encoding="utf-8")
    (folder / "profile.toml").write_text(PROFILE, encoding="utf-8")
    write_ics(folder / "agenda.ics", agenda(dice, people, size.talks))
    write_ics(folder / "my-calendar.ics", CLASSES.split("\n"))
    write_connections(folder / "Connections.csv", dice, people, size.connections)


def booth(number: int) -> str:
    """Return a booth: a letter per aisle of forty, two letters from the 27th aisle on."""
    aisle, place = divmod(number, 40)
    letter = chr(65 + aisle % 26)
    return f"{letter * (1 + aisle // 26)}{place + 1:02d}"


def employer(dice: random.Random, number: int) -> dict[str, str]:
    """Return one row of the list of employers."""
    field = dice.choice(list(FIELDS))
    majors, positions = "; ".join(FIELDS[field]["majors"]), FIELDS[field]["positions"]
    name = " ".join(dice.choice(WORDS[word]) for word in ("places", "places", "kinds")) + f" {number + 1}"
    host = name.lower().replace(" ", "-")
    return {
        "Organization": name,
        "Booth": booth(number),
        "Industry": field,
        "Website": f"https://{host}.example.com",
        "Majors": majors if dice.random() < 0.9 else "Not specified",
        "Positions": "; ".join(dice.sample(positions, k=min(len(positions), dice.randint(1, 2)))),
        "Levels": dice.choice(("Undergraduate", "Graduate", "Undergraduate; Graduate")),
        "Sponsors visa": dice.choice(VISA),
        "What they offer": dice.choice(WORDS["gifts"]),
        "Looking for": dice.choice(WORDS["needs"]) if dice.random() < 0.8 else "",
        "About": f"{field.capitalize()} since {dice.randint(1890, 2020)}: {dice.choice(WORDS['topics'])}.",
    }


def person(dice: random.Random, number: int, employers: list[dict[str, str]]) -> dict[str, str]:
    """Return one row of the list of people; every tenth has no e-mail address."""
    at = dice.choice(employers) if employers else {"Organization": "", "Website": "https://none.example.com"}
    name = made_name(dice)
    host = at["Website"].removeprefix("https://")
    mail = f"{name.lower().replace(' ', '.')}.{number}@{host}"
    return {
        "Name": name,
        "Title": dice.choice(("Recruiter", "Analyst", "Manager", "Engineer", "Director", "Associate")),
        "Organization": at["Organization"],
        "Email": mail if number % 10 else "",
        "Role": dice.choice(WORDS["roles"]),
        "Interests": "; ".join(dice.sample(WORDS["topics"], k=2)),
        "Offers": dice.choice(WORDS["gifts"]) if dice.random() < 0.7 else "",
        "Looking for": dice.choice(WORDS["needs"]) if dice.random() < 0.7 else "Not specified",
        "School": "Alder Valley University" if dice.random() < 0.3 else "",
        "LinkedIn": f"https://www.linkedin.com/in/{name.lower().replace(' ', '-')}-{number}-example",
    }


def student(dice: random.Random, number: int) -> dict[str, str]:
    """Return one row of the list of students, as a career office exports it."""
    field = dice.choice(list(FIELDS))
    name = made_name(dice)
    return {
        "Name": name,
        "Email": f"{name.lower().replace(' ', '.')}.{number}@students.example.org",
        "Field": field,
        "Majors": FIELDS[field]["majors"][0],
        "Interests": "; ".join(dice.sample(WORDS["topics"], k=3)),
        "Offers": dice.choice(WORDS["gifts"]),
        "Looking for": dice.choice(WORDS["needs"]),
        "Graduation date": dice.choice(("2027-05", "2028-05")),
    }


def made_name(dice: random.Random) -> str:
    """Return a name that nobody is likely to have."""
    return f"{dice.choice(WORDS['first'])} {dice.choice(WORDS['last_a'])}{dice.choice(WORDS['last_b'])}"


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows under the header of the first."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_connections(path: Path, dice: random.Random, people: list[dict[str, str]], count: int) -> None:
    """Write a network export in which every tenth connection is also at the fair."""
    lines = ["Notes:", '"Some e-mail addresses are missing."', ""]
    lines.append("First Name,Last Name,URL,Email Address,Company,Position,Connected On")
    for number in range(count):
        at_fair = people[number % len(people)] if people and number % 10 == 0 else None
        first, last = (at_fair["Name"] if at_fair else made_name(dice)).split(" ", 1)
        address = at_fair["LinkedIn"] if at_fair else f"https://www.linkedin.com/in/friend-{number}-example"
        company = at_fair["Organization"] if at_fair else "Corner Store"
        day = dt.date(2022, 1, 1) + dt.timedelta(days=dice.randint(0, 1800))
        lines.append(f"{first},{last},{address},,{company},Shift Lead,{day:%d %b %Y}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def event(employers: int) -> str:
    """Return event.toml with the position of every booth."""
    head = 'name = "Generated Career Fair"\nkind = "fair"\nstart = 2027-03-18\nhours = "10:00-16:00"\n'
    head += 'tz = "America/New_York"\nplace = "Field House"\n\n[floor]\n'
    places = (divmod(number, 40) for number in range(employers))
    return head + "".join(
        f"{booth(40 * aisle + place)} = [{3.0 * (place + 1)}, {6.0 * aisle + 4.0}]\n"
        for aisle, place in places
    )


def agenda(dice: random.Random, people: list[dict[str, str]], talks: int) -> list[str]:
    """Return the events of the agenda, half an hour each, several at a time."""
    lines = []
    for number in range(talks):
        hour, half = divmod(number % 11, 2)
        start, end = f"{10 + hour:02d}{30 * half:02d}00", f"{10 + hour:02d}{30 * half + 29:02d}00"
        speaker = dice.choice(people)["Name"] if people else "Somebody"
        lines += ["BEGIN:VEVENT", f"UID:talk-{number}@fair.example.com", "DTSTAMP:20270301T120000Z"]
        lines += [
            f"DTSTART;TZID=America/New_York:20270318T{start}",
            f"DTEND;TZID=America/New_York:20270318T{end}",
        ]
        lines += [f"SUMMARY:On {dice.choice(WORDS['topics'])}", f"LOCATION:Room {100 + number % 9}"]
        lines += [f"DESCRIPTION:Speaker: {speaker}", "END:VEVENT"]
    return lines


def write_ics(path: Path, events: list[str]) -> None:
    """Write a calendar with CRLF line ends."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Generated fair//EN", *events, "END:VCALENDAR"]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode())


CLASSES = """\
BEGIN:VEVENT
UID:class-1@calendar.example.org
DTSTAMP:20270125T120000Z
DTSTART;TZID=America/New_York:20270126T110000
DTEND;TZID=America/New_York:20270126T121500
RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270508T035959Z
SUMMARY:Corporate Finance
END:VEVENT"""
PROFILE = """\
name = "Ines Cornfeld"
field = "finance"
interests = ["cash forecasting", "choir"]
offers = ["a project on deposits", "volunteers who speak Spanish"]
seeks = ["a mock interview", "comments on a memo"]
majors = ["Finance"]
degree_level = "Undergraduate"
school = "Alder Valley University"
country = "US"
tz = "America/New_York"
"""


def main() -> int:
    """Return 0 when the files are written."""
    parser = argparse.ArgumentParser(description="Make a fair of any size as files.")
    parser.add_argument("folder", type=Path)
    for name, default in Size().__dict__.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    words = vars(parser.parse_args())
    make_fair(words.pop("folder"), Size(**words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
