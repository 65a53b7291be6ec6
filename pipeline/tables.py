"""The data model: one schema per boundary between stages, and nothing else.

Every frame that crosses a boundary passes its schema (``frames.validated``). All times are
UTC; days are dates. A null says "unknown", never "no". An empty list says that the source named nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import dataframely as dy

from pipeline.columns import evidence as _evidence
from pipeline.columns import messages as _messages
from pipeline.columns import moment as _moment
from pipeline.columns import one_of as _one_of
from pipeline.columns import params as _params
from pipeline.columns import text as _text
from pipeline.columns import texts as _texts
from pipeline.frames import frame_of, validated

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

#: The article's sources of right people, in the order the paper names them.
TIE_SOURCES = (
    "field",
    "classmate",
    "professor",
    "industry_body",
    "volunteering",
    "internship",
    "colleague",
    "friend_or_family",
)
#: Kinds of word the user can say about a person; each beats every score. ``tie`` and ``no_tie`` name in
#: their text one of TIE_SOURCES.
WISHES = ("pick", "pass", "agree", "note", "tie", "no_tie")


class _Who(dy.Schema):
    """What is known of one person or organisation; shared by Records and People."""

    kind = _one_of(("person", "organization"))
    name = _text(description="as printed; of an organisation its own name")
    given_name = _text()
    family_name = _text()
    emails = _texts()
    phones = _texts()
    organization = _text(description="employer or affiliation; of an organisation its own name")
    title = _text(description="the person's work title")
    role = _text(description="role at this event: speaker, recruiter, organiser, attendee")
    booth = _text()
    industry = _text()
    interests = _texts()
    offers = _texts()
    seeks = _texts()
    majors = _texts()
    minors = _texts()
    positions = _texts()
    levels = _texts()
    gpa = _text()
    graduation_date = _text()
    work_authorization = _one_of(("yes", "no", "unknown"))
    school = _text()
    website = _text()
    linkedin = _text(description="address of the profile, or its slug")
    twitter = _text()
    bio = _text()
    location = _text()
    notes = _text()


class Records(_Who):
    """One person or organisation as one file states it."""

    record_id = dy.String(
        primary_key=True,
        description="stable for the same source and natural key, so that a list read anew updates itself",
    )
    event = _text(description="slug; null for the user's own network")
    source_sha = dy.String(nullable=False)
    source_file = dy.String(nullable=False)
    source_row = dy.Int64(nullable=False, description="1-based physical line or sheet row")
    source_kind = _one_of(("attendees", "network", "calendar", "debrief", "user"))
    source_date = dy.Date(nullable=True, description="when the source was made, where it says so")
    status = _one_of(("active", "cancelled", "waitlisted", "no_show", "placeholder"))
    connected_on = dy.Date(nullable=True)
    read_from = dy.List(
        dy.Struct(
            {at: dy.String(nullable=at == "value") for at in ("field", "column", "value")}, nullable=False
        ),
        nullable=False,
        description="which column of the source each field was read from; with a value, that one of several",
    )
    extra = _params()


class Sessions(dy.Schema):
    """One occurrence in a calendar."""

    session_id = dy.String(primary_key=True)
    event = _text(description="slug; null for the user's own calendar")
    source_sha = dy.String(nullable=False)
    source_file = dy.String(nullable=False)
    source_row = dy.Int64(nullable=True, description="1-based line of the BEGIN:VEVENT")
    uid = _text()
    owner = _one_of(("event", "mine"))
    title = _text()
    start_utc = _moment(nullable=False)
    end_utc = _moment(nullable=False)
    all_day = dy.Bool(nullable=False)
    tz = _text(description="IANA name the entry was written in")
    place = _text()
    speakers = _texts("names as the agenda states them")
    description = _text()
    busy = _one_of(("busy", "soft", "free"))


class Touches(dy.Schema):
    """One dated trace of contact from an export."""

    touch_id = dy.String(primary_key=True)
    source_sha = dy.String(nullable=False)
    source_file = dy.String(nullable=False)
    source_row = dy.Int64(nullable=True)
    record_id = dy.String(nullable=False)
    at = _moment(nullable=False)
    kind = _one_of(("message", "invitation", "connection", "attended"))
    direction = _one_of(("out", "in", "both"))
    thread = _text()


class Rejects(dy.Schema):
    """One thing that was not read, or was repaired, or that the user should know."""

    source_sha = dy.String(nullable=False)
    source_file = dy.String(nullable=False)
    event = _text()
    row = dy.Int64(nullable=True)
    column = _text()
    severity = _one_of(("rejected", "repaired", "notice"))
    code = dy.String(nullable=False)
    message = dy.String(nullable=False)
    raw = _text()


class People(_Who):
    """One person or organisation, after linking: the best value per field with its origin."""

    person_id = dy.String(primary_key=True)
    record_ids = _texts()
    events = _texts("slugs of the events whose lists name this person")
    organization_id = _text(description="person_id of the organisation's own row, where there is one")
    origins = _evidence()
    conflicts = _evidence()
    tie_sources = dy.List(_one_of(TIE_SOURCES), nullable=False)
    stage = dy.Int8(nullable=False, min=0, max=5)
    strength = dy.Float64(nullable=False, min=0.0, max=1.0)
    last_two_way = _moment()
    known = dy.Bool(nullable=False, description="in the user's own network, or met before")
    how_met = _text()
    connected_on = dy.Date(nullable=True)


class Appearances(dy.Schema):
    """A person in a session."""

    session_id = dy.String(primary_key=True)
    person_id = dy.String(primary_key=True)
    role = _one_of(("speaker", "organizer", "attendee"))
    evidence = dy.String(nullable=False)
    confidence = dy.Float64(nullable=False, min=0.0, max=1.0)


class Reviews(dy.Schema):
    """A pair of records that nobody should merge silently."""

    a = dy.String(primary_key=True)
    b = dy.String(primary_key=True)
    evidence = _texts()
    score = dy.Float64(nullable=False)


class Identity(dy.Schema):
    """Which person each record belongs to: what link is given and what it returns, oldest first."""

    record_id = dy.String(primary_key=True)
    person_id = dy.String(nullable=False)


class Matches(dy.Schema):
    """The user against one target, with every reason traced."""

    event = dy.String(primary_key=True)
    user_id = dy.String(primary_key=True)
    person_id = dy.String(primary_key=True)
    signals = dy.List(
        dy.Struct(
            {
                "name": dy.String(nullable=False),
                "value": dy.Float64(nullable=True),
                "weight": dy.Float64(nullable=False),
            },
            nullable=False,
        ),
        nullable=False,
        description="value null: the signal had nothing to go by",
    )
    you_to_them = dy.Float64(nullable=False)
    them_to_you = dy.Float64(nullable=False)
    fit = dy.Float64(nullable=False)
    rank = dy.Int64(nullable=True, description="1 is best; null when set aside")
    tier = _one_of(("A", "B", "C", "set_aside"))
    field_fit = _one_of(("same", "adjacent", "other", "unknown"))
    reasons = _messages()
    common_ground = _messages()
    give = _messages()
    questions = _messages()
    unknowns = _texts("fields that nothing states")
    eligibility = _messages()
    set_aside_because = _messages()
    confidence = dy.Float64(nullable=False, min=0.0, max=1.0)


class Coverage(dy.Schema):
    """One of the article's sources of right people: who stands for it, or the cheapest next step."""

    event = dy.String(primary_key=True)
    user_id = dy.String(primary_key=True)
    tie_source = _one_of(TIE_SOURCES, primary_key=True)
    here = _texts("person_ids at the event, best first")
    known = _texts("person_ids the user knows, whether at the event or not")
    next_step = _messages()


