"""How the code is laid out: layers, names that stay in their room, names that mean one thing, name plates."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "mockwx"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Private by name: the standard library's own and documented, and what a connection of aiohttp's shares with ours.
FOREIGN = {"_exit", "_replace", "_messages", "_waiter"}
NAMES_OF_NOTHING = {"each", "found", "told", "given"}


@cache
def parse(text: str) -> ast.Module:
    return ast.parse(text)


def room(module: Path) -> str:
    """The package that a module is in; a module beside the rooms is one of its own."""
    parts = module.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts) if len(parts) == 2 else ".".join(parts[:-1])


def is_private(name: str) -> bool:
    return name.startswith("_") and name != "_" and not name.endswith("__")


def private_definitions(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                pass
            case ast.Name(id=name, ctx=ast.Store()):
                pass
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
                pass
            case _:
                continue
        if is_private(name):
            yield name


def private_uses(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr):
            yield node.attr, node.lineno
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.name, node.lineno) for alias in node.names if is_private(alias.name))


def private_names_of_other_objects(modules: dict[Path, str]) -> list[str]:
    """Where a module takes a private name from an object, or a module, and does not define it itself."""
    places = []
    for path, text in modules.items():
        tree = parse(text)
        own = {*private_definitions(tree), *FOREIGN}
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(value=ast.Name(id="self" | "cls" | "super")):
                    pass
                case ast.Attribute(attr=name) if is_private(name) and name not in own:
                    places.append(f"{path.relative_to(ROOT)}:{node.lineno}: {name}")
                case ast.ImportFrom(names=names):
                    imported = [alias.name for alias in names if is_private(alias.name)]
                    places += [f"{path.relative_to(ROOT)}:{node.lineno}: {name}" for name in imported]
    return places


def private_names_of_other_rooms(modules: dict[Path, str]) -> dict[tuple[str, str], str]:
    """Which room uses which private name that it does not define itself, with a place where."""
    trees = {path: parse(text) for path, text in modules.items()}
    own: dict[str, set[str]] = defaultdict(set)
    for path, tree in trees.items():
        own[room(path)].update(private_definitions(tree))
    return {
        (room(path), name): f"{path.relative_to(ROOT)}:{line}"
        for path, tree in trees.items()
        for name, line in private_uses(tree)
        if name not in own[room(path)] | FOREIGN
    }


def classes_by_name(modules: dict[Path, str]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = defaultdict(list)
    for path, text in modules.items():
        for node in ast.walk(parse(text)):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return places


def names_of_nothing(modules: dict[Path, str]) -> list[str]:
    """Variables that are called after their having been found, not after the thing; a field of a class may be."""
    places = []
    for path, text in modules.items():
        tree = parse(text)
        fields = {id(node.target) for node in ast.walk(tree) if isinstance(node, ast.AnnAssign)}
        for node in ast.walk(tree):
            match node:
                case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name) | ast.MatchAs(name=name):
                    if name in NAMES_OF_NOTHING and id(node) not in fields:
                        places.append(f"{path.relative_to(ROOT)}:{node.lineno}: call {name!r} what it is")
    return places


@cache
def sources() -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in MODULES}


@pytest.mark.newest
def test_every_module_imports_only_what_its_layer_may() -> None:
    """The contracts in pyproject.toml: layers, purity below the wire, independent products, no cycles."""
    command = Path(sys.executable).with_name("lint-imports")
    linted = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_a_private_name_is_used_in_its_own_room_only() -> None:
    uses = private_names_of_other_rooms(sources())
    assert [f"{place}: {name} is private to another room" for (_, name), place in uses.items()] == []


def test_a_private_name_is_used_in_its_own_module_only() -> None:
    """A subclass may use what it inherits: ``self._name``."""
    assert private_names_of_other_objects(sources()) == []


def test_no_two_classes_have_the_same_name() -> None:
    assert {name: places for name, places in classes_by_name(sources()).items() if len(places) > 1} == {}


def test_variables_are_called_after_the_thing() -> None:
    assert names_of_nothing(sources()) == []


def test_every_module_begins_with_a_sentence_that_says_what_it_is() -> None:
    plates = {path: ast.get_docstring(parse(text)) or "" for path, text in sources().items()}
    sentence = re.compile(r"\S.*[.:;]", re.DOTALL)
    wrong = {
        str(path.relative_to(ROOT)): plate
        for path, plate in plates.items()
        if not sentence.fullmatch(plate.split("\n\n")[0])
    }
    assert wrong == {}


def test_the_picture_of_the_layers_is_that_of_the_contracts() -> None:
    spec = importlib.util.spec_from_file_location("architecture", ROOT / "docs" / "architecture.py")
    assert spec is not None
    assert spec.loader is not None
    architecture = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(architecture)
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert page == architecture.page(), "docs/architecture.md is out of date: run 'make architecture'"


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md"])
def test_what_those_who_change_mockwx_are_sent_to_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    paths = set(re.findall(r"`((?:mockwx|tests|docs|scenarios)/[\w./-]*)`", text))
    assert paths
    assert {path for path in paths if not re.search(r"[A-Z]{3,}\b", path) and not (ROOT / path).exists()} == set()
    targets = re.findall(r"^make ([\w-]+)|`make ([\w-]+)", text, re.MULTILINE)
    rules = re.findall(r"^([\w-]+):(?!=)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {first or second for first, second in targets} <= set(rules)
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    assert {link for link in links if not (ROOT / page).parent.joinpath(link).exists()} == set()
    # Where one is sent to a name in a file, the name is there, too.
    for path, names in re.findall(r"`(mockwx/[\w./-]+\.py)`: ((?:`\w+`(?:, )?)+)", text):
        source = (ROOT / path).read_text(encoding="utf-8")
        assert {name for name in re.findall(r"`(\w+)`", names) if not re.search(rf"\b{name}\b", source)} == set()


def test_the_commits_that_contributors_are_sent_to_are_in_the_history() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    commits = set(re.findall(r"`([0-9a-f]{7})`", text))
    assert len(commits) >= 6
    if not (ROOT / ".git").exists():
        pytest.skip("this is no clone")
    shallow = subprocess.run(
        ["git", "rev-parse", "--is-shallow-repository"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    if shallow.stdout.strip() == "true":
        pytest.skip("this clone has no history")
    for commit in commits:
        shown = subprocess.run(
            ["git", "show", "--no-patch", "--format=%s", commit], cwd=ROOT, capture_output=True, text=True, check=True
        )
        assert f"`{commit}` {shown.stdout.strip()}" in text.replace("\n", " "), commit


@pytest.mark.parametrize(
    "line",
    [
        "from mockwx.core.ids import _seeded",
        "from mockwx.core import ids\nids._seeded()",
        "def peek(ids):\n    return ids._seeded",
        "class Peek:\n    def look(self):\n        return self._seeded",
    ],
)
def test_the_linter_sees_a_private_name_from_another_room(line: str) -> None:
    modules = {
        PACKAGE / "core" / "ids.py": "def _seeded(): ...\n_seeded()",
        PACKAGE / "server" / "wall.py": line,
        PACKAGE / "server" / "other.py": "_own = 1",
    }
    assert set(private_names_of_other_rooms(modules)) == {("mockwx.server", "_seeded")}
    assert (
        private_names_of_other_rooms({PACKAGE / "core" / "ids.py": "_seeded = 1", PACKAGE / "core" / "wall.py": line})
        == {}
    )


@pytest.mark.parametrize(
    "line",
    [
        "from mockwx.server.wall import _seeded",
        "from mockwx.server import wall\nwall._seeded()",
        "def peek(wall):\n    return wall._seeded",
    ],
)
def test_the_linter_sees_a_private_name_from_another_module_of_the_same_room(line: str) -> None:
    modules = {PACKAGE / "server" / "wall.py": "def _seeded(): ...\n_seeded()", PACKAGE / "server" / "other.py": line}
    assert [place.partition(":")[0] for place in private_names_of_other_objects(modules)] == ["mockwx/server/other.py"]
    inherited = "class Peek(Wall):\n    def look(self):\n        return self._seeded"
    assert private_names_of_other_objects({PACKAGE / "server" / "other.py": inherited}) == []


@pytest.mark.parametrize(
    "line",
    [
        "def f(apps):\n    return [each.name for each in apps]",
        "def f(given): ...",
        "def f(apps):\n    if (found := apps.get(1)) is not None:\n        return found",
        "def f(apps):\n    for told in apps:\n        print(told)",
    ],
)
def test_the_linter_sees_a_variable_that_is_called_after_nothing(line: str) -> None:
    (place,) = names_of_nothing({PACKAGE / "a.py": line})
    assert place.startswith("mockwx/a.py:")


def test_a_field_of_a_class_may_have_the_word_of_the_scenario_language() -> None:
    assert names_of_nothing({PACKAGE / "a.py": "class Play:\n    each: str | None = None"}) == []


def test_the_linter_sees_a_class_inside_a_class_too() -> None:
    modules = {PACKAGE / "a.py": "class Kept: ...", PACKAGE / "b.py": "class Outer:\n    class Kept: ..."}
    assert classes_by_name(modules)["Kept"] == ["mockwx/a.py:1", "mockwx/b.py:2"]
