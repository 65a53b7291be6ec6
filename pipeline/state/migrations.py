"""The layout of ``state.db``: one migration per version, each run in a transaction of its own.

Lists and messages are stored as JSON text; times as ISO 8601 in UTC, days as ISO dates.
"""

from __future__ import annotations

#: ``MIGRATIONS[n]`` brings version n to version n + 1. Never edit one that was released: add the next.
MIGRATIONS: tuple[str, ...] = (
    """
    CREATE TABLE ingests (
        name TEXT NOT NULL, event TEXT NOT NULL DEFAULT '', sha256 TEXT NOT NULL, owner TEXT NOT NULL,
        options TEXT NOT NULL, format TEXT NOT NULL, rows_read INTEGER NOT NULL, kept INTEGER NOT NULL,
        repaired INTEGER NOT NULL, rejected INTEGER NOT NULL, parser TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (name, event)
    ) STRICT;
    CREATE TABLE mappings (signature TEXT PRIMARY KEY, mapping TEXT NOT NULL, at TEXT NOT NULL) STRICT;
    CREATE TABLE identity (
        age INTEGER PRIMARY KEY AUTOINCREMENT, record_id TEXT NOT NULL UNIQUE, person_id TEXT NOT NULL
    ) STRICT;
    CREATE TABLE aliases (old_id TEXT PRIMARY KEY, person_id TEXT NOT NULL) STRICT;
    CREATE TABLE verdicts (
        a_record TEXT NOT NULL, b_record TEXT NOT NULL, verdict TEXT NOT NULL, said_at TEXT NOT NULL,
        PRIMARY KEY (a_record, b_record)
    ) STRICT;
    CREATE TABLE wishes (
        event TEXT, person_id TEXT NOT NULL, kind TEXT NOT NULL, text TEXT,
        source_url TEXT, start TEXT, said_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE issued (
        event TEXT NOT NULL, short_id TEXT NOT NULL, person_id TEXT NOT NULL, issued_at TEXT NOT NULL,
        PRIMARY KEY (event, short_id)
    ) STRICT;
    CREATE TABLE interactions (
        interaction_id TEXT PRIMARY KEY, event TEXT, person_id TEXT NOT NULL, at TEXT NOT NULL,
        kind TEXT NOT NULL, direction TEXT NOT NULL, detail TEXT, channel TEXT, sorting TEXT,
        may_contact TEXT NOT NULL, may_keep TEXT NOT NULL, source TEXT NOT NULL
    ) STRICT;
    CREATE TABLE promises (
        promise_id TEXT PRIMARY KEY, event TEXT, person_id TEXT NOT NULL, owner TEXT NOT NULL,
        text TEXT NOT NULL, made_at TEXT NOT NULL, due TEXT, due_said INTEGER NOT NULL, state TEXT NOT NULL,
        closed_at TEXT, source TEXT NOT NULL
    ) STRICT;
    CREATE TABLE followups (
        followup_id TEXT PRIMARY KEY, event TEXT, person_id TEXT, promise_id TEXT, step TEXT NOT NULL,
        due TEXT NOT NULL, start TEXT, "end" TEXT, basis TEXT NOT NULL, why TEXT NOT NULL,
        state TEXT NOT NULL, warnings TEXT NOT NULL
    ) STRICT;
    CREATE TABLE applications (
        application_id TEXT PRIMARY KEY, person_id TEXT NOT NULL, event TEXT, state TEXT NOT NULL,
        requisition TEXT, deadline TEXT, url TEXT, changed_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE met_records (record_id TEXT PRIMARY KEY, record TEXT NOT NULL) STRICT;
    CREATE TABLE calendar_items (
        uid TEXT PRIMARY KEY, calendar TEXT NOT NULL, item TEXT NOT NULL
    ) STRICT;
    CREATE TABLE prints (
        event TEXT NOT NULL, kind TEXT NOT NULL, printed_at TEXT NOT NULL, content TEXT NOT NULL
    ) STRICT;
    CREATE TABLE optouts (hash TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
    CREATE TABLE keys (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    """,
)
