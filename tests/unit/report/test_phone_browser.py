"""The phone page in a real Chromium, from a file address."""

import functools
import http.server
import json
import re
import shutil
import threading

import pytest

from pipeline.report.phone import phone_page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser():
    """Start one headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser, fair, words, tmp_path):
    """Open the page of the fair as a file; every error on the page fails the test."""
    path = tmp_path / "phone.html"
    path.write_text(phone_page(fair, words=words), encoding="utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 844}, accept_downloads=True)
    opened = context.new_page()
    errors = []
    opened.on("pageerror", lambda problem: errors.append(str(problem)))
    opened.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    opened.goto(path.as_uri())
    yield opened
    context.close()
    assert errors == []


def open_notes(page, short_id):
    """Unfold the notes of one target."""
    page.locator(f"#t-{short_id} summary").last.click()


def download(page, button):
    """Return the text of the file that the button saves."""
    with page.expect_download() as caught:
        page.click(button)
    return caught.value.path().read_text(encoding="utf-8")


def test_what_is_ticked_and_typed_is_there_after_a_reload(page):
    page.check("#\\32 25-talked")
    open_notes(page, "225")
    page.fill("[id='225-cares_about']", "small loans")
    page.reload()
    assert page.is_checked("[id='225-talked']")
    assert page.input_value("[id='225-cares_about']") == "small loans"


def test_a_long_queue_leads_to_the_next_who_was_not_met(page):
    page.check("[id='33C-talked']")
    page.locator("#t-225 button", has_text="Queue too long").click()
    assert page.inner_text("#said") == "Next nearby: Northline Capital, C13"
    assert page.evaluate("document.activeElement.id") == "t-44K"


def test_tonight_lists_dated_steps_of_those_met(page):
    page.check("[id='225-talked']")
    open_notes(page, "225")
    page.fill("[id='225-cares_about']", "small loans")
    page.fill("[id='225-i_promised']", "send the article")
    page.click("[data-tab=tonight]")
    assert page.inner_text("#steps").splitlines() == [
        "By Fri 27 Nov",
        "Thank Maple Bank (Retail banking): they care about small loans",
        "By Thu 3 Dec",
        "Keep your promise to Maple Bank (Retail banking): send the article",
        "By Mon 28 Dec",
        "Tell Maple Bank (Retail banking) what came of it",
    ]


def test_the_calendar_of_tonight_has_one_private_event_per_step(page):
    from icalendar import Calendar

    page.check("[id='225-talked']")
    page.click("[data-tab=tonight]")
    events = Calendar.from_ical(download(page, "#ics")).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == [
        "Write down one detail of each: Maple Bank (Retail banking)",
        "Thank Maple Bank (Retail banking)",
        "Tell Maple Bank (Retail banking) what came of it",
    ]
    assert {str(event["CLASS"]) for event in events} == {"PRIVATE"}


def test_the_saved_debrief_names_each_person_by_printed_id(page):
    page.check("[id='225-talked']")
    open_notes(page, "225")
    page.fill("[id='225-i_promised']", "send the article")
    page.fill("[id='225-by']", "2026-11-30")
    page.fill("#add-name", "Ana Ruiz")
    page.fill("#add-org", "Cedar Trust")
    page.click("#add button")
    page.click("[data-tab=tonight]")
    saved = json.loads(download(page, "#export"))
    entries = [{key: value for key, value in entry.items() if key != "at"} for entry in saved["entries"]]
    assert (saved["meetwell"], saved["event"]) == (1, "fair")
    assert entries == [
        {"id": "225", "talked": True, "i_promised": "send the article", "by": "2026-11-30"},
        {"name": "Ana Ruiz", "organization": "Cedar Trust", "new": True, "talked": True},
    ]


def test_search_finds_by_name_booth_or_printed_id(page):
    for words in ("maple bank A7", "225"):
        page.fill("#search", words)
        assert page.locator("#list > li").count() == 1


def test_every_control_has_a_label_and_is_large_enough_for_a_thumb(page):
    unlabelled = page.evaluate(
        "[...document.querySelectorAll('input,textarea,select')].filter(n => !n.labels.length).map(n => n.id)"
    )
    low = page.evaluate(
        "[...document.querySelectorAll('button,label.tick')]"
        ".filter(n => n.offsetParent && n.offsetHeight < 44).length"
    )
    assert unlabelled == []
    assert low == 0


def test_the_page_can_be_used_with_the_keyboard_alone(page):
    page.focus("[id='225-talked']")
    page.keyboard.press("Space")
    assert page.is_checked("[id='225-talked']")


def test_text_and_ground_keep_their_contrast_in_light_and_dark(page):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for place in ("body", "nav button[aria-pressed=false]", "nav button[aria-pressed=true]"):
            ink, ground = page.evaluate(
                "p => { const s = getComputedStyle(document.querySelector(p));"
                " return [s.color, s.backgroundColor] }",
                place,
            )
            assert contrast(ink, ground) >= 4.5, (scheme, place)


def contrast(one, other):
    """Return the contrast ratio of WCAG 2.2 between two CSS colours."""

    def light(css):
        parts = [int(part) / 255 for part in re.findall(r"\d+", css)[:3]]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_first_tick_is_possible_within_a_second(browser, words, tmp_path, many):
    path = tmp_path / "phone.html"
    path.write_text(phone_page(many, words=words), encoding="utf-8")
    page = browser.new_page()
    inspector = page.context.new_cdp_session(page)
    inspector.send(
        "Performance.enable", {"timeDomain": "threadTicks"}
    )  # its own work, not the machine's load
    page.goto(path.as_uri())
    page.check("[id='225-talked']")
    told = {item["name"]: item["value"] for item in inspector.send("Performance.getMetrics")["metrics"]}
    assert 0 < told["TaskDuration"] < 1
    page.close()


def test_hostile_text_runs_nothing_and_reaches_nobody(browser, hostile, words, tmp_path):
    asked = []

    class Canary(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), functools.partial(Canary))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    path = tmp_path / "phone.html"
    path.write_text(phone_page(hostile(server.server_port), words=words), encoding="utf-8")
    page = browser.new_page()
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(path.as_uri())
    page.click("[data-tab=everyone]")
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate("window.pwned") is None
    assert (asked, dialogs) == ([], [])
    assert page.locator("main img, main iframe, main style, main script").count() == 0
    late = "const s = document.createElement('script'); s.textContent = 'window.pwned = 1'; "
    page.evaluate(late + "document.body.append(s)")
    assert page.evaluate("window.pwned") is None
    page.close()
    server.shutdown()
    server.server_close()


def test_two_tabs_lose_nothing_of_each_other(page):
    other = page.context.new_page()
    other.goto(page.url)
    page.check("[id='225-talked']")
    open_notes(other, "33C")
    other.fill("[id='33C-cares_about']", "small loans")
    # A browser tells its tabs of each other in a moment, which is shorter than a hand needs to change tabs.
    page.wait_for_function("localStorage.getItem('meetwell:1:fair').includes('small loans')")
    page.check("[id='33C-talked']")
    kept = json.loads(page.evaluate("localStorage.getItem('meetwell:1:fair')"))["people"]
    assert (kept["225"]["talked"], kept["33C"]["talked"], kept["33C"]["cares_about"]) == (
        True,
        True,
        "small loans",
    )
    other.close()


def test_what_is_ticked_in_one_tab_is_seen_in_the_other(page):
    other = page.context.new_page()
    other.goto(page.url)
    page.check("[id='225-talked']")
    other.wait_for_selector("[id='225-talked']:checked")
    other.close()


@pytest.mark.parametrize(
    "broken",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})",
        "Storage.prototype.setItem = () => { throw new DOMException('full') }",
    ],
)
def test_a_browser_that_keeps_nothing_is_told_of_and_the_debrief_is_saved_all_the_same(page, broken):
    assert not page.is_visible("#unkept")
    page.add_init_script(broken)
    page.reload()
    page.check("[id='225-talked']")
    page.check("[id='33C-talked']")
    assert page.inner_text("#unkept").startswith("This browser keeps nothing.")
    page.click("[data-tab=tonight]")
    assert [entry["id"] for entry in json.loads(download(page, "#export"))["entries"]] == ["225", "33C"]


@pytest.mark.parametrize("kept", ["null", "[]", '{"people": null, "added": 0}', "{"])
def test_what_was_kept_damaged_does_not_stop_the_page(page, kept):
    page.evaluate("(kept) => localStorage.setItem('meetwell:1:fair', kept)", kept)
    page.reload()
    page.check("[id='225-talked']")
    page.reload()
    assert page.is_checked("[id='225-talked']")


def test_a_promise_with_a_date_of_its_own_stands_under_that_day_in_words(page):
    page.check("[id='225-talked']")
    open_notes(page, "225")
    page.fill("[id='225-i_promised']", "send the article")
    page.fill("[id='225-by']", "2026-11-30")
    page.click("[data-tab=tonight]")
    assert "By Mon 30 Nov" in page.inner_text("#steps").splitlines()


def test_a_long_note_is_kept_whole_and_told_briefly(page):
    page.check("[id='225-talked']")
    open_notes(page, "225")
    page.fill("[id='225-cares_about']", "small loans " * 400)
    page.click("[data-tab=tonight]")
    assert len(page.inner_text("#steps").splitlines()[1]) < 200
    assert len(json.loads(download(page, "#export"))["entries"][0]["cares_about"]) == 4800


def test_at_four_times_the_size_no_word_is_broken_and_nothing_is_beside_the_page(page):
    page.set_viewport_size({"width": 180, "height": 370})
    lines = page.eval_on_selector_all("nav button", "all => all.map((one) => one.innerText.includes('\\n'))")
    heights = page.eval_on_selector_all("nav button", "all => all.map((one) => one.offsetHeight)")
    assert (any(lines), len(set(heights)), page.evaluate("document.documentElement.scrollWidth")) == (
        False,
        1,
        180,
    )


def test_consent_is_asked_handed_over_and_honoured_tonight(page):
    page.check("[id='225-talked']")
    open_notes(page, "225")
    page.fill("[id='225-i_promised']", "send the log")
    page.select_option("[id='225-may_contact']", "no")
    page.select_option("[id='225-may_keep']", "yes")
    page.click("[data-tab=tonight]")
    (entry,) = json.loads(download(page, "#export"))["entries"]
    tonight = page.inner_text("#steps")
    assert (entry["may_contact"], entry["may_keep"]) == ("no", "yes")
    assert ("send the log" in tonight, "Thank " in tonight, "what came of it" in tonight) == (
        True,
        False,
        False,
    )


def test_two_people_of_one_name_are_told_apart_tonight(page):
    for organization in ("Cedar Trust", "Elm Bank"):
        page.fill("#add-name", "Ana Ruiz")
        page.fill("#add-org", organization)
        page.click("#add button")
    page.click("[data-tab=tonight]")
    tonight = page.inner_text("#steps")
    assert ("Thank Ana Ruiz (Cedar Trust)" in tonight, "Thank Ana Ruiz (Elm Bank)" in tonight) == (True, True)
