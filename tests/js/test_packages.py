"""The tests of mockwx-wx and mockwx-page by Node's own runner, each file against a server that really runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import node

FILES = sorted(node.JS.glob("*/test/*.test.mjs"))


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_a_package_is_as_its_own_tests_say(file: Path, served: dict[str, str]) -> None:
    # Without --test, which starts one more process that only counts.
    ran = node.run(str(file), **served)

    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_there_are_tests_of_both() -> None:
    assert {path.parts[-3] for path in FILES} == {"wx", "page"}


def test_the_sources_are_well_typed_and_what_is_made_of_them_is_up_to_date() -> None:
    node.install()
    for command in (["node_modules/typescript/bin/tsc", "-p", "tsconfig.json"], ["build.mjs", "--check"]):
        ran = node.run(*command)
        assert ran.returncode == 0, ran.stdout + ran.stderr
