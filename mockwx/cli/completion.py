"""What the shell completes: scenarios, apis and errcodes."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from mockwx.cli.language import language_of


def scenarios(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Ready ones, and the folders and YAML files where the word leads to."""
    return [*ready(_, __, incomplete), *map(CompletionItem, _files(incomplete))]


def ready(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from mockwx.scenario import compiled, ready_scenarios

    names = [name for name in ready_scenarios.builtin_names() if name.startswith(incomplete)]
    language = language_of(os.environ)
    return [CompletionItem(name, help=about.told(language)) for name, about in compiled.described(names)]


def apis(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from mockwx.products.endpoint_lookup import ENDPOINTS

    endpoints = [endpoint for endpoint in ENDPOINTS if endpoint.api.startswith(incomplete)]
    return [CompletionItem(endpoint.api, help=endpoint.path) for endpoint in endpoints]


def errcodes(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Numbers, and names once a letter is there."""
    from mockwx.core.errcodes import ALL

    if incomplete[:1].isalpha():
        return [CompletionItem(row.name, help=f"{row.code} {row.zh}") for row in ALL if row.name.startswith(incomplete)]
    rows = [row for row in ALL if str(row.code).startswith(incomplete)]
    return [CompletionItem(str(row.code), help=f"{row.name} {row.zh}") for row in rows]


def _files(incomplete: str) -> list[str]:
    folder, _, begun = incomplete.rpartition("/")
    at = Path(folder or ("/" if incomplete.startswith("/") else "."))
    prefix = incomplete[: len(incomplete) - len(begun)]
    try:
        there = sorted(path for path in at.iterdir() if path.name.startswith(begun))
    except OSError:
        return []
    return [
        f"{prefix}{path.name}" + ("/" if path.is_dir() else "")
        for path in there
        if (path.is_dir() and not path.name.startswith(".")) or path.suffix in (".yaml", ".yml")
    ]
