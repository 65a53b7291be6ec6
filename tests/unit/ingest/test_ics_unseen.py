"""Calendars as programs really write them, with their truth written before the reader saw them.

A truth is a list of "start end title" in UTC; busy is added where it is not plainly busy. Beside it stand the
codes that must be said.
"""

from __future__ import annotations

import pytest

from tests.unit.ingest.conftest import in_spring

BERLIN = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""
EASTERN = """BEGIN:VTIMEZONE
TZID:Eastern
BEGIN:STANDARD
DTSTART:19501101T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19500301T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(*events: str, head: str = "PRODID:-//x//EN\n") -> str:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n"


CASES: dict[str, tuple[str | bytes, list[str], set[str]]] = {
    "outlook, quoted windows zone, html description that looks like an event": (
        calendar(
            'DTSTART;TZID="W. Europe Standard Time":20270318T090000\n'
            'DTEND;TZID="W. Europe Standard Time":20270318T100000\n'
            "SUMMARY;LANGUAGE=en-us:Staff meeting\nUID:040000008200E00074C5B7101A82E008\n"
            'X-ALT-DESC;FMTTYPE=text/html:<html>\n BEGIN:VEVENT\n <a href="x:y;z">\\n</html>\n'
            "X-MICROSOFT-CDO-BUSYSTATUS:OOF\nTRANSP:OPAQUE",
            head="PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\nMETHOD:PUBLISH\n"
            + BERLIN.format(name="W. Europe Standard Time"),
        ),
        ["0318T08:00 0318T09:00 Staff meeting"],
        set(),
    ),
    "exchange, customized zone with its own definition, summer": (
        calendar(
            "DTSTART;TZID=Customized Time Zone:20270420T100000\nDURATION:PT45M\nSUMMARY:Review\nUID:1",
            head=BERLIN.format(name="Customized Time Zone"),
        ),
        ["0420T08:00 0420T08:45 Review"],
        set(),
    ),
    "exchange, series with exclusions and a move told in UTC": (
        calendar(
            "UID:s\nDTSTART;TZID=Europe/Berlin:20270318T100000\nDTEND;TZID=Europe/Berlin:20270318T110000\n"
            "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE:20270325T090000Z\nSUMMARY:Jour fixe",
            "UID:s\nRECURRENCE-ID:20270401T080000Z\nDTSTART:20270402T130000Z\nDTEND:20270402T140000Z\n"
            "SUMMARY:Jour fixe (moved)",
        ),
        [
            "0318T09:00 0318T10:00 Jour fixe",
            "0402T13:00 0402T14:00 Jour fixe (moved)",
            "0408T08:00 0408T09:00 Jour fixe",
        ],
        set(),
    ),
    "google, one occurrence cancelled by an override": (
        calendar(
            "UID:g@google.com\nDTSTART;TZID=America/New_York:20270309T110000\n"
            "DTEND;TZID=America/New_York:20270309T121500\nSUMMARY:FIN 301\n"
            "RRULE:FREQ=WEEKLY;WKST=SU;UNTIL=20270326T035959Z;BYDAY=TU,TH\n"
            "EXDATE;TZID=America/New_York:20270316T110000",
            "UID:g@google.com\nRECURRENCE-ID;TZID=America/New_York:20270318T110000\n"
            "DTSTART;TZID=America/New_York:20270318T110000\nDTEND;TZID=America/New_York:20270318T121500\n"
            "STATUS:CANCELLED\nSUMMARY:FIN 301",
        ),
        [
            "0309T16:00 0309T17:15 FIN 301",
            "0311T16:00 0311T17:15 FIN 301",
            "0323T15:00 0323T16:15 FIN 301",
            "0325T15:00 0325T16:15 FIN 301",
        ],
        {"cancelled"},
    ),
    "apple, floating times in a calendar zone, travel and map lines": (
        calendar(
            "UID:A1\nDTSTART:20270318T140000\nDTEND:20270318T150000\nSUMMARY:Zahnarzt\n"
            "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC\nX-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT45M\n"
            'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS="Main St 1\\nParis";X-TITLE="A: B":geo:48.8,2.3',
            "UID:A2\nDTSTART;VALUE=DATE:20270319\nDTEND;VALUE=DATE:20270321\nSUMMARY:Trip\n"
            "TRANSP:TRANSPARENT",
            head="PRODID:-//Apple Inc.//macOS 15.0//EN\nX-WR-TIMEZONE:Europe/Paris\n",
        ),
        ["0318T13:00 0318T14:00 Zahnarzt", "0318T23:00 0320T23:00 Trip free"],
        set(),
    ),
    "lotus notes, own zone name, periods as repeat dates": (
        calendar(
            'UID:N1\nDTSTART;TZID="Eastern":20270318T090000\nDTEND;TZID="Eastern":20270318T100000\n'
            'RDATE;TZID="Eastern";VALUE=PERIOD:20270318T090000/20270318T100000,\n'
            " 20270325T090000/PT2H\nSUMMARY:Sync\nX-LOTUS-NOTESVERSION:2",
            head="PRODID:-//Lotus Development Corporation//NONSGML Notes 9.0//EN_C\n" + EASTERN,
        ),
        ["0318T13:00 0318T14:00 Sync", "0325T13:00 0325T15:00 Sync"],
        set(),
    ),
    "teams, tab folds, a pacific zone without definition": (
        calendar(
            "UID:T1\nDTSTART;TZID=Pacific Standard Time:20270318T090000\n"
            "DTEND;TZID=Pacific Standard Time:20270318T093000\nSUMMARY:Intro \n\tcall\n"
            "DESCRIPTION:____________\\nMicrosoft Teams Need help?<https://aka.ms/JoinTeams?omkt=en-US>\\n\n"
            'X-MICROSOFT-ONLINEMEETINGINFORMATION:{"OnlineMeetingChannelId":null}\n'
            "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"
        ),
        ["0318T16:00 0318T16:30 Intro call soft"],
        set(),
    ),
    "sched, a description broken over lines without a blank": (
        calendar(
            "UID:abc\nDTSTAMP:20270101T000000Z\nDTSTART:20270318T150000Z\nDTEND:20270318T154500Z\n"
            "SUMMARY:Opening\\, keynote\\; and more\nDESCRIPTION:First line\nSecond: line; of text\n"
            "third line\n\nafter an empty one\nLOCATION:Room 3\\, west\nURL:https://x.sched.com/event/1"
        ),
        ["0318T15:00 0318T15:45 Opening, keynote; and more"],
        set(),
    ),
    "pretalx, one uid on two slots": (
        calendar(
            "UID:pretalx-c-ABC@x\nDTSTART:20270318T100000Z\nDTEND:20270318T103000Z\nSUMMARY:Part - Ann Lee",
            "UID:pretalx-c-ABC@x\nDTSTART:20270318T110000Z\nDTEND:20270318T113000Z\nSUMMARY:Part - Ann Lee",
            head="PRODID:-//pretalx//c//ABC\n",
        ),
        ["0318T10:00 0318T10:30 Part - Ann Lee", "0318T11:00 0318T11:30 Part - Ann Lee"],
        {"uid_repeated"},
    ),
    "indico, value parameter, related events": (
        calendar(
            "UID:indico-contribution-7@x\nRELATED-TO:indico-event-1@x\n"
            "DTSTART;VALUE=DATE-TIME:20270318T090000Z\nDTEND;VALUE=DATE-TIME:20270318T093000Z\n"
            "SUMMARY:Cash flows\nDESCRIPTION:Speakers: Ana Ferreira (Example Lab)\\nhttps://x/7\n"
        ),
        ["0318T09:00 0318T09:30 Cash flows"],
        set(),
    ),
    "meetup and luma, zone with location, host as organizer": (
        calendar(
            "UID:event_1@meetup.com\nDTSTAMP:20270101T000000Z\n"
            "DTSTART;TZID=America/Los_Angeles:20270318T180000\n"
            "DTEND;TZID=America/Los_Angeles:20270318T200000\nSTATUS:CONFIRMED\nSUMMARY:Drinks\nCLASS:PUBLIC",
            "UID:evt-2@events.lu.ma\nDTSTART:20270318T170000Z\nDTEND:20270318T180000Z\nSUMMARY:Demo night\n"
            'ORGANIZER;CN="Host; of: all":MAILTO:calendar-invite@lu.ma\nGEO:40.7;-74.0\nSTATUS:TENTATIVE',
        ),
        ["0318T17:00 0318T18:00 Demo night soft", "0319T01:00 0319T03:00 Drinks"],
        set(),
    ),
    "names of zones as menus show them": (
        calendar(
            "UID:1\nDTSTART;TZID=Eastern Time (US & Canada):20270318T100000\nDURATION:PT1H\nSUMMARY:a",
            'UID:2\nDTSTART;TZID="(UTC-08:00) Pacific Time (US & Canada)":20270318T100000\n'
            "DURATION:PT1H\nSUMMARY:b",
            'UID:3\nDTSTART;TZID="(GMT-06.00) Central Time (US & Canada)":20270318T100000\n'
            "DURATION:PT1H\nSUMMARY:c",
            "UID:4\nDTSTART;TZID=tzone://Microsoft/Utc:20270318T100000\nDURATION:PT1H\nSUMMARY:d",
        ),
        [
            "0318T10:00 0318T11:00 d",
            "0318T14:00 0318T15:00 a",
            "0318T15:00 0318T16:00 c",
            "0318T17:00 0318T18:00 b",
        ],
        set(),
    ),
    "exclusions of another type than the start": (
        calendar(
            "UID:1\nDTSTART;TZID=Europe/Berlin:20270311T230000\nDTEND;TZID=Europe/Berlin:20270311T233000\n"
            "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;VALUE=DATE:20270318\nEXDATE:20270325T230000\nSUMMARY:night",
            "UID:2\nDTSTART;VALUE=DATE:20270302\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE:20270309T000000Z\n"
            "SUMMARY:day",
        ),
        [
            "0302T00:00 0303T00:00 day",
            "0311T22:00 0311T22:30 night",
            "0316T00:00 0317T00:00 day",
            "0401T21:00 0401T21:30 night",
        ],
        set(),
    ),
    "a moved occurrence named by its day alone": (
        calendar(
            "UID:1\nDTSTART:20270318T090000Z\nDTEND:20270318T100000Z\nRRULE:FREQ=DAILY;COUNT=2\nSUMMARY:x",
            "UID:1\nRECURRENCE-ID;VALUE=DATE:20270319\nDTSTART:20270319T150000Z\nDTEND:20270319T160000Z\n"
            "SUMMARY:x later",
        ),
        ["0318T09:00 0318T10:00 x", "0319T15:00 0319T16:00 x later"],
        set(),
    ),
    "ends before starts, and durations below zero": (
        calendar(
            "UID:1\nDTSTART:20270318T130000Z\nDTEND:20270318T020000Z\nSUMMARY:pm",
            "UID:2\nDTSTART:20270318T140000Z\nDURATION:-PT1H\nSUMMARY:minus",
            "UID:3\nDTSTART:20270318T150000Z\nSUMMARY:no end",
            "UID:4\nDTSTART;VALUE=DATE:20270320\nDTEND;VALUE=DATE:20270320\nSUMMARY:one day",
        ),
        [
            "0318T13:00 0318T13:00 pm",
            "0318T14:00 0318T14:00 minus",
            "0318T15:00 0318T15:00 no end",
            "0320T00:00 0321T00:00 one day",
        ],
        {"end_before_start"},
    ),
    "byte order mark, latin-1 after it, old mac line ends": (
        b"\xef\xbb\xbf"
        + calendar("UID:1\nDTSTART:20270318T130000Z\nDURATION:PT1H\nSUMMARY:Zoë à Genève")
        .encode("latin-1")
        .replace(b"\n", b"\r"),
        ["0318T13:00 0318T14:00 Zoë à Genève"],
        {"encoding_guessed"},
    ),
    "utf-16 without a mark": (
        calendar("UID:1\nDTSTART:20270318T130000Z\nDURATION:PT1H\nSUMMARY:Łódź").encode("utf-16-le"),
        ["0318T13:00 0318T14:00 Łódź"],
        set(),
    ),
    "an older version of an invitation beside the newer one": (
        calendar(
            "UID:m\nSEQUENCE:0\nDTSTART:20270318T090000Z\nDTEND:20270318T100000Z\nSUMMARY:Interview",
            "UID:m\nSEQUENCE:2\nDTSTART:20270319T090000Z\nDTEND:20270319T100000Z\nSUMMARY:Interview",
        ),
        ["0319T09:00 0319T10:00 Interview"],
        {"older_version"},
    ),
    "a cancellation as it comes by mail": (
        calendar(
            "UID:m\nSEQUENCE:1\nDTSTART:20270318T090000Z\nDTEND:20270318T100000Z\nSUMMARY:Interview",
            head="METHOD:CANCEL\n",
        ),
        [],
        {"cancelled"},
    ),
    "an event cancelled by a later version": (
        calendar(
            "UID:m\nSEQUENCE:0\nDTSTART:20270318T090000Z\nDTEND:20270318T100000Z\nSUMMARY:Interview",
            "UID:m\nSEQUENCE:1\nDTSTART:20270318T090000Z\nDTEND:20270318T100000Z\nSUMMARY:Interview\n"
            "STATUS:CANCELLED",
            "UID:n\nDTSTART:20270318T110000Z\nDTEND:20270318T120000Z\nSUMMARY:Lunch",
        ),
        ["0318T11:00 0318T12:00 Lunch"],
        {"cancelled"},
    ),
    "everything from here on at another hour": (
        calendar(
            "UID:1\nDTSTART:20270304T090000Z\nDTEND:20270304T100000Z\nRRULE:FREQ=WEEKLY;COUNT=4\nSUMMARY:w",
            "UID:1\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270318T090000Z\nDTSTART:20270318T110000Z\n"
            "DTEND:20270318T120000Z\nSUMMARY:w",
        ),
        [
            "0304T09:00 0304T10:00 w",
            "0311T09:00 0311T10:00 w",
            "0318T11:00 0318T12:00 w",
            "0325T11:00 0325T12:00 w",
        ],
        set(),
    ),
    "times with dashes and colons, without seconds, and at 24 o'clock": (
        calendar(
            "UID:1\nDTSTART:2027-03-18T09:00:00Z\nDTEND:2027-03-18T10:00:00Z\nSUMMARY:iso",
            "UID:2\nDTSTART:20270318T1100Z\nDTEND:20270318T1200Z\nSUMMARY:short",
            "UID:3\nDTSTART;TZID=Europe/Berlin:2027-03-18 14:00\nDTEND;TZID=Europe/Berlin:2027-03-18 15:00\n"
            "SUMMARY:blank",
            "UID:4\nDTSTART:20270318T230000Z\nDTEND:20270318T240000Z\nSUMMARY:late",
            "UID:5\nDTSTART;VALUE=DATE:2027-03-21\nSUMMARY:day",
        ),
        [
            "0318T09:00 0318T10:00 iso",
            "0318T11:00 0318T12:00 short",
            "0318T13:00 0318T14:00 blank",
            "0318T23:00 0319T00:00 late",
            "0321T00:00 0322T00:00 day",
        ],
        set(),
    ),
    "a zone beside a time that is UTC already": (
        calendar("UID:1\nDTSTART;TZID=Europe/Berlin:20270318T090000Z\nDURATION:PT1H\nSUMMARY:z"),
        ["0318T09:00 0318T10:00 z"],
        set(),
    ),
    "days without a word that they are days, and words without days": (
        calendar(
            "UID:1\nDTSTART:20270318\nDTEND:20270320\nSUMMARY:days",
            "UID:2\nDTSTART;VALUE=DATE:20270321T000000\nSUMMARY:wrong word",
        ),
        ["0318T00:00 0320T00:00 days", "0321T00:00 0322T00:00 wrong word"],
        set(),
    ),
    "rules with a stray blank, an empty part, count and until": (
        calendar(
            "UID:1\nDTSTART:20270318T090000Z\nDURATION:PT1H\nRRULE:FREQ=WEEKLY; BYDAY=TH;UNTIL=20270401\n"
            "SUMMARY:a",
            "UID:2\nDTSTART:20270318T120000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2;\nSUMMARY:b",
            "UID:3\nDTSTART:20270322T120000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=9;UNTIL=20270323T120000Z\n"
            "SUMMARY:c",
        ),
        [
            "0318T09:00 0318T10:00 a",
            "0318T12:00 0318T13:00 b",
            "0319T12:00 0319T13:00 b",
            "0322T12:00 0322T13:00 c",
            "0323T12:00 0323T13:00 c",
            "0325T09:00 0325T10:00 a",
            "0401T09:00 0401T10:00 a",
        ],
        set(),
    ),
    "a moved occurrence in another zone than its series": (
        calendar(
            "UID:1\nDTSTART;TZID=America/New_York:20270317T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=2\n"
            "SUMMARY:call",
            "UID:1\nRECURRENCE-ID;TZID=America/New_York:20270318T100000\n"
            "DTSTART;TZID=Asia/Tokyo:20270319T080000\nDURATION:PT1H\nSUMMARY:call from Tokyo",
        ),
        ["0317T14:00 0317T15:00 call", "0318T23:00 0319T00:00 call from Tokyo"],
        set(),
    ),
    "busy times and nothing else": (
        (
            "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:PUBLISH\nBEGIN:VFREEBUSY\nDTSTART:20270318T000000Z\n"
            "DTEND:20270319T000000Z\nFREEBUSY;FBTYPE=BUSY:20270318T090000Z/20270318T100000Z,\n"
            " 20270318T130000Z/PT30M\nFREEBUSY;FBTYPE=BUSY-TENTATIVE:20270318T150000Z/PT1H\n"
            "FREEBUSY;FBTYPE=FREE:20270318T110000Z/PT1H\nFREEBUSY:20270318T160000Z/nonsense\n"
            "END:VFREEBUSY\nEND:VCALENDAR\n"
        ),
        ["0318T09:00 0318T10:00 None", "0318T13:00 0318T13:30 None", "0318T15:00 0318T16:00 None soft"],
        {"bad_time"},
    ),
    "vcalendar 1.0 with soft line breaks": (
        (
            "BEGIN:VCALENDAR\nVERSION:1.0\nPRODID:x\nBEGIN:VEVENT\nDTSTART:20270318T090000Z\n"
            "DTEND:20270318T100000Z\nSUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 mit=\n"
            " Ana\nEND:VEVENT\nEND:VCALENDAR\n"
        ),
        ["0318T09:00 0318T10:00 Café mit Ana"],
        set(),
    ),
    "outlook on the web, a whole day from midnight to midnight, and words for free": (
        calendar(
            "UID:1\nDTSTART;TZID=Eastern Standard Time:20270318T000000\n"
            "DTEND;TZID=Eastern Standard Time:20270319T000000\nSUMMARY:Away\n"
            "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nX-MICROSOFT-CDO-BUSYSTATUS:OOF",
            "UID:2\nDTSTART;TZID=Romance Standard Time 1:20270318T090000\nDURATION:PT1H\nSUMMARY:Desk\n"
            "X-MICROSOFT-CDO-BUSYSTATUS:FREE\nTRANSP:OPAQUE",
        ),
        ["0318T04:00 0319T04:00 Away", "0318T08:00 0318T09:00 Desk free"],
        {"zone_guessed"},
    ),
    "canvas, a doubled value word and a deadline without length": (
        calendar(
            "UID:event-assignment-1\nDTSTART;VALUE=DATE;VALUE=DATE:20270318\nSUMMARY:Essay due [FIN301]",
            "UID:event-assignment-2\nDTSTART:20270319T035900Z\nDTEND:20270319T035900Z\nSUMMARY:Quiz due",
        ),
        ["0318T00:00 0319T00:00 Essay due [FIN301]", "0319T03:59 0319T03:59 Quiz due"],
        set(),
    ),
    "a timetable of a university, an end date without a time, a local end": (
        calendar(
            "UID:b1\nDTSTART;TZID=US/Eastern:20270309T093000\nDTEND;TZID=US/Eastern:20270309T104500\n"
            "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270311\nSUMMARY:FIN 301",
            "UID:b2\nDTSTART;TZID=US-Eastern:20270308T120000\nDTEND;TZID=US-Eastern:20270308T125000\n"
            "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20270315T235959\nSUMMARY:Lab",
        ),
        [
            "0308T17:00 0308T17:50 Lab",
            "0309T14:30 0309T15:45 FIN 301",
            "0311T14:30 0311T15:45 FIN 301",
            "0315T16:00 0315T16:50 Lab",
        ],
        set(),
    ),
    "properties that say nothing": (
        calendar(
            "UID:1\nDTSTART:20270318T090000Z\nDTEND:20270318T100000Z\nRRULE:\nEXDATE:\nRDATE:\nSUMMARY:a",
            "UID:2\nDTSTART:20270318T110000Z\nDTEND:\nDURATION:\nSUMMARY:b",
            "UID:3\nDTSTART:20270318T120000Z\nDTEND:20270318T130000Z\nEXDATE:20270318T120000Z,\n"
            "RRULE:FREQ=DAILY;COUNT=2\nSUMMARY:c",
        ),
        ["0318T09:00 0318T10:00 a", "0318T11:00 0318T11:00 b", "0319T12:00 0319T13:00 c"],
        set(),
    ),
    "times with half of the colons, an offset behind, blanks around, a leap second": (
        calendar(
            "UID:1\nDTSTART;TZID=Europe/Berlin:20270318T09:00:00\nDURATION:PT1H\nSUMMARY:a",
            "UID:2\nDTSTART:20270318T100000+0100\nDTEND:20270318T110000+0100\nSUMMARY:b",
            "UID:3\nDTSTART;TZID=Europe/Berlin: 20270318T110000\nDTEND;TZID=Europe/Berlin: 20270318T120000\n"
            "SUMMARY:c",
            "UID:4\nDTSTART:20270318T235960Z\nDURATION:PT1H\nSUMMARY:d",
        ),
        [
            "0318T08:00 0318T09:00 a",
            "0318T09:00 0318T10:00 b",
            "0318T10:00 0318T11:00 c",
            "0318T23:59 0319T00:59 d",
        ],
        set(),
    ),
    "names that are nearly those of zones": (
        calendar(
            "UID:1\nDTSTART;TZID=America/New York:20270318T100000\nDURATION:PT1H\nSUMMARY:a",
            "UID:2\nDTSTART;TZID=W. Europe:20270318T100000\nDURATION:PT1H\nSUMMARY:b",
            "UID:3\nDTSTART;TZID=Berlin:20270318T100000\nDURATION:PT1H\nSUMMARY:c",
            "UID:4\nDTSTART;TZID=PDT:20270318T100000\nDURATION:PT1H\nSUMMARY:d",
        ),
        [
            "0318T09:00 0318T10:00 b",
            "0318T09:00 0318T10:00 c",
            "0318T14:00 0318T15:00 a",
            "0318T17:00 0318T18:00 d",
        ],
        {"zone_guessed"},
    ),
    "nextcloud, the zone behind the entries, words in small letters": (
        calendar(
            "UID:1\nDTSTART;TZID=Office:20270318T100000\nDTEND;TZID=Office:20270318T110000\nSUMMARY:n\n"
            "TRANSP: transparent ",
            "UID:2\nDTSTART:20270318T120000Z\nDURATION:PT1H\nSTATUS:canceled\nSUMMARY:gone",
        ).replace("END:VCALENDAR\n", BERLIN.format(name="Office") + "END:VCALENDAR\n"),
        ["0318T09:00 0318T10:00 n free"],
        {"cancelled"},
    ),
    "lines that end in CR CR LF": (
        calendar("UID:1\nDTSTART:20270318T130000Z\nDURATION:PT1H\nSUMMARY:a title that is f\n olded").replace(
            "\n", "\r\r\n"
        ),
        ["0318T13:00 0318T14:00 a title that is folded"],
        set(),
    ),
    "pasted with blanks before every line": (
        "\n"
        + calendar("UID:1\nDTSTART:20270318T130000Z\nDURATION:PT1H\nSUMMARY:in")
        .replace("\n", "\n   ")
        .replace("BEGIN:VCALENDAR", "   BEGIN:VCALENDAR", 1),
        ["0318T13:00 0318T14:00 in"],
        set(),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_read_as_its_writer_meant_it(name):
    text, truth, codes = CASES[name]
    found, told = in_spring(text)
    assert told == truth
    assert set(found.rejects["code"]) >= codes


def test_a_whole_day_of_outlook_is_a_day_and_blocks_nothing_by_itself():
    text = CASES["outlook on the web, a whole day from midnight to midnight, and words for free"][0]
    rows = in_spring(text)[0].sessions
    assert dict(rows.select("title", "all_day").rows()) == {"Away": True, "Desk": False}
