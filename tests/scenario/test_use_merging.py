"""``use:`` builds one file on another, and leads nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockwx.scenario.loader import ScenarioError, from_mapping, load, parse

BASE = """mockwx: 1
name: base
users:
  alice: {phone: "1", city: a}
  bob: {phone: "2"}
rules:
  - {name: one, when: {api: token}, then: {errcode: -1}}
"""


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "top.yaml"


def lines(path: Path) -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        load(path)
    folder = str(path.parent) + "/"
    return [str(each).split(" | ")[0].replace(folder, "") for each in raised.value.problems]


def test_maps_merge_and_lists_replace(tmp_path: Path) -> None:
    top = write(
        tmp_path,
        base=BASE,
        top="use: base.yaml\nname: top\nusers: {alice: {city: b}, carol: {}}\n"
        "rules: [{when: {api: stable_token}, then: {errcode: -1}}]",
    )
    scenario = load(top).scenario
    users = {user.name: user for user in scenario.users}
    assert scenario.name == "top"
    assert set(users) == {"alice", "bob", "carol"}
    assert (users["alice"].phone, users["alice"].city) == ("1", "b")
    assert [rule.when.api for rule in scenario.rules] == ["stable_token"]


def test_a_base_may_have_a_base(tmp_path: Path) -> None:
    top = write(
        tmp_path, sub__base="seed: 3", sub__mid="use: base.yaml\nmockwx: 1\nseed: 2", top="use: sub/mid.yaml\nname: x"
    )
    assert load(top).scenario.seed == "2"


def test_a_problem_in_the_base_points_into_the_base(tmp_path: Path) -> None:
    top = write(
        tmp_path,
        base="mockwx: 1\nusers:\n  alice: {phone: 1}\n  alice: {}\n"
        "rules:\n  - {when: {api: tokn}, then: {errcode: -1}}\n",
        top="use: base.yaml\nusers: {bob: {city: 2}}\n",
    )
    assert lines(top) == [
        'top.yaml:2:21: users.bob.city: text is wanted, not the number 2; quote it: "2"',
        'base.yaml:3:18: users.alice.phone: text is wanted, not the number 1; quote it: "1"',
        "base.yaml:4:3: users.alice: the key 'alice' stands here twice, first on line 3",
        "base.yaml:6:18: rules[0].when.api: there is no api 'tokn'; did you mean 'token'?",
    ]


def test_a_broken_base_does_not_make_its_users_unknown(tmp_path: Path) -> None:
    rule = "rules: [{when: {api: token, user: zed}, then: {errcode: 12}}]"
    top = write(tmp_path, base="mockwx: [", top=f"use: base.yaml\n{rule}")
    assert [each.split(": ")[0] for each in lines(top)] == ["top.yaml:2:57", "base.yaml:1:10"]


@pytest.mark.parametrize(
    ("use", "problem"),
    [
        ("../out.yaml", "'../out.yaml' leads out of the scenario's folder; use: stays below it"),
        ("sub/../../out.yaml", "'sub/../../out.yaml' leads out of the scenario's folder; use: stays below it"),
        ("/etc/passwd", "'/etc/passwd' leads out of the scenario's folder; use: stays below it"),
        ("C:/x.yaml", "'C:/x.yaml' leads out of the scenario's folder; use: stays below it"),
        ("link.yaml", "'link.yaml' leads out of the scenario's folder; use: stays below it"),
        ("dir/out.yaml", "'dir/out.yaml' leads out of the scenario's folder; use: stays below it"),
        ("none.yaml", "there is no file 'none.yaml' here"),
        ("sub", "there is no file 'sub' here"),
        ("circle.yaml", None),
        ("sub\\\\base.yaml", None),
        ("''", None),
        ("x" * 5000, None),
        ('"a\\0b"', None),
        ("top.yaml", "'top.yaml' builds on this file: a circle"),
        ("sub/../top.yaml", "'sub/../top.yaml' builds on this file: a circle"),
    ],
)
def test_use_leads_nowhere_else(tmp_path: Path, use: str, problem: str | None) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    write(outside, out="mockwx: 1")
    (outside / "out.yaml").rename(tmp_path / "out.yaml")
    write(outside, out="mockwx: 1")
    top = write(inside, top=f"use: {use}\nmockwx: 1", sub__base="mockwx: 1")
    (inside / "link.yaml").symlink_to(tmp_path / "out.yaml")
    (inside / "dir").symlink_to(outside)
    (inside / "circle.yaml").symlink_to(inside / "circle.yaml")
    (found,) = lines(top)
    assert found.startswith("top.yaml:1:6: use: ")
    if problem is not None:
        assert found.endswith(problem)


def test_a_base_stays_below_the_first_files_folder_too(tmp_path: Path) -> None:
    write(tmp_path, out="mockwx: 1")
    top = write(tmp_path / "in", top="use: sub/mid.yaml\nmockwx: 1", sub__mid="use: ../../out.yaml")
    (found,) = lines(top)
    assert found.endswith("leads out of the scenario's folder; use: stays below it")
    assert found.startswith("sub/mid.yaml:1:6: use: ")


def test_a_circle_is_told_where_it_closes(tmp_path: Path) -> None:
    top = write(tmp_path, top="mockwx: 1\nuse: a.yaml", a="use: b.yaml", b="# again\nuse: a.yaml")
    assert lines(top) == ["b.yaml:2:6: use: 'a.yaml' builds on this file: a circle"]


def test_a_text_without_a_folder_may_not_name_files(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="<scenario>:2:6: use: use: works in files only"):
        parse("mockwx: 1\nuse: base.yaml")
    write(tmp_path, base=BASE)
    assert len(parse("use: base.yaml", folder=tmp_path).scenario.rules) == 1
    assert len(from_mapping({"use": "base.yaml"}, folder=tmp_path).scenario.rules) == 1


@pytest.mark.parametrize(
    ("use", "problem"), [("1", "text is wanted"), ("[a]", "text is wanted"), ("{}", "text is wanted")]
)
def test_use_names_one_file(tmp_path: Path, use: str, problem: str) -> None:
    (found,) = lines(write(tmp_path, top=f"mockwx: 1\nuse: {use}"))
    assert problem in found


def test_use_nothing_is_no_use(tmp_path: Path) -> None:
    assert load(write(tmp_path, top="mockwx: 1\nuse:")).scenario.name == "top"
