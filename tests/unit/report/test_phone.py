"""The phone page is one small file that can only run its own script."""

import re
from dataclasses import replace
from html import unescape

import pytest

from pipeline.report.page import page_of
from pipeline.report.phone import phone_page, phone_view


def test_forty_targets_take_at_most_400_kb(many, words):
    assert len(phone_page(many, words=words).encode()) <= 400_000


def test_the_page_names_no_address_to_load_anything_from(many, words):
    html = phone_page(many, words=words)
    assert re.findall(r"(?:src|href)=", html) == []
    assert "default-src 'none'" in unescape(html)


def test_planned_targets_come_first_in_the_order_of_the_day(fair, words):
    targets = phone_view(fair, words=words).targets
    assert [target.planned for target in targets] == [True] * 18 + [False] * 7
    assert [target.name for target in targets][:2] == ["Maple Bank", "Harbour Trust"]


def test_the_nearest_by_the_floor_plan_come_first_in_a_queue(fair, words):
    event = replace(fair.event, floor={"A7": (0.0, 0.0), "B10": (9.0, 0.0), "C13": (1.0, 0.0)})
    first = phone_view(replace(fair, event=event), words=words).targets[0]
    assert first.near == ("44K", "33C")


@pytest.mark.parametrize("payload", ["</script>", "<!--", "\u2028"])
def test_no_text_ends_the_data_block(fair, words, payload):
    profile = replace(fair.profile, goal=f"x {payload} y")
    html = phone_page(replace(fair, profile=profile), words=words)
    block = html.split('id="data">')[1].split("</script>")[0]
    assert payload not in block
    assert '"targets"' in block


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("fair", ("Booth", "Also here, if a queue is long", "Search name, booth or ID", "Queue too long")),
        (
            "conference",
            ("Where", "Also here, if somebody is busy", "Search name, room or ID", "Busy? Somebody else"),
        ),
        ("meetup", ("Where", "Also here, if somebody is busy", "Search name or ID", "Busy? Somebody else")),
    ],
)
def test_page_and_paper_speak_of_booths_and_queues_at_a_fair_only(fair, words, kind, told):
    inputs = replace(fair, event=replace(fair.event, kind=kind))
    paper, phone = page_of(inputs, words, "paper.title").label, phone_view(inputs, words=words).label
    assert (paper["booth"], paper["more"], phone["search"], phone["queue"]) == told
