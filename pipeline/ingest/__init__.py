"""Files to Records, Sessions, Touches and Rejects: any list that people really have."""

from __future__ import annotations

from pipeline.ingest.importer import Claim, Finding, Importer, Ingested, Inspection, Source

__all__ = ["Claim", "Finding", "Importer", "Ingested", "Inspection", "Source"]
