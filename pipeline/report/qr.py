"""QR codes as pictures."""

from __future__ import annotations

from pipeline.report.view import Picture


def qr_picture(url: str, alt: str) -> Picture:
    """Return the address as a QR code with the standard's quiet zone: a PNG in a data address."""
    import segno

    code = segno.make(url, error="m", micro=False)
    return Picture(code.png_data_uri(scale=8, border=4), alt)
