from __future__ import annotations

import datetime as dt

import pytest

from pipeline.workdays import WorkDays, country_of_zone


@pytest.mark.parametrize("day", [dt.date(2026, 12, 25), dt.date(2027, 1, 1), dt.date(2028, 5, 1)])
def test_the_commonest_holidays_are_free_where_no_country_is_known(day):
    assert not WorkDays(None).is_working(day)
    assert WorkDays(None, zone="UTC").next(day).weekday() < 5
    assert WorkDays(None).next(day) > day


def test_a_country_that_works_on_them_does_so():
    assert WorkDays("JP").is_working(dt.date(2026, 12, 25))


def test_without_a_country_that_of_the_zone_counts():
    thanksgiving = dt.date(2026, 11, 26)
    assert not WorkDays(None, zone="America/New_York").is_working(thanksgiving)
    assert WorkDays("DE", zone="America/New_York").is_working(thanksgiving)


@pytest.mark.parametrize(
    ("zone", "country"), [("Europe/Berlin", "DE"), ("UTC", None), (None, None), ("Mars/Base", None)]
)
def test_a_zone_names_its_country(zone, country):
    assert country_of_zone(zone) == country


def test_the_days_free_nearly_everywhere_are_those_of_two_thirds_of_all_countries():
    from collections import Counter

    from holidays import country_holidays
    from holidays.registry import COUNTRIES

    codes = [codes[0] for _, *codes in COUNTRIES.values()]
    borne = Counter(day for code in codes for day in set(country_holidays(code, years=2027)))
    common = [day for day, count in borne.items() if 3 * count >= 2 * len(codes)]
    days = WorkDays(None)
    free = [dt.date(2027, 1, 1) + dt.timedelta(days=number) for number in range(365)]
    assert sorted(common) == [day for day in free if days.holiday(day)]
