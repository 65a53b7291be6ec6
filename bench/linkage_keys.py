"""Which columns the peers of ``linkage.py`` find pairs by: equal in all columns of at least one key."""

from __future__ import annotations

#: One identifier, or half a name and the employer.
SURE = (
    ("email",),
    ("slug",),
    ("phone",),
    ("surname", "org"),
    ("first_name", "org"),
)
KEYS = (*SURE, ("first_name", "surname"))
