"""The tables of a workspace by name, with the schema that each is read and written by."""

from __future__ import annotations

from pipeline.tables import (
    Appearances,
    Coverage,
    Matches,
    People,
    Plan,
    Records,
    Rejects,
    Reviews,
    Sessions,
    Touches,
)

#: What the inputs say, row by row.
RAW = {"records": Records, "sessions": Sessions, "touches": Touches, "rejects": Rejects}
LINKED = {"people": People, "appearances": Appearances, "reviews": Reviews}
#: What is made anew from the raw tables, the state and the settings.
DERIVED = {**LINKED, "matches": Matches, "coverage": Coverage, "plan": Plan}
