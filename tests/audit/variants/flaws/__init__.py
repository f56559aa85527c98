"""The flaws, one file for each area of the catalogue."""

from __future__ import annotations

from importlib import import_module

AREAS = (
    "identity",
    "sessions",
    "secrets_out",
    "sealed_data",
    "answers_read",
    "resilience",
    "tokens",
    "accounts",
    "web_login",
    "sites_and_apps",
    "wecom",
    "pushes",
    "platforms",
)


def load() -> None:
    """Fills the table of variants."""
    for area in AREAS:
        import_module(f"flaws.{area}")
