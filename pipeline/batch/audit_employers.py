"""The audit from the employers' side: who is sent to whom, and what that asks of each booth and hour."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import polars as pl

from pipeline.batch.counts import gini, spread_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeAlias

    from pipeline.batch.job import Office

    #: Per student the targets of the day, each with the hour it is planned for.
    Targets: TypeAlias = Mapping[str, Mapping[str, str]]

UNSAID = "(no industry)"


def employers(office: Office, targets: Targets) -> dict[str, Any]:
    """Return how many students each employer is sent, to it or one of its people; small ones apart."""
    people = office.tables["people"].filter(pl.col("events").list.contains(office.event.slug))
    house = {
        person: (organization or person)
        for person, organization in people.select("person_id", "organization_id").iter_rows()
    }
    seen = Counter(dict.fromkeys(people.filter(pl.col("kind") == "organization")["person_id"], 0))
    for found in targets.values():
        seen.update({house[person] for person in found if house.get(person) in seen})
    staff = Counter(one for one in people["organization_id"].drop_nulls())
    small = [count for one, count in seen.items() if staff[one] <= 1]
    return {
        "employers": len(seen),
        "students_sent_to_each": spread_of(seen.values()),
        "nobody_sent": sum(not count for count in seen.values()),
        "gini": gini(list(seen.values())),
        "small_employers": len(small),
        "students_sent_to_each_small_one": spread_of(small),
    }


def industries(office: Office, targets: Targets) -> list[dict[str, Any]]:
    """Return how many employers of each industry are here, and how many students are sent to them."""
    people = office.tables["people"].filter(pl.col("events").list.contains(office.event.slug))
    houses = people.filter(pl.col("kind") == "organization").select("person_id", "industry")
    industry = dict(houses.iter_rows())
    staff = people.filter(pl.col("kind") == "person").select("person_id", "organization_id")
    of_house = dict(staff.iter_rows()) | {house: house for house in industry}
    here = Counter(name or UNSAID for name in industry.values())
    students: Counter[str] = Counter()
    for found in targets.values():
        houses_of_day = {of_house[person] for person in found if of_house.get(person) in industry}
        students.update({industry[house] or UNSAID for house in houses_of_day})
    return [
        {"industry": name, "employers": count, "students_sent": students[name]}
        for name, count in sorted(here.items(), key=lambda item: (-item[1], item[0]))
    ]


def demand(office: Office, targets: Targets) -> list[dict[str, Any]]:
    """Return how many students the plans send to each booth in each hour, the busiest hours first."""
    if not office.places.booths.is_file():
        return []
    staff = pl.read_parquet(office.places.booths).explode("people")
    booth = dict(staff.select("people", "booth").iter_rows())
    hours: Counter[tuple[str, str]] = Counter()
    for found in targets.values():
        hours.update({(booth.get(person, "-"), hour) for person, hour in found.items() if hour})
    ordered = sorted(hours.items(), key=lambda item: (-item[1], item[0]))
    return [{"booth": place, "hour": hour, "students": count} for (place, hour), count in ordered]


def booths(office: Office) -> list[dict[str, Any]]:
    """Return room, demand, load and waiting of every booth, the most wanted first."""
    if not office.places.booths.is_file():
        return []
    columns = ("booth", "name", "representatives", "room", "wanted", "given", "wait_wanted", "wait_given")
    frame = pl.read_parquet(office.places.booths).sort(["wanted", "booth"], descending=[True, False])
    return frame.select(columns).to_dicts()
