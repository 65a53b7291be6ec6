"""Every importer keeps to the seam, and the kit that says so notices each way of breaking it."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.ingest import Claim
from pipeline.ingest.formats.ticketing import LUMA
from pipeline.ingest.registry import importers
from pipeline.ingest.testkit import built_in_samples, check, samples

GENERAL = ("csv", "xlsx", "json", "html")


@pytest.mark.parametrize("importer", importers(), ids=lambda item: item.name)
def test_each_importer_knows_its_own_samples_and_no_other(importer):
    check(importer, samples(importer.name), sure=importer.name not in GENERAL)


def test_every_sample_belongs_to_an_importer():
    assert {owner for owner, _ in built_in_samples()} == {item.name for item in importers()}


@dataclass(frozen=True)
class Odd:
    """Luma's importer with one thing changed."""

    says: Claim | None = None
    claim_fails: bool = False
    read_fails: type[Exception] | None = None
    forgets: bool = False
    name: str = "luma"
    title: str = "Odd one"

    def claim(self, probe):
        """Answer as told."""
        if self.claim_fails and probe.size == 0:
            raise IndexError
        return self.says if self.says is not None else LUMA.claim(probe)

    def read(self, source, probe, settings):
        """Fail or forget as told."""
        if self.read_fails and probe.size == 0:
            raise self.read_fails("odd")
        found = LUMA.read(source, probe, settings)
        return replace(found, records=found.records.drop("name")) if self.forgets else found


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (Odd(says=Claim.YES), "says YES to attendees.json|says YES to tickets.csv"),
        (Odd(says=Claim.NO), "says NO to its own guests.csv"),
        (Odd(says=Claim.MAYBE), "says MAYBE to its own guests.csv"),
        (Odd(name="twin"), "also claimed by luma"),
        (Odd(name=""), "needs a name"),
        (Odd(claim_fails=True), "claim raises IndexError"),
        (Odd(read_fails=KeyError), "read raises KeyError"),
        (Odd(forgets=True), "no valid Records"),
    ],
)
def test_what_breaks_the_seam_is_named(odd, reason):
    with pytest.raises(AssertionError, match=reason):
        check(odd, samples("luma"))


def test_a_refusal_with_our_error_is_fine():
    check(Odd(read_fails=InputError), samples("luma"))


def test_no_sample_is_no_check():
    with pytest.raises(AssertionError, match="at least one sample"):
        check(LUMA, [])


def test_a_format_of_nobody_has_no_samples():
    assert samples("floppy") == []
    assert all(isinstance(path, Path) for path in samples("schedule"))
