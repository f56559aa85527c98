"""The catalogue: no check is forgotten in it, each is found by its name, and each is seen to fail in a test."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

from mockwx.audit import checks
from mockwx.audit.catalogue import BY_ID, CATALOGUE
from mockwx.audit.check import AuditCheck

FOLDER = Path(checks.__path__[0])
TESTS = Path(__file__).parent
DECLARED: dict[str, AuditCheck] = {
    f"{path.parent.name}.{path.stem}": module.CHECK
    for path in sorted(FOLDER.glob("*/*.py"))
    if hasattr(module := import_module(f"mockwx.audit.checks.{path.parent.name}.{path.stem}"), "CHECK")
}


def test_every_check_that_a_file_declares_is_in_the_catalogue_once() -> None:
    forgotten = [place for place, check in DECLARED.items() if BY_ID.get(check.id) is not check]
    assert forgotten == [], "mockwx/audit/checks/AREA/__init__.py: add its CHECK to CHECKS"
    assert len(CATALOGUE) == len(BY_ID) == len(DECLARED)


def test_a_check_is_called_as_its_file_is() -> None:
    misnamed = {
        place: check.id for place, check in DECLARED.items() if place.split(".")[1].replace("_", "-") != check.id
    }
    assert misnamed == {}, "a check's id is its file's name with dashes"


def test_every_check_has_a_variant_with_its_flaw_and_a_test_in_which_that_fails() -> None:
    flaws, named = set(), set()
    for path in sorted((TESTS / "variants" / "flaws").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="flaw"), args=[ast.Constant(value=str(name))]):
                    flaws.add(name.partition("--")[0])
    for path in [
        *sorted((TESTS / "checks").glob("test_*.py")),
        TESTS / "test_check_runner.py",
        TESTS / "test_command.py",
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.add(node.value.partition("--")[0])
    assert BY_ID.keys() - flaws == set(), "tests/audit/variants/flaws: add a backend that has the flaw, by @flaw(id)"
    assert BY_ID.keys() - named == set(), "tests/audit/checks: add a test in which that variant fails the check"
