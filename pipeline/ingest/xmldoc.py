"""XML behind a guard: no document type, and no deeper than any honest export."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pipeline.errors import InputError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DEEPEST = 100


def shallow_root(data: bytes, name: str) -> Element:
    """Return the outermost element.

    Raises ``InputError`` when it declares entities or is nested too deeply, ``ParseError`` when damaged.
    """
    from xml.etree import ElementTree as ET

    if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        raise InputError("this XML declares entities", where=name, do="Export it again.")
    root: Element | None = None
    depth = 0
    for happened, element in ET.iterparse(io.BytesIO(data), ("start", "end")):  # noqa: S314 - no entities
        root = element if root is None else root
        depth += 1 if happened == "start" else -1
        if depth > _DEEPEST:
            raise InputError(
                f"the XML is nested more than {_DEEPEST} deep, which is the limit",
                where=name,
                do="Export it again.",
            )
    if root is None:
        raise ET.ParseError("no element found")
    return root
