"""Matches and calendars -> the day; what happened -> the dated follow-up plan."""

from __future__ import annotations

from pipeline.plan.day import plan

__all__ = ["plan"]
