"""What those who change mockwx meet first: hooks before a commit, forms for issues, rules of make."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def rules() -> dict[str, list[str]]:
    """Each rule of the Makefile with what it needs."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return {name: needs.split() for name, needs in re.findall(r"^([\w-]+):(?!=)(.*)", text, re.MULTILINE)}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_before_a_commit_all_is_run_that_make_check_runs_but_tests() -> None:
    (repository,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    entries = [hook["entry"] for hook in repository["hooks"]]
    checked = [name for name in rules()["check"] if name not in ("$(READY)", "test", "js")]
    assert entries == [f"make {name}" for name in checked]


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_asks_in_both_languages(form: Path) -> None:
    asked = read(form)
    fields = [field for field in asked["body"] if field["type"] != "markdown"]
    texts = [asked["name"], asked["description"], *(field["attributes"]["label"] for field in fields)]
    assert [text for text in texts if not re.search(r"[A-Za-z].* / .*[\u4e00-\u9fff]", text)] == []
    assert len({field["id"] for field in fields}) == len(fields)


def test_a_published_answer_needs_its_body_source_and_day() -> None:
    fields = read(ROOT / ".github" / "ISSUE_TEMPLATE" / "published_answer.yml")["body"]
    needed = {field.get("id") for field in fields if field.get("validations", {}).get("required")}
    assert {"call", "body", "source", "date"} <= needed


def test_what_type_checkers_say_of_the_public_api_is_part_of_make_types() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^types:.*\n(?:\t.*\n)*\t\$\(BIN\)/mypy tests/typing\n", text, re.MULTILINE)


def test_the_lowest_versions_that_are_tried_are_those_that_are_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["speed"]]
    declared += project["optional-dependencies"]["redis"]
    lines = (ROOT / "constraints-lowest.txt").read_text(encoding="utf-8").splitlines()
    tried = dict(line.split("==") for line in lines if "==" in line)
    for requirement in declared:
        found = re.match(r"([\w-]+)(?:\[\w+\])?>=([\d.]+)", requirement)
        assert found is not None, f"{requirement} has no lowest version"
        name, floor = found.groups()
        # 45 may be tried as 45.0.2, where the first ones were taken back.
        assert f"{tried[name]}.".startswith(f"{floor}."), requirement


def test_the_lowest_versions_are_tried_before_a_change_lands() -> None:
    assert "make lowest" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "lowest" in rules()
