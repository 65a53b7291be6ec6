"""``meetwell sync`` against a real Radicale: pushed once, the same again, the password nowhere."""

import json

import httpx
import pytest
from jsonschema import Draft202012Validator

from pipeline.profile import read_profile
from pipeline.report.ics_tasks import task_uid

NOW = ("--now", "2027-03-19T12:00:00Z")
CALENDAR = {"Content-Type": "text/calendar"}
PASSWORD = "secret"  # noqa: S105 - of a server that lives as long as the test


@pytest.fixture
def noted(tmp_path, meetwell):
    """Return a workspace with an event that is over and one promise."""
    folder = tmp_path / "ws"
    line = tmp_path / "line.txt"
    line.write_text('new "Nora Lund" talked "boats" promise "send the chart" by friday\n', encoding="utf-8")
    for words in (
        ("init", folder, "--name", "Imani", "--field", "finance"),
        ("event", "add", "fair", "--on", "2027-03-18", "--hours", "10-16", "--tz", "UTC", "-w", folder),
        ("debrief", "--text", line, "-w", folder),
        ("followup", "-w", folder),
    ):
        said = meetwell(*words, *NOW)
        assert said.code == 0, said.err
    return folder


def test_the_plan_is_pushed_once_and_the_answer_has_the_keys_of_the_reference(
    noted, radicale, meetwell, monkeypatch, root
):
    monkeypatch.setenv("MEETWELL_CALDAV_PASSWORD", PASSWORD)
    words = ("sync", "--caldav", radicale, "--user", "imani", "-w", noted, "--format", "json", *NOW)
    first, again = (json.loads(meetwell(*words).out) for _ in range(2))
    assert len(first["pushed"]) > 1
    assert (again["pushed"], again["unchanged"]) == ([], first["pushed"])
    listed = httpx.request("PROPFIND", first["calendar"], auth=("imani", PASSWORD), headers={"Depth": "1"})
    # Other tests push to the same server.
    held = [listed.text.count(f"/{uid.replace('@', '%40')}.ics</") for uid in first["pushed"]]
    assert held == [1] * len(first["pushed"])
    schema = json.loads((root / "docs" / "reference" / "answers.schema.json").read_text(encoding="utf-8"))
    assert list(Draft202012Validator(schema | {"$ref": "#/$defs/answers/sync"}).iter_errors(first)) == []
    assert [
        path for path in noted.rglob("*") if path.is_file() and PASSWORD.encode() in path.read_bytes()
    ] == []


def test_a_task_ticked_off_on_the_server_is_done_here_and_one_done_here_is_ticked_off_there(
    noted, radicale, meetwell, monkeypatch
):
    monkeypatch.setenv("MEETWELL_CALDAV_PASSWORD", PASSWORD)
    with (noted / "meetwell.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[followup]\ntasks = true\n")
    here = ("-w", noted, *NOW)
    words = ("sync", "--caldav", radicale, "--user", "imani", "--format", "json", *here)
    steps = json.loads(meetwell("followup", "--format", "json", *here).out)["steps"]
    ids = {row["step"]: row["id"] for row in steps}
    first = json.loads(meetwell(*words).out)
    user = read_profile(noted / "profile.toml").user_id
    uids = {step: task_uid("fair", user, key) for step, key in ids.items()}
    assert set(uids.values()) <= set(first["pushed"])

    address = f"{first['calendar']}{uids['promise'].replace('@', '%40')}.ics"
    text = httpx.get(address, auth=("imani", PASSWORD)).text
    ticked = text.replace("STATUS:NEEDS-ACTION", "STATUS:COMPLETED\r\nCOMPLETED:20270319T130000Z")
    httpx.put(address, content=ticked.encode(), auth=("imani", PASSWORD), headers=CALENDAR)
    second = json.loads(meetwell(*words).out)
    assert second["completed"] == [uids["promise"]]
    assert "You kept your promise to Nora Lund: send the chart." in meetwell("status", *here).out

    assert meetwell("done", ids["thanks"], *here).code == 0
    assert meetwell("followup", *here).code == 0
    third = json.loads(meetwell(*words).out)
    other = address.replace(uids["promise"][:36], uids["thanks"][:36])
    theirs = httpx.get(other, auth=("imani", PASSWORD)).text
    assert (third["completed"], uids["promise"] in third["unchanged"]) == ([], True)
    assert "STATUS:COMPLETED" in theirs
