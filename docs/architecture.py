"""Writes the picture of the layers into docs/architecture.md, from the import contracts in pyproject.toml."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
BLOCK = re.compile(r"(?<=```mermaid\n).*?(?=```\n)", re.DOTALL)


def contract(kind: str) -> dict[str, Any]:
    """The first import contract of this type."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return next(each for each in contracts if each["type"] == kind)


def plate(room: str) -> str:
    """What the room says that it is: its docstring up to the first colon, comma or full stop."""
    folder = ROOT / "mockwx" / room
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    return re.split(r"[:,.;]", ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")[0]


def picture() -> str:
    layers = [[room.strip() for room in line.split("|")] for line in contract("layers")["layers"]]
    pure = {module.removeprefix("mockwx.") for module in contract("forbidden")["source_modules"]}
    lines = ["flowchart TB"]
    for number, rooms in enumerate(layers, start=1):
        lines.append(f'    subgraph floor{number}[" "]')
        for room in rooms:
            shape = ":::pure" if room in pure else ""
            lines.append(f'        {room.strip("_")}["<b>{room}</b><br>{plate(room)}"]{shape}')
        lines.append("    end")
    lines += [f"    floor{number} --> floor{number + 1}" for number in range(1, len(layers))]
    lines.append("    classDef pure fill:#e7f6ec,stroke:#07c160,color:#111")
    return "\n".join(lines) + "\n"


def page() -> str:
    """The page as it has to be."""
    text = PAGE.read_text(encoding="utf-8")
    assert BLOCK.search(text), "the page has no block of mermaid"  # noqa: S101
    return BLOCK.sub(lambda _: picture(), text, count=1)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
