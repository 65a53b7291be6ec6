"""The columns side by side: one name, one e-mail, one booth; decoys lose against the better column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest.column_profile import is_nameless
from pipeline.ingest.rivals import Guess, Scores, one_each
from pipeline.ingest.rivals import best as _best
from pipeline.ingest.unnamed import told_by_values
from pipeline.ingest.values import words
from pipeline.ingest.vocabulary import plain

if TYPE_CHECKING:
    from pipeline.ingest.column_profile import ColumnProfile

_FEW = 3  # names below which nothing is told from what they are not
_EMPLOYER_FIELDS = frozenset({"booth", "majors", "positions", "industry", "offers", "website", "levels"})
_PERSON_FIELDS = frozenset({"given_name", "family_name", "title", "connected_on", "twitter"})


def settle(profiles: list[ColumnProfile], scores: dict[str, Scores], *, headed: bool) -> dict[str, Guess]:
    """Return the answer per column, after what the columns say about each other."""
    by_name = {item.name: item for item in profiles}
    if headed:
        told_by_values(profiles, scores)
        _pair_of_singles([item for item in profiles if is_nameless(item.name)], profiles, scores)
    _split_names(by_name, scores)
    _name_or_organization(by_name, scores)
    _title_or_role(by_name, scores)
    _categories(by_name, scores)
    _titles_of_talks_and_jobs(by_name, scores)
    repeated = _always_the_same(profiles, scores)
    if not headed:
        _unheaded(profiles, scores)
    chosen = one_each(by_name, scores, headed=headed)
    return chosen | {
        name: Guess(None, 0.8, lost=field) for name, field in repeated.items() if chosen[name].field is None
    }


def _has(scores: dict[str, Scores], field: str, but: str = "", least: float = 0.6) -> bool:
    return any(
        options.get(field, 0.0) >= least and _best(options)[0] == field
        for name, options in scores.items()
        if name != but
    )


def _split_names(by_name: dict[str, ColumnProfile], scores: dict[str, Scores]) -> None:
    """Make "Name, Vorname" family and given name, and a lone "Nom" a full name."""
    given = _has(scores, "given_name")
    family = _has(scores, "family_name")
    for name, options in scores.items():
        column = by_name[name]
        single = column.filled and column.of("person") < 0.5 <= column.of("single")
        if "name" in options and single and given != family:
            options["family_name" if given else "given_name"] = options.pop("name")
    for name, options in scores.items():
        column = by_name[name]
        field = _best(options)[0]
        others = (_best(other)[0] for key, other in scores.items() if key != name)
        if (
            field in ("family_name", "given_name")
            and column.filled
            and column.of("person") >= 0.7
            and not {"family_name", "given_name"} & set(others)
        ):
            options["name"] = options.pop(field)


def _name_or_organization(by_name: dict[str, ColumnProfile], scores: dict[str, Scores]) -> None:
    """Turn "name" into organisation where the values, or the columns beside it, are those of exhibitors."""
    fields = {_best(options)[0] for options in scores.values()}
    persons = bool(fields & _PERSON_FIELDS)
    employer = len(fields & _EMPLOYER_FIELDS) >= 1 and not persons
    people = any(
        _best(options)[0] == "name" and by_name[name].of("given") >= 0.5 for name, options in scores.items()
    )
    for name, options in scores.items():
        if _best(options)[0] not in ("name", "title") or _has(scores, "organization", but=name):
            continue
        column = by_name[name]
        person, firm = column.of("person"), column.of("organization")
        if _best(options)[0] == "title":
            if firm >= 0.6 and column.of("title") < 0.2:
                options["organization"] = options.pop("title") * 0.85
            continue
        nobody = column.filled >= _FEW and column.of("given") < 0.1 and firm >= 0.2
        if people and nobody and person < 0.6:
            options["organization"] = max(options.pop("name"), 0.7)
            continue
        if not column.filled or (persons and not (people and firm >= 0.5 > person)):
            continue
        if "booth" in fields and not persons and column.filled >= _FEW and column.of("given") < 0.1:
            options["organization"] = max(options.pop("name"), 0.7)
        elif (firm >= 0.3 and person < 0.5) or (employer and person < 0.6 and (firm >= 0.1 or person < 0.35)):
            options["organization"] = max(options.pop("name"), 0.7 if employer or firm >= 0.3 else 0.55)


def _title_or_role(by_name: dict[str, ColumnProfile], scores: dict[str, Scores]) -> None:
    """Tell work titles from roles at the event, kinds of position and levels, by their values."""
    for name, options in scores.items():
        column = by_name[name]
        of = column.of
        if not column.filled:
            continue
        if "role" in options:
            sure = options["role"]
            if of("position") >= 0.5 and of("role") < 0.5:
                options["positions"] = max(options.get("positions", 0.0), 0.85)
                options["role"] = 0.3
            elif (
                of("title") >= 0.4
                and of("title") > of("role")
                and not _has(scores, "title", but=name, least=0.8)
            ):
                options["title"] = max(options.get("title", 0.0), 0.85)
                options["role"] = min(sure, 0.4)
        if (
            "title" in options
            and of("role") >= 0.6
            and of("title") < 0.4
            and not _has(scores, "role", but=name)
        ):
            options["role"] = max(options.get("role", 0.0), 0.75)
            options["title"] = min(options["title"], 0.5)
        if _best(options)[0] == "seeks" and of("position") >= 0.85:
            options["positions"] = max(options.get("positions", 0.0), options["seeks"])
            options["seeks"] = 0.5
        if "levels" in options and of("position") >= 0.5 > of("level"):
            options["positions"] = 0.7


def _unheaded(profiles: list[ColumnProfile], scores: dict[str, Scores]) -> None:
    """Without header words, let the column beside the known ones be what lists of that shape have there."""
    fields = {_best(options)[0] for options in scores.values()}
    if "name" in fields and "organization" not in fields:
        for item in profiles:
            options = scores[item.name]
            if (
                _best(options)[0] is None
                and item.of("organization") >= 0.2
                and item.of("text", "code") >= 0.5
            ):
                options["organization"] = 0.62
                return
    if _pair_of_singles(profiles, profiles, scores):
        return
    if "name" not in fields and "organization" not in fields and profiles:
        first = profiles[0]
        if fields & _EMPLOYER_FIELDS and first.distinct >= 0.8 and first.of("text") >= 0.6:
            scores[first.name]["organization"] = 0.62


def _pair_of_singles(
    asked: list[ColumnProfile], profiles: list[ColumnProfile], scores: dict[str, Scores]
) -> bool:
    """Make two neighbours of single words given and family name, where nothing else is a name."""
    fields = {_best(options)[0] for options in scores.values()}
    singles = [item for item in asked if item.of("single") >= 0.8 and _best(scores[item.name])[0] is None]
    if fields & {"name", "given_name", "family_name"} or len(singles) != 2:
        return False
    first, second = singles
    if profiles.index(second) != profiles.index(first) + 1:
        return False
    scores[first.name]["given_name"] = scores[second.name]["family_name"] = 0.62
    return True


def _categories(by_name: dict[str, ColumnProfile], scores: dict[str, Scores]) -> None:
    """Let the categories of a person be interests; of an exhibitor they are industries."""
    persons = any(_best(options)[0] in ("given_name", "family_name") for options in scores.values())
    for name, options in scores.items():
        if persons and "industry" in options and "categor" in by_name[name].name.casefold():
            options["interests"] = options.pop("industry")


def _always_the_same(profiles: list[ColumnProfile], scores: dict[str, Scores]) -> dict[str, str]:
    """Leave out names and e-mails that come again and again: staff who scanned, not the people scanned.

    Return what each column that was left out would have been.
    """
    found = {}
    for fields, rivals in ((("name",), ("given_name", "family_name")), (("email",), ("email",))):
        most = max((item.values for item in profiles if _best(scores[item.name])[0] in rivals), default=0)
        for item in profiles:
            repeated = item.filled >= _FEW and item.distinct <= 0.5 and item.values * 3 <= most
            if repeated and _best(scores[item.name])[0] in fields:
                scores[item.name] = {None: 0.8}
                found[item.name] = fields[0]
    return found


def _titles_of_talks_and_jobs(by_name: dict[str, ColumnProfile], scores: dict[str, Scores]) -> None:
    """Tell the title of a talk, and the jobs an employer offers, from the work title of a person."""
    talks = len(words("talk_headers") & {plain(name) for name in scores}) >= 2
    fields = {_best(options)[0] for options in scores.values()}
    employers = "organization" in fields and not fields & {"name", "given_name", "family_name"}
    for name, options in scores.items():
        if "title" not in options:
            continue
        column = by_name[name]
        sentences = column.length >= 26 and column.of("title") < 0.25
        if plain(name) in words("bare_titles") and ((talks and column.of("title") < 0.4) or sentences):
            options["title"] = 0.3
            options[None] = 0.8
        elif employers and by_name[name].filled:
            options["positions"] = max(options.get("positions", 0.0), options.pop("title"))
