"""Wrong scenario files, and in ``expected.txt`` every line that ``mockwx check`` must say of each.

A new wrong file gets its lines from ``cd tests/wrong_files && mockwx check NAME.yaml``, once they have been read and
found helpful. Files below ``parts`` are what others ``use:``.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mockwx.scenario.loader import ScenarioError, load

HERE = Path(__file__).parent
FILES = sorted(path.name for path in HERE.iterdir() if path.suffix in (".yaml", ".json"))
LINE = re.compile(r"[\w./-]+:[1-9]\d*:[1-9]\d*: \S.* \| .*[\u4e00-\u9fff].*")
"""``file:line:column: path: what``, in English and in Chinese."""


def expected() -> dict[str, list[str]]:
    """The lines by file."""
    found: dict[str, list[str]] = {}
    for line in (HERE / "expected.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            lines = found.setdefault(line.removeprefix("== "), [])
        elif line:
            lines.append(line)
    return found


EXPECTED = expected()


def renewed_by(*names: str) -> str:
    return (
        f"tests/wrong_files/expected.txt: `cd tests/wrong_files && mockwx check {' '.join(names)}` says other lines. "
        "Where they are as helpful as before (a list in which a new name stands), put them there"
    )


def test_there_are_lines_for_every_file_and_no_others() -> None:
    assert list(EXPECTED) == FILES
    assert len(FILES) >= 45


@pytest.mark.parametrize("name", FILES)
def test_every_mistake_is_told_with_its_place(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(ScenarioError) as raised:
        load(Path(name))
    assert [str(each) for each in raised.value.problems] == EXPECTED[name], renewed_by(name)


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_for_a_person_and_leads_somewhere(name: str) -> None:
    for line in EXPECTED[name]:
        assert LINE.fullmatch(line), line
        file, row, column, _ = line.split(":", 3)
        content = (HERE / file).read_bytes().decode("utf-8", "replace")
        rows = content.split("\n")
        assert int(row) <= len(rows)
        assert int(column) <= len(rows[int(row) - 1]) + 1
        for jargon in ("pydantic", "Traceback", "NoneType", "mapping values", "scanner"):
            assert jargon not in line


def test_mockwx_check_says_the_same_of_the_whole_folder_at_once() -> None:
    command = [sys.executable, "-m", "mockwx", "check", *FILES]
    done = subprocess.run(command, cwd=HERE, capture_output=True, encoding="utf-8", timeout=60, check=False)
    said = done.stdout.splitlines()
    changed = [name for name in FILES if not set(EXPECTED[name]) <= set(said)]
    assert said == [line for name in FILES for line in EXPECTED[name]], renewed_by(*changed)
    assert done.stderr == ""
    assert done.returncode == 1


def test_no_line_repeats_a_secret() -> None:
    told = (HERE / "expected.txt").read_text(encoding="utf-8")
    assert "0123456789abcdef" not in told
    assert "12345" not in told
