"""A real server on a bad line: refusals and cuts half-way lose nothing and send nothing twice."""

import uuid

import httpx
import keyring
import pytest
from keyring.backend import KeyringBackend

from pipeline.errors import InputError
from pipeline.sync import sync
from pipeline.sync_account import KEYRING_SERVICE, PASSWORD_VARIABLE, Account, account
from tests.unit.sync.meddler import CUT_AFTER, CUT_BEFORE, meddled

AUTH = ("imani", "secret")


@pytest.fixture
def mine(radicale):
    """Return a calendar of its own on the server, and five entries for it."""
    url = f"{radicale}{uuid.uuid4()}/"
    assert httpx.request("MKCALENDAR", url, auth=AUTH).status_code == 201
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:t{number}@meetwell\r\nDTSTAMP:20261127T000000Z\r\nDTSTART:20261130T140000Z\r\n"
        f"DTEND:20261130T141000Z\r\nSUMMARY:Step {number}\r\nEND:VEVENT\r\n"
        for number in range(5)
    )
    return url, f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{body}END:VCALENDAR\r\n"


def on_server(url):
    """Return how often each entry stands in the calendar."""
    listed = httpx.request("PROPFIND", url, auth=AUTH, headers={"Depth": "1"}).text
    return [listed.count(f"t{number}%40meetwell.ics") for number in range(5)]


@pytest.mark.parametrize("status", [403, 500])
def test_one_entry_that_is_refused_is_named_and_the_next_run_sends_it(mine, status):
    url, text = mine
    with meddled(url, lambda method, count: status if (method, count) == ("PUT", 3) else None) as line:
        first = sync([text], Account(line, *AUTH))
    assert (first.refused, len(first.pushed), first.problem) == ({"t2@meetwell": status}, 4, None)
    second = sync([text], Account(url, *AUTH), pushed_before=first.on_server)
    assert (second.pushed, len(second.unchanged), on_server(url)) == (["t2@meetwell"], 4, [1] * 5)


def test_a_password_that_ends_half_way_says_so_and_the_next_run_goes_on(mine):
    url, text = mine
    with meddled(url, lambda method, count: 401 if method == "PUT" and count > 2 else None) as line:
        first = sync([text], Account(line, *AUTH))
    assert (len(first.pushed), first.problem) == (2, "127.0.0.1 lets imani in no more: Unauthorized")
    second = sync([text], Account(url, *AUTH), pushed_before=first.on_server)
    assert (len(second.pushed), len(second.unchanged), on_server(url)) == (3, 2, [1] * 5)


def test_somebody_who_writes_in_between_keeps_what_they_wrote(mine):
    url, text = mine
    theirs = text[: text.index("BEGIN:VEVENT")] + (
        "BEGIN:VEVENT\r\nUID:t1@meetwell\r\nDTSTAMP:20261127T000000Z\r\nDTSTART:20261130T140000Z\r\n"
        "SUMMARY:Mine\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )

    def before(method, path):
        if method == "PUT" and "t1" in path:
            target = f"{url}t1%40meetwell.ics"
            httpx.put(target, content=theirs, auth=AUTH, headers={"Content-Type": "text/calendar"})

    with meddled(url, lambda *_: None, before) as line:
        result = sync([text], Account(line, *AUTH))
    stands = httpx.get(f"{url}t1%40meetwell.ics", auth=AUTH).text
    assert (result.kept_theirs, "SUMMARY:Mine" in stands) == (["t1@meetwell"], True)


@pytest.mark.parametrize("cut", [CUT_BEFORE, CUT_AFTER])
def test_a_line_that_drops_half_way_loses_nothing_and_sends_nothing_twice(mine, cut):
    url, text = mine
    with meddled(url, lambda method, count: cut if method == "PUT" and count > 2 else None) as line:
        first = sync([text], Account(line, *AUTH))
    assert "the line to 127.0.0.1 broke" in str(first.problem)
    second = sync([text], Account(url, *AUTH), pushed_before=first.on_server)
    assert (len(second.pushed) + len(second.unchanged), on_server(url)) == (5, [1] * 5)
    third = sync([text], Account(url, *AUTH), pushed_before=second.on_server)
    assert (third.pushed, len(third.unchanged), third.problem) == ([], 5, None)


class InMemory(KeyringBackend):
    """A keyring as an operating system keeps one, in memory."""

    priority = 9

    def __init__(self):
        """Begin with an empty keyring."""
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        """Return the password kept under both names, or nothing."""
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        """Keep a password."""
        self.kept[service, username] = password

    def delete_password(self, service, username):
        """Forget a password."""
        del self.kept[service, username]


@pytest.fixture
def ring(monkeypatch):
    """Put a keyring of its own in the place of the machine's."""
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    before, mine = keyring.get_keyring(), InMemory()
    keyring.set_keyring(mine)
    yield mine
    keyring.set_keyring(before)


def test_the_password_comes_from_the_keyring_under_the_name_that_is_said(ring, mine):
    url, text = mine
    keyring.set_password(KEYRING_SERVICE, "imani@127.0.0.1", "secret")
    assert len(sync([text], account(url, "imani")).pushed) == 5


def test_the_environment_comes_before_the_keyring(ring, monkeypatch):
    keyring.set_password(KEYRING_SERVICE, "me@example.org", "kept")
    kept = account("https://example.org/", "me")
    monkeypatch.setenv(PASSWORD_VARIABLE, "said now")
    said = account("https://example.org/", "me")
    url = "https://example.org/"
    assert (kept, said) == (Account(url, "me", "kept"), Account(url, "me", "said now"))


def test_a_keyring_that_is_locked_is_as_good_as_none(ring, monkeypatch):
    from keyring.errors import KeyringLocked

    from pipeline.errors import SettingsError

    def locked(*_):
        raise KeyringLocked("locked")

    monkeypatch.setattr(ring, "get_password", locked)
    with pytest.raises(SettingsError, match="no password for me"):
        account("https://example.org/", "me")


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (301, "its answer is of another kind"),
        (404, "it says 404"),
        (412, "it says 412"),
        (503, "it says 503"),
    ],
)
def test_a_server_that_is_no_calendar_server_is_told_by_what_it_answers(mine, status, why):
    url, text = mine
    with (
        meddled(url, lambda method, _: status if method == "PROPFIND" else None) as line,
        pytest.raises(InputError) as told,
    ):
        sync([text], Account(line, *AUTH))
    assert str(told.value.what) == f"127.0.0.1 does not answer as a CalDAV server: {why}"
    assert on_server(url) == [0] * 5


def test_an_address_where_nothing_listens_is_told_in_plain_words(mine):
    with pytest.raises(InputError) as told:
        sync([mine[1]], Account("http://127.0.0.1:9/", *AUTH))
    assert str(told.value.what) == "127.0.0.1 does not answer as a CalDAV server: nothing answers there"
