"""More calendars as programs write them: rules, answers, zones and line ends, each with its truth beside it.

A truth is a list of "start end title" in UTC; busy is added where it is not plainly busy. Beside it stand the
codes that must be said. The truths were written before the reader saw the calendars.
"""

from __future__ import annotations

import pytest

from pipeline.ingest.ics_scan import scan
from tests.unit.ingest.conftest import in_spring

ME = "ATTENDEE;CN=Nadia;PARTSTAT={answer}:mailto:nadia@example.org"


def calendar(*events: str, head: str = "PRODID:-//x//EN\n") -> str:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n"


def answered(answer: str, uid: str) -> str:
    return (
        f"UID:{uid}\nDTSTART:20270318T1{uid}0000Z\nDURATION:PT30M\nSUMMARY:{answer.lower()}\n"
        "ORGANIZER;CN=Otto:mailto:otto@example.org\n" + ME.format(answer=answer)
    )


CASES: dict[str, tuple[str | bytes, list[str], set[str]]] = {
    "google, weekly over the american change of clocks, one out, one moved": (
        calendar(
            "UID:g@google.com\nDTSTART;TZID=America/New_York:20270309T090000\n"
            "DTEND;TZID=America/New_York:20270309T095000\nRRULE:FREQ=WEEKLY;WKST=SU;UNTIL=20270401T035959Z;BYDAY=TU\n"
            "EXDATE;TZID=America/New_York:20270316T090000\nSUMMARY:lab",
            "UID:g@google.com\nRECURRENCE-ID;TZID=America/New_York:20270323T090000\n"
            "DTSTART;TZID=America/New_York:20270324T100000\nDURATION:PT50M\nSUMMARY:lab moved",
        ),
        [
            "0309T14:00 0309T14:50 lab",
            "0324T14:00 0324T14:50 lab moved",
            "0330T13:00 0330T13:50 lab",
        ],
        set(),
    ),
    "every second week, where the week begins decides": (
        calendar(
            "UID:1\nDTSTART:20270307T120000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU;COUNT=4\nSUMMARY:sunday",
            "UID:2\nDTSTART:20270307T150000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=MO;COUNT=4\nSUMMARY:monday",
        ),
        [
            "0307T12:00 0307T13:00 sunday",
            "0307T15:00 0307T16:00 monday",
            "0308T12:00 0308T13:00 sunday",
            "0315T15:00 0315T16:00 monday",
            "0321T12:00 0321T13:00 sunday",
            "0321T15:00 0321T16:00 monday",
            "0322T12:00 0322T13:00 sunday",
            "0329T15:00 0329T16:00 monday",
        ],
        set(),
    ),
    "zones of half and quarter hours, one that changes by half an hour": (
        calendar(
            "UID:1\nDTSTART;TZID=Australia/Lord_Howe:20270327T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:howe",
            "UID:2\nDTSTART;TZID=Asia/Kathmandu:20270318T090000\nDURATION:PT1H\nSUMMARY:kathmandu",
            "UID:3\nDTSTART;TZID=Pacific/Chatham:20270320T090000\nDURATION:PT1H\nSUMMARY:chatham",
            "UID:4\nDTSTART;TZID=Africa/Casablanca:20270310T100000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=2\nSUMMARY:rabat",
        ),
        [
            "0310T10:00 0310T11:00 rabat",
            "0317T09:00 0317T10:00 rabat",
            "0318T03:15 0318T04:15 kathmandu",
            "0319T19:15 0319T20:15 chatham",
            "0326T23:00 0327T00:00 howe",
            "0402T23:00 0403T00:00 howe",
            "0409T23:30 0410T00:30 howe",
        ],
        set(),
    ),
    "moodle, deadlines without length": (
        calendar(
            "UID:1234@moodle\nSUMMARY:Assignment 3 is due\nCLASS:PUBLIC\nCATEGORIES:MATH 223\n"
            "DTSTAMP:20270301T120000Z\nDTSTART:20270318T035900Z\nDTEND:20270318T035900Z",
            head="METHOD:PUBLISH\nPRODID:-//Moodle Pty Ltd//NONSGML Moodle Version 2023//EN\n",
        ),
        ["0318T03:59 0318T03:59 Assignment 3 is due"],
        set(),
    ),
    "doodle, one uid on three proposed times": (
        calendar(
            *(
                f"UID:poll@doodle.com\nDTSTART:202703{day}T130000Z\nDTEND:202703{day}T140000Z\n"
                "STATUS:TENTATIVE\nSUMMARY:Kick-off (proposed)"
                for day in (16, 17, 18)
            )
        ),
        [f"03{day}T13:00 03{day}T14:00 Kick-off (proposed) soft" for day in (16, 17, 18)],
        {"uid_repeated"},
    ),
    "evolution, a path with four parts as zone": (
        calendar(
            "UID:1\nDTSTART;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/Berlin:20270318T100000\n"
            "DTEND;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/Berlin:20270318T110000\nSUMMARY:in"
        ),
        ["0318T09:00 0318T10:00 in"],
        set(),
    ),
    "untis, further dates without a rule and as periods": (
        calendar(
            "UID:1\nDTSTART;TZID=Europe/Vienna:20270303T080000\nDTEND;TZID=Europe/Vienna:20270303T093000\n"
            "RDATE;TZID=Europe/Vienna:20270310T080000,20270331T080000\nSUMMARY:Analysis",
            "UID:2\nDTSTART;TZID=Europe/Vienna:20270318T100000\nDTEND;TZID=Europe/Vienna:20270318T110000\n"
            "RDATE;VALUE=PERIOD;TZID=Europe/Vienna:20270320T100000/PT2H,20270329T100000/20270329T103000\nSUMMARY:Exam",
        ),
        [
            "0303T07:00 0303T08:30 Analysis",
            "0310T07:00 0310T08:30 Analysis",
            "0318T09:00 0318T10:00 Exam",
            "0320T09:00 0320T11:00 Exam",
            "0329T08:00 0329T08:30 Exam",
            "0331T06:00 0331T07:30 Analysis",
        ],
        set(),
    ),
    "banner, a term by days, spring break taken out by days": (
        calendar(
            "UID:1\nDTSTART;TZID=America/Chicago:20270308T130000\nDTEND;TZID=America/Chicago:20270308T135000\n"
            "RRULE:FREQ=WEEKLY;UNTIL=20270324;BYDAY=MO,WE\n"
            "EXDATE;VALUE=DATE:20270315,20270317\nSUMMARY:FIN 101"
        ),
        [
            "0308T19:00 0308T19:50 FIN 101",
            "0310T19:00 0310T19:50 FIN 101",
            "0322T18:00 0322T18:50 FIN 101",
            "0324T18:00 0324T18:50 FIN 101",
        ],
        set(),
    ),
    "folds inside a name of a property, by tab, and inside a letter": (
        b"BEGIN:VEVENT\nUID:1\nDTST\n ART:20270318T13\n\t0000Z\nSUMMARY:f\xc3\n \xa9\nEND:VEVENT\n".replace(
            b"\n", b"\r\n"
        ),
        ["0318T13:00 0318T13:00 f\u00e9"],
        set(),
    ),
    "line ends of three kinds in one file": (
        calendar("UID:1\nDTSTART:20270318T130000Z\nDURATION:PT1H\nSUMMARY:a fol\n ded title")
        .replace("VERSION:2.0\n", "VERSION:2.0\r\n")
        .replace("UID:1\n", "UID:1\r")
        .replace("fol\n", "fol\r\n"),
        ["0318T13:00 0318T14:00 a folded title"],
        set(),
    ),
    "two files pasted together, a byte order mark before each": (
        b"\xef\xbb\xbf"
        + calendar("UID:1\nDTSTART:20270318T130000Z\nDURATION:PT1H\nSUMMARY:one").encode()
        + b"\xef\xbb\xbf"
        + calendar("UID:2\nDTSTART:20270318T150000Z\nDURATION:PT1H\nSUMMARY:two").encode(),
        ["0318T13:00 0318T14:00 one", "0318T15:00 0318T16:00 two"],
        set(),
    ),
    "vcalendar 1.0, rules of its own grammar": (
        "BEGIN:VCALENDAR\nVERSION:1.0\nPRODID:-//Palm//EN\n"
        + "".join(
            f"BEGIN:VEVENT\nUID:{n}\nDTSTART:2027031{day}T130000Z\nDTEND:2027031{day}T140000Z\nRRULE:{rule}\n"
            f"SUMMARY;ENCODING=QUOTED-PRINTABLE:{title}\nEND:VEVENT\n"
            for n, (day, rule, title) in enumerate(
                [
                    (5, "D2 #3", "daily"),
                    (6, "W1 TU TH 20270326T000000Z", "we=65kly"),
                    (7, "MP1 3+ WE #2", "third"),
                ]
            )
        )
        + "END:VCALENDAR\n",
        [
            "0315T13:00 0315T14:00 daily",
            "0316T13:00 0316T14:00 weekly",
            "0317T13:00 0317T14:00 daily",
            "0317T13:00 0317T14:00 third",
            "0318T13:00 0318T14:00 weekly",
            "0319T13:00 0319T14:00 daily",
            "0323T13:00 0323T14:00 weekly",
            "0325T13:00 0325T14:00 weekly",
            "0421T13:00 0421T14:00 third",
        ],
        set(),
    ),
    "a description of three million letters and a picture in the text": (
        calendar(
            "UID:1\nDTSTART:20270318T130000Z\nDURATION:PT1H\nSUMMARY:big\nDESCRIPTION:" + "x" * 3_000_000,
            "UID:2\nDTSTART:20270318T150000Z\nDURATION:PT1H\nSUMMARY:picture\n"
            "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "\n ".join(["QUJD" * 18] * 20_000),
        ),
        ["0318T13:00 0318T14:00 big", "0318T15:00 0318T16:00 picture"],
        {"too_large"},
    ),
    "one occurrence withdrawn by mail, in a calendar of its own": (
        calendar("UID:1\nDTSTART:20270317T130000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:in")
        + calendar(
            "UID:1\nRECURRENCE-ID:20270318T130000Z\nSEQUENCE:1\nDTSTART:20270318T130000Z\nSTATUS:CANCELLED\nSUMMARY:in",
            head="METHOD:CANCEL\n",
        ),
        ["0317T13:00 0317T14:00 in", "0319T13:00 0319T14:00 in"],
        {"cancelled"},
    ),
    "one occurrence withdrawn by mail that only its method tells": (
        calendar("UID:1\nDTSTART:20270317T130000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:in")
        + calendar(
            "UID:1\nRECURRENCE-ID:20270318T130000Z\nSEQUENCE:1\nDTSTART:20270318T130000Z\nSUMMARY:in",
            head="METHOD:CANCEL\n",
        ),
        ["0317T13:00 0317T14:00 in", "0319T13:00 0319T14:00 in"],
        {"cancelled"},
    ),
    "floating times over the change of clocks, one in the hour that is skipped": (
        calendar(
            "UID:1\nDTSTART:20270321T023000\nDTEND:20270321T033000\nRRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:night",
            head="X-WR-TIMEZONE:Europe/Berlin\n",
        ),
        ["0321T01:30 0321T02:30 night", "0328T01:30 0328T02:30 night", "0404T00:30 0404T01:30 night"],
        set(),
    ),
    "an occurrence of last year moved into the days asked for": (
        calendar(
            "UID:1\nDTSTART:20260901T130000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4\nSUMMARY:old",
            "UID:1\nRECURRENCE-ID:20260908T130000Z\nDTSTART:20270320T130000Z\nDURATION:PT1H\nSUMMARY:late",
        ),
        ["0320T13:00 0320T14:00 late"],
        set(),
    ),
    "the moved occurrence stands before its series": (
        calendar(
            "UID:1\nRECURRENCE-ID:20270318T130000Z\nDTSTART:20270318T170000Z\nDURATION:PT1H\nSUMMARY:later",
            "UID:1\nDTSTART:20270317T130000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:in",
        ),
        ["0317T13:00 0317T14:00 in", "0318T17:00 0318T18:00 later"],
        set(),
    ),
    "a number of times counts those taken out": (
        calendar(
            "UID:1\nDTSTART:20270318T130000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20270319T130000z\nSUMMARY:in"
        ),
        ["0318T13:00 0318T14:00 in", "0320T13:00 0320T14:00 in"],
        set(),
    ),
    "every second monday since 2005": (
        # 7 March 2005 is a Monday, and 1,148 weeks before 8 March 2027.
        calendar(
            "UID:1\nDTSTART:20050307T130000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO\nSUMMARY:in"
        ),
        [f"{day}T13:00 {day}T14:00 in" for day in ("0308", "0322", "0405", "0419")],
        set(),
    ),
    "by week of the year, by place in the month, by the last day": (
        calendar(
            "UID:1\nDTSTART:20260319T130000Z\nDURATION:PT1H\nSUMMARY:week 12\n"
            "RRULE:FREQ=YEARLY;BYWEEKNO=12;BYDAY=TH",
            "UID:2\nDTSTART:20270218T150000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=TH;BYSETPOS=3\nSUMMARY:third",
            "UID:3\nDTSTART:20270228T120000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1\nSUMMARY:last",
        ),
        [
            "0318T15:00 0318T16:00 third",
            "0325T13:00 0325T14:00 week 12",
            "0331T12:00 0331T13:00 last",
            "0415T15:00 0415T16:00 third",
            "0430T12:00 0430T13:00 last",
        ],
        set(),
    ),
    "durations of weeks, days and halves, and one that is none": (
        calendar(
            "UID:1\nDTSTART:20270301T000000Z\nDURATION:P1W\nSUMMARY:week",
            "UID:2\nDTSTART:20270310T000000Z\nDURATION:P1DT12H\nSUMMARY:day and a half",
            "UID:3\nDTSTART:20270318T000000Z\nDURATION:PT90M\nSUMMARY:ninety",
            "UID:4\nDTSTART:20270319T000000Z\nDURATION:PT1.5H\nSUMMARY:bad",
        ),
        [
            "0301T00:00 0308T00:00 week",
            "0310T00:00 0311T12:00 day and a half",
            "0318T00:00 0318T01:30 ninety",
        ],
        {"bad_time"},
    ),
    "a windows zone for the whole calendar": (
        calendar(
            "UID:1\nDTSTART:20270310T100000\nDURATION:PT1H\nSUMMARY:winter",
            "UID:2\nDTSTART:20270318T100000\nDURATION:PT1H\nSUMMARY:summer",
            head="X-WR-TIMEZONE:Pacific Standard Time\n",
        ),
        ["0310T18:00 0310T19:00 winter", "0318T17:00 0318T18:00 summer"],
        set(),
    ),
    "old names of zones, quoted or behind other words": (
        calendar(
            "UID:1\nDTSTART;VALUE=DATE-TIME;TZID=US/Eastern:20270318T100000\nDURATION:PT1H\nSUMMARY:us",
            'UID:2\nDTSTART;X-A="b;c:d";TZID="PST8PDT":20270318T100000\nDURATION:PT1H\nSUMMARY:pst8pdt',
            "UID:3\nDTSTART;TZID=EST:20270319T100000\nDURATION:PT1H\nSUMMARY:est",
        ),
        ["0318T14:00 0318T15:00 us", "0318T17:00 0318T18:00 pst8pdt", "0319T15:00 0319T16:00 est"],
        set(),
    ),
    "properties that nobody can read cost themselves and nothing else": (
        calendar(
            "UID:1\nDTSTART:20270318T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\nEXDATE:next\nSUMMARY:out",
            "UID:2\nDTSTART:20270318T110000Z\nDURATION:PT1H\nRDATE:often\nSUMMARY:more",
            "UID:3\nDTSTART:20270318T120000Z\nDURATION:PT1H\nRRULE:every week\nSUMMARY:rule",
            "UID:4\nDTSTART:20270318T130000Z\nDURATION:PT1H\nSEQUENCE:x\nSTATUS:?\nPRIORITY:high\nSUMMARY:words",
            "UID:5\nRECURRENCE-ID:monday\nDTSTART:20270318T140000Z\nDURATION:PT1H\nSUMMARY:moved",
        ),
        [
            "0318T10:00 0318T11:00 out",
            "0318T11:00 0318T12:00 more",
            "0318T12:00 0318T13:00 rule",
            "0318T13:00 0318T14:00 words",
            "0318T14:00 0318T15:00 moved",
            "0319T10:00 0319T11:00 out",
        ],
        {"bad_time", "bad_property", "rule_refused"},
    ),
    "calendars of two zones pasted together": (
        calendar(
            "UID:1\nDTSTART:20270318T100000\nDURATION:PT1H\nSUMMARY:york",
            head="X-WR-TIMEZONE:America/New_York\n",
        )
        + calendar(
            "UID:2\nDTSTART:20270318T100000\nDURATION:PT1H\nSUMMARY:kyiv", head="X-WR-TIMEZONE:Europe/Kiev\n"
        ),
        ["0318T08:00 0318T09:00 kyiv", "0318T14:00 0318T15:00 york"],
        set(),
    ),
    "vcalendar 1.0, the zone of the phone as an offset": (
        calendar("DTSTART:20270318T100000\nDTEND:20270318T110000\nSUMMARY:in", head="TZ:-05\n"),
        ["0318T15:00 0318T16:00 in"],
        {"zone_guessed"},
    ),
    "a zone of the calendar that nobody knows": (
        calendar(
            "UID:1\nDTSTART:20270318T100000\nDURATION:PT1H\nSUMMARY:in", head="X-WR-TIMEZONE:Our Office\n"
        ),
        ["0318T10:00 0318T11:00 in"],
        {"zone_guessed"},
    ),
    "two starts in one entry, the first counts": (
        calendar(
            "UID:1\nDTSTART:20270318T130000Z\nDTSTART:20270319T130000Z\nDTEND:20270318T140000Z\nSUMMARY:in"
        ),
        ["0318T13:00 0318T14:00 in"],
        set(),
    ),
    "whole days taken out by midnights in utc": (
        calendar(
            "UID:1\nDTSTART;VALUE=DATE:20270318\nRRULE:FREQ=DAILY;COUNT=3\n"
            "EXDATE:20270319T000000Z\nSUMMARY:on call"
        ),
        ["0318T00:00 0319T00:00 on call", "0320T00:00 0321T00:00 on call"],
        set(),
    ),
    "teamup, a sub-calendar, an end before the start by a slip of the hand": (
        calendar(
            "UID:TU123\nDTSTART;TZID=America/Los_Angeles:20270318T100000\nDTEND;TZID=America/Los_Angeles:20270318T090000\n"
            "X-TEAMUP-WHO:Otto\nCATEGORIES:Team A\nSUMMARY:slip",
            head="PRODID:-//TEAMUP SOLUTIONS AG//Teamup Calendar//EN\nX-WR-CALNAME:Team\n",
        ),
        ["0318T17:00 0318T17:00 slip"],
        {"end_before_start"},
    ),
    "hours as rhythm are refused and told": (
        calendar(
            "UID:1\nDTSTART:20270318T130000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY;INTERVAL=24;COUNT=5\nSUMMARY:in"
        ),
        ["0318T13:00 0318T14:00 in"],
        {"rule_refused"},
    ),
    "fantastical, a zone that is the user's own and UTC behind it": (
        calendar(
            "UID:1\nDTSTART;TZID=Etc/UTC:20270318T130000\nDTEND;TZID=Etc/UTC:20270318T140000\nSUMMARY:etc",
            "UID:2\nDTSTART;TZID=Zulu:20270318T150000\nDTEND;TZID=Zulu:20270318T160000\nSUMMARY:zulu",
            "UID:3\nDTSTART;TZID=tzone://Microsoft/Utc:20270318T170000\nDTEND;TZID=tzone://Microsoft/Utc:20270318T180000\nSUMMARY:microsoft",
        ),
        ["0318T13:00 0318T14:00 etc", "0318T15:00 0318T16:00 zulu", "0318T17:00 0318T18:00 microsoft"],
        set(),
    ),
    "a zone of the file alone, told by dates of its changes": (
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VTIMEZONE\nTZID:Works\nBEGIN:STANDARD\nDTSTART:20260101T000000\n"
        "TZOFFSETFROM:+0300\nTZOFFSETTO:+0300\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:20270315T000000\n"
        "RDATE:20270315T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0430\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
        + calendar(
            "UID:1\nDTSTART;TZID=Works:20270310T100000\nDURATION:PT1H\nSUMMARY:before",
            "UID:2\nDTSTART;TZID=Works:20270318T100000\nDURATION:PT1H\nSUMMARY:after",
        ).split("PRODID:-//x//EN\n")[1],
        ["0310T07:00 0310T08:00 before", "0318T05:30 0318T06:30 after"],
        set(),
    ),
    "google, what the owner of the calendar answered": (
        calendar(
            answered("ACCEPTED", "1"),
            answered("DECLINED", "2"),
            answered("TENTATIVE", "3"),
            answered("NEEDS-ACTION", "4"),
            head="PRODID:-//Google Inc//Google Calendar 70.9054//EN\nX-WR-CALNAME:nadia@example.org\n",
        ),
        [
            "0318T11:00 0318T11:30 accepted",
            "0318T12:00 0318T12:30 declined free",
            "0318T13:00 0318T13:30 tentative soft",
            "0318T14:00 0318T14:30 needs-action soft",
        ],
        {"declined"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_read_as_its_writer_meant_it(name):
    text, truth, codes = CASES[name]
    data = text.encode() if isinstance(text, str) else text
    found, told = in_spring(data, event=None, owner="mine")
    assert told == truth
    assert set(found.rejects["code"]) >= codes
    read = set(found.sessions["source_row"]) | set(found.rejects["row"].drop_nulls())
    assert {block.row for block in scan(data, "x.ics").events} <= read
