import httpx
import pytest
from icalendar import Calendar

from pipeline.errors import InputError, SettingsError, UsageError
from pipeline.sync import core_hash, sync
from pipeline.sync_account import PASSWORD_VARIABLE, Account, account

AUTH = ("imani", "secret")


def calendar(*events):
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261127T000000Z\r\nDTSTART:20261130T140000Z\r\n"
        f"DTEND:20261130T141000Z\r\nSUMMARY:{title}\r\nCLASS:PRIVATE\r\n{more}END:VEVENT\r\n"
        for uid, title, more in events
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:PUBLISH\r\n{body}END:VCALENDAR\r\n"


def event(name, title="Thank Ana", more=""):
    return f"{name}@meetwell", title, more


def stored(result, uid):
    answer = httpx.get(f"{result.calendar}{uid.replace('@', '%40')}.ics", auth=AUTH)
    return answer if answer.status_code == 200 else None


def title(result, uid):
    return str(Calendar.from_ical(stored(result, uid).text).walk("VEVENT")[0]["SUMMARY"])


def test_what_is_pushed_stands_on_the_server_and_a_second_push_changes_nothing(imani):
    text = calendar(event("a1"), event("a2", "Zürich; 山田"))
    first = sync([text], imani)
    etag = stored(first, "a1@meetwell").headers["ETag"]
    second = sync([text], imani)
    assert (first.pushed, second.pushed, second.unchanged) == (
        ["a1@meetwell", "a2@meetwell"],
        [],
        ["a1@meetwell", "a2@meetwell"],
    )
    assert stored(second, "a1@meetwell").headers["ETag"] == etag
    assert title(second, "a2@meetwell") == "Zürich; 山田"
    assert "METHOD" not in stored(second, "a1@meetwell").text
    assert "CLASS:PRIVATE" in stored(second, "a1@meetwell").text


def test_a_changed_entry_is_updated_in_its_place(imani):
    sync([calendar(event("b1"))], imani)
    result = sync([calendar(event("b1", "Thank Tom"))], imani)
    assert (result.pushed, title(result, "b1@meetwell")) == (["b1@meetwell"], "Thank Tom")


def test_what_the_user_changed_on_the_server_stays_theirs(imani):
    first = sync([calendar(event("c1"))], imani)
    answer = stored(first, "c1@meetwell")
    mine = answer.text.replace("Thank Ana", "Ring Ana")
    httpx.put(str(answer.url), content=mine.encode(), auth=AUTH, headers={"Content-Type": "text/calendar"})
    result = sync([calendar(event("c1", "Thank Ana now"))], imani)
    assert (result.kept_theirs, title(result, "c1@meetwell")) == (["c1@meetwell"], "Ring Ana")


def test_what_the_user_deleted_on_the_server_stays_deleted(imani):
    first = sync([calendar(event("d1"))], imani)
    httpx.delete(str(stored(first, "d1@meetwell").url), auth=AUTH)
    result = sync([calendar(event("d1"))], imani, pushed_before=first.on_server)
    assert (result.stay_deleted, stored(result, "d1@meetwell")) == (["d1@meetwell"], None)


def test_a_cancelled_entry_is_taken_away_once(imani):
    sync([calendar(event("e1"))], imani)
    gone = [calendar(event("e1", more="STATUS:CANCELLED\r\n"))]
    assert sync(gone, imani).removed == ["e1@meetwell"]
    assert sync(gone, imani).removed == []


def test_a_wrong_password_is_said_without_showing_it(radicale):
    with pytest.raises(InputError, match="does not let imani in") as caught:
        sync([calendar(event("f1"))], Account(radicale, "imani", "wr0ng-word"))
    assert "wr0ng-word" not in str(caught.value)
    assert "wr0ng-word" not in repr(Account(radicale, "imani", "wr0ng-word"))


@pytest.mark.parametrize("status", [401, 403, 404, 412, 500, None])
def test_a_server_that_refuses_is_an_error_in_words(broken_server, status):
    with broken_server(status) as to, pytest.raises(InputError, match=r"127\.0\.0\.1 does not"):
        sync([calendar(event("g1"))], to)


def test_a_line_that_drops_half_way_loses_nothing_and_sends_nothing_twice(imani, monkeypatch):
    from caldav import DAVClient

    events = [event(f"h{number}") for number in range(6)]
    put, sent = DAVClient.put, []

    def cut(self, url, body, headers=None):
        if len(sent) == 3:
            raise ConnectionResetError("the line dropped")
        sent.append(str(url))
        return put(self, url, body, headers)

    with monkeypatch.context() as patched:
        patched.setattr(DAVClient, "put", cut)
        first = sync([calendar(*events)], imani)
    second = sync([calendar(*events)], imani)
    assert first.problem == "the line to 127.0.0.1 broke: the line dropped"
    assert (len(first.pushed), len(second.pushed), len(second.unchanged)) == (3, 3, 3)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("ftp://example.org/", "no CalDAV address"),
        ("https://me:word@example.org/", "a password stands in the address"),
        ("http://example.org/", "in the clear"),
    ],
)
def test_an_address_that_gives_a_secret_away_is_refused(url, what):
    with pytest.raises(UsageError, match=what):
        account(url, "me")


def test_the_password_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv(PASSWORD_VARIABLE, "word")
    assert account("https://me@example.org/", None) == Account("https://me@example.org/", "me", "word")


def test_without_a_password_it_says_where_to_keep_one(monkeypatch):
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(SettingsError, match=r"no password for me at example\.org"):
        account("https://me@example.org/", None)


def test_the_hash_sees_what_is_said_and_not_how_it_is_written():
    one, other = (
        Calendar.from_ical(calendar(event("i1", more=more))).walk("VEVENT")[0]
        for more in ("", "SEQUENCE:3\r\nX-SERVER:yes\r\n")
    )
    changed = Calendar.from_ical(calendar(event("i1", "Other"))).walk("VEVENT")[0]
    assert core_hash(one) == core_hash(other)
    assert core_hash(one) != core_hash(changed)
