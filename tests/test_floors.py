"""The floors that the package tells of are those that import-linter enforces."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import mockwx

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


def test_the_package_names_its_floors_as_the_contract_does() -> None:
    contracts = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    enforced = [floor for layer in layers for floor in re.findall(r"\w+", layer) if floor != "__main__"]
    floors = re.findall(r"^    (\w+(?:  ?\w+)*?)(?: {3,}|$)", mockwx.__doc__ or "", re.MULTILINE)
    assert [floor for line in floors for floor in line.split()] == enforced
