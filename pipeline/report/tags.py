"""What the tags of a PDF still lack when WeasyPrint has drawn it: scopes of headers and the tree of names."""

from __future__ import annotations

from typing import Any


def complete_tags(_document: object, pdf: Any) -> None:
    """Give each header cell its scope, and the structure the tree of names that its headers are found by."""
    objects: list[Any] = [item for item in pdf.objects if isinstance(item, dict)]
    elements = {item.number: item for item in objects if item.get("Type") == "/StructElem"}
    named = []
    for element in elements.values():
        if element["S"] == "/TH":
            row = _parent(element, elements)
            is_column = row is not None and (_parent(row, elements) or {}).get("S") == "/THead"
            element["A"]["Scope"] = "/Column" if is_column else "/Row"
        if "ID" in element:
            named.append((element["ID"], element))
    root = next((item for item in objects if "ParentTree" in item), None)
    if named and root is not None:
        root["IDTree"] = _tree(named)


def _parent(element: Any, elements: dict[int, Any]) -> Any:
    return elements.get(int(element["P"].split()[0]))


def _tree(named: list[tuple[Any, Any]]) -> Any:
    """Return names and elements in the order of the names as bytes, as a tree of one leaf."""
    ordered = sorted(named, key=lambda pair: pair[0].string)
    kind, array = type(ordered[0][1]), type(ordered[0][1]["K"])
    return kind({"Names": array([part for name, element in ordered for part in (name, element.reference)])})
