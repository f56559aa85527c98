"""The lists of mutants fit the code, so that ``make mutants`` says something."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
from mutant import ROOT, Mutant, StaleMutant, all_mutants

MUTANTS = all_mutants()


def test_every_mutant_can_still_be_made_and_is_code() -> None:
    stale = []
    for mutant in MUTANTS:
        try:
            spoilt = mutant.applied()
        except StaleMutant as problem:
            stale.append(str(problem))
            continue
        assert spoilt != (ROOT / mutant.file).read_text(encoding="utf-8"), mutant.name
        if mutant.file.endswith(".py"):
            ast.parse(spoilt)
    assert not stale, "\n\n".join(stale)


def test_every_mutant_names_tests_that_are_there_and_says_why_it_matters() -> None:
    assert [mutant.name for mutant in MUTANTS if not (mutant.tests and mutant.why.strip())] == []
    named = {test.partition("::")[0] for mutant in MUTANTS for test in mutant.tests}
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_no_two_mutants_are_the_same() -> None:
    names = Counter(mutant.name for mutant in MUTANTS)
    assert [name for name, times in names.items() if times > 1] == []
    assert len({(mutant.file, mutant.old, mutant.new) for mutant in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize(("text", "says"), [("b = 2\n", "no times"), ("a = 1\na = 1\n", "2 times")])
def test_a_mutant_whose_place_is_gone_says_so(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "life.py").write_text(text)
    with pytest.raises(StaleMutant, match=f"^longer: life.py has {says}\na = 1\n"):
        Mutant("longer", "life.py", "a = 1", "a = 2", ("tests",), "").applied(tmp_path)
    with pytest.raises(StaleMutant, match=r"there is no gone\.py"):
        Mutant("longer", "gone.py", "a = 1", "a = 2", ("tests",), "").applied(tmp_path)
