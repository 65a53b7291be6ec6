import httpx
import pytest

from pipeline.errors import InputError
from pipeline.ingest.ics_scan import scan
from pipeline.sync import sync
from pipeline.sync_account import Account
from pipeline.sync_read import name_of_calendar, read_caldav

AUTH = ("imani", "secret")
MAKE = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
    "<D:set><D:prop><D:displayname>{name}</D:displayname></D:prop></D:set></C:mkcalendar>"
)


def event(uid, title, more=""):
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
        f"DTSTAMP:20270101T000000Z\r\nDTSTART:20270318T140000Z\r\nDTEND:20270318T150000Z\r\n"
        f"SUMMARY:{title}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


@pytest.fixture
def shelf(radicale):
    """Return a calendar of the user's own with two entries, one of them weekly."""
    url = f"{radicale}classes/"
    httpx.delete(url, auth=AUTH)
    answer = httpx.request("MKCALENDAR", url, auth=AUTH, content=MAKE.format(name="Classes").encode())
    assert answer.status_code == 201
    for uid, title, more in (
        ("k1", "Finance 301", "RRULE:FREQ=WEEKLY;COUNT=3\r\n"),
        ("k2", "Zahnärztin", ""),
    ):
        sent = httpx.put(
            f"{url}{uid}.ics",
            auth=AUTH,
            content=event(uid, title, more).encode(),
            headers={"Content-Type": "text/calendar"},
        )
        assert sent.status_code == 201
    return url


def titles(data):
    blocks = scan(data, "x").events
    lines = (line for block in blocks for line in block.data.decode().split("\n"))
    return sorted(line.removeprefix("SUMMARY:") for line in lines if line.startswith("SUMMARY:"))


def test_one_calendar_is_read_by_its_address(shelf):
    data = read_caldav(Account(shelf, "imani", "secret"), most_mib=1)
    assert titles(data) == ["Finance 301", "Zahnärztin"]
    assert b"RRULE:FREQ=WEEKLY;COUNT=3" in data


def test_a_user_is_read_whole_but_for_what_was_pushed_there(shelf, imani):
    sync([event("p1@meetwell", "Meet Ana")], imani)
    whole = titles(read_caldav(imani, most_mib=1))
    own = titles(read_caldav(Account(shelf, "imani", "secret"), most_mib=1))
    # Other tests leave calendars of their own with the same user.
    assert [title for title in whole if title in (*own, "Meet Ana")] == own


def test_a_wrong_password_is_said_without_showing_it_or_the_path(shelf):
    with pytest.raises(InputError) as caught:
        read_caldav(Account(shelf, "imani", "not-this-one"), most_mib=1)
    assert "127.0.0.1" in str(caught.value)
    assert ("not-this-one" in str(caught.value), "classes" in str(caught.value)) == (False, False)


@pytest.mark.parametrize("status", [404, 500, None])
def test_a_server_that_is_none_is_an_error_in_words(broken_server, status):
    with broken_server(status) as account, pytest.raises(InputError) as caught:
        read_caldav(account, most_mib=1)
    assert "127.0.0.1" in str(caught.value)


def test_too_much_is_refused(shelf):
    with pytest.raises(InputError, match="MiB came in"):
        read_caldav(Account(shelf, "imani", "secret"), most_mib=0.0001)


def test_the_name_stays_the_same_and_tells_neither_path_nor_user():
    name = name_of_calendar(Account("https://cal.example.org/key/imani/", "imani", "secret"))
    assert name == name_of_calendar(Account("https://cal.example.org/key/imani/", "imani", "other"))
    assert name.startswith("cal.example.org-")
    assert ("imani" in name, "key" in name, "secret" in name) == (False, False, False)
