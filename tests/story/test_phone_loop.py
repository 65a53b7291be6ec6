"""The phone in the hall: what is ticked and typed there comes back as a plan that names it."""

from __future__ import annotations

import json
import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"),
]
BEFORE = ("--now", "2027-03-15T12:00:00+00:00")
EVENING = ("--now", "2027-03-18T21:30:00+00:00")
CARES = "deposits that arrive in one bag on Mondays"
PROMISE = "send the two-page cash log"


@pytest.fixture
def here(meetwell, workspace, fair, tmp_path):
    """Return the words that name a workspace as it is on the morning of the fair, the phone page made."""
    folder = workspace(tmp_path / "morning")
    here = ("--workspace", folder)
    lists = (fair / name for name in ("employers.csv", "people.csv"))
    for words in (("add", *lists, "--event", "spring-fair", *BEFORE), ("prep", "--phone", *BEFORE)):
        said = meetwell(*words, *here)
        assert said.code == 0, said.err
    return here


@pytest.fixture
def page(here):
    """Open the phone page from the disk, as a phone would; an error on it fails the test."""
    from playwright.sync_api import sync_playwright

    path = here[1] / "reports" / "spring-fair" / "phone.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 390, "height": 844}, accept_downloads=True)
        opened = context.new_page()
        errors: list[str] = []
        opened.on("pageerror", lambda problem: errors.append(str(problem)))
        opened.goto(path.as_uri())
        yield opened
        browser.close()
    assert errors == []


def note(page, short_id):
    """Tick one target and write what they care about and what was promised."""
    page.check(f"[id='{short_id}-talked']")
    page.locator(f"[id='t-{short_id}'] summary").last.click()
    page.fill(f"[id='{short_id}-cares_about']", CARES)
    page.fill(f"[id='{short_id}-i_promised']", PROMISE)
    page.fill(f"[id='{short_id}-by']", "2027-03-22")


def test_what_the_thumb_typed_in_the_hall_is_named_in_the_plan(here, page, ask, tmp_path):
    first = page.locator("#list > li").first
    short_id = first.get_attribute("id").removeprefix("t-")
    name = first.locator("h2, h3").first.inner_text()
    note(page, short_id)
    page.reload()
    page.click("[data-tab=tonight]")
    assert CARES in page.inner_text("#steps")
    with page.expect_download() as caught:
        page.click("#export")
    saved = tmp_path / "debrief.json"
    caught.value.save_as(saved)
    assert [entry["id"] for entry in json.loads(saved.read_text(encoding="utf-8"))["entries"]] == [short_id]

    ask("debrief", saved, *here, *EVENING)
    steps = ask("followup", *here, *EVENING)["steps"]
    mine = {row["step"]: row for row in steps if row["name"] == name}
    assert {"thanks", "promise"} <= set(mine)
    assert mine["promise"]["due"] == "2027-03-22"
    whole = json.dumps(list(mine.values()), ensure_ascii=False)
    assert CARES in whole
    assert PROMISE in whole
