"""Small SVG drawings as text, escaped, and as a picture for the paper."""

from __future__ import annotations

import base64
from xml.sax.saxutils import escape, quoteattr

from pipeline.report.view import Picture

#: The faces of the paper first; drawings must not look foreign on it.
_FACES = "Source Sans 3, Noto Sans, DejaVu Sans, sans-serif"


def tag(name: str, content: str = "", **attributes: object) -> str:
    """Return one element; underscores in attribute names become hyphens, numbers get two decimals at most."""
    written = "".join(
        f" {key.replace('_', '-')}={quoteattr(_plain(value))}" for key, value in attributes.items()
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def _plain(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def label(text: str, x: float, y: float, *, size: float, anchor: str = "middle", fill: str = "black") -> str:
    """Return a line of text; ``y`` is its baseline."""
    return tag("text", escape(text), x=x, y=y, font_size=size, text_anchor=anchor, fill=fill)


def box(
    x: float, y: float, width: float, height: float, *, fill: str, line: float = 0.25, edge: str = "black"
) -> str:
    """Return a rectangle with an edge."""
    wide = max(0.3, width)
    return tag("rect", x=x, y=y, width=wide, height=height, fill=fill, stroke=edge, stroke_width=line)


def picture(parts: list[str], width: float, height: float, alt: str) -> Picture:
    """Return a drawing of this size (millimetres) as a data address, with the words that say the same."""
    hatch = tag("path", d="M0,2 L2,0", stroke="black", stroke_width=0.25)
    pattern = tag("pattern", hatch, id="busy", width=2, height=2, patternUnits="userSpaceOnUse")
    body = tag("defs", pattern) + tag("title", escape(alt)) + "".join(parts)
    drawing = tag(
        "svg",
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        width=f"{_plain(width)}mm",
        height=f"{_plain(height)}mm",
        font_family=_FACES,
    )
    return Picture("data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode(), alt)