class Plan(dy.Schema):
    """One entry of the day, or a dropped one with its reason."""

    event = dy.String(primary_key=True)
    user_id = dy.String(primary_key=True)
    entry_id = dy.String(primary_key=True)
    kind = _one_of(("meeting", "talk", "class", "break", "notes"))
    person_id = _text()
    session_id = _text()
    must = dy.Bool(nullable=False, description="a must-meet of page 1")
    agreed = dy.Bool(nullable=False, description="minutes are printed only where this is true, and for talks")
    order = dy.Int64(nullable=True)
    by_about = _moment()
    start = _moment()
    end = _moment()
    place = _text()
    dropped_because = _messages()


class Wishes(dy.Schema):
    """The user's word about a person: kept in state, never overwritten by an import."""

    event = _text()
    person_id = dy.String(nullable=False)
    kind = _one_of(WISHES)
    text = _text()
    source_url = _text()
    start = _moment()
    said_at = _moment(nullable=False)


class Issued(dy.Schema):
    """A printed ID: fixed for person and event, so that yesterday's paper still debriefs."""

    event = dy.String(primary_key=True)
    short_id = dy.String(primary_key=True)
    person_id = dy.String(nullable=False)
    issued_at = _moment(nullable=False)


class Interactions(dy.Schema):
    """Something that happened between the user and a person."""

    interaction_id = dy.String(primary_key=True)
    event = _text()
    person_id = dy.String(nullable=False)
    at = _moment(nullable=False)
    kind = _one_of(
        ("talked", "message", "meeting", "scan", "card", "connection", "gave", "received", "not_met")
    )
    direction = _one_of(("out", "in", "both"))
    detail = _text(description="what they care about, in the user's words")
    channel = _text()
    sorting = _one_of(("pursue", "thanks", "let_go"), nullable=True)
    may_contact = _one_of(("yes", "no", "unknown"))
    may_keep = _one_of(("yes", "no", "unknown"))
    source = dy.String(nullable=False, description="form and line it was read from")


class Promises(dy.Schema):
    """Something one side said it would do."""

    promise_id = dy.String(primary_key=True)
    event = _text()
    person_id = dy.String(nullable=False)
    owner = _one_of(("mine", "theirs"))
    text = dy.String(nullable=False)
    made_at = _moment(nullable=False)
    due = dy.Date(nullable=True)
    due_said = dy.Bool(nullable=False, description="the user named the date")
    state = _one_of(("open", "kept", "late_kept", "dropped"))
    closed_at = _moment()
    source = dy.String(nullable=False)


class Followups(dy.Schema):
    """One dated step."""

    followup_id = dy.String(primary_key=True)
    event = _text()
    person_id = _text()
    promise_id = _text()
    step = dy.String(nullable=False, description="key into config/cadence.toml")
    due = dy.Date(nullable=False)
    start = _moment(description="a free slot in the user's calendar, where one was found")
    end = _moment()
    basis = _one_of(("study", "convention", "article", "you_said"))
    why = _messages()
    state = _one_of(("open", "done", "skipped", "snoozed"))
    warnings = _messages()


class Applications(dy.Schema):
    """An application with an organisation."""

    application_id = dy.String(primary_key=True)
    person_id = dy.String(nullable=False)
    event = _text()
    state = _one_of(("planned", "applied", "interview", "offer", "no"))
    requisition = _text()
    deadline = dy.Date(nullable=True)
    url = _text()
    changed_at = _moment(nullable=False)


def as_table(schema: type[dy.Schema], rows: Sequence[dict[str, object]]) -> pl.DataFrame:
    """Return rows as a frame of this schema; columns a row does not name are null, lists empty.

    Raises ``dataframely.ValidationError`` when a row breaks the schema.
    """
    types = schema.create_empty().schema
    return validated(schema, frame_of(types, rows))
