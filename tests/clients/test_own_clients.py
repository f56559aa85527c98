"""mockwx's own clients in clients/: their tests, and a reader's project with each, by each language's own tools."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from js import node

from .runtimes import PROGRAMS, SHORT_LIVED, needs

CLIENTS = Path(__file__).parents[2] / "clients"


def run(*command: str, cwd: Path, **environment: str) -> str:
    """What the command prints; ``mockwx`` is on its PATH, as it is on a reader's."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    ran = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


@dataclass(frozen=True)
class Docker:
    """A machine where there is docker with the image, and no ``mockwx``."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        without = [folder for folder in os.environ["PATH"].split(os.pathsep) if not shutil.which("mockwx", path=folder)]
        return {
            "PATH": os.pathsep.join([str(self.folder), *without]),
            "MOCKWX_DOCKER_SAYS": str(self.folder / "says"),
            "MOCKWX_DOCKER_RUNS": str(Path(sys.executable).with_name("mockwx")),
        }

    def ran_the_image(self) -> bool:
        said = (self.folder / "says").read_text(encoding="utf-8")
        options = "--rm --interactive --pull never --publish 127.0.0.1:PORT:8780 --env MOCKWX_TOKEN"
        served = "serve --host 0.0.0.0 --quiet --stop-with-stdin"
        return re.sub(r":\d+:8780", ":PORT:8780", said) == f"run {options} mockwx {served}\n"


@pytest.fixture
def docker(tmp_path: Path) -> Docker:
    folder = tmp_path / "docker"
    folder.mkdir()
    (folder / "docker").symlink_to(PROGRAMS / "docker")
    return Docker(folder)


def reader_copy(sample: Path, to: Path) -> Path:
    """A reader's copy of a sample project; its one line about mockwx leads to this checkout."""
    shutil.copytree(sample, to, ignore=shutil.ignore_patterns("node_modules", "target", "__pycache__"))
    for path in to.iterdir():
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("/path/to/mockwx", str(CLIENTS.parent)), encoding="utf-8")
    return to


def test_the_conformance_list_is_the_same_as_json() -> None:
    cases = yaml.safe_load((CLIENTS / "conformance.yaml").read_text(encoding="utf-8"))
    assert json.loads((CLIENTS / "conformance.json").read_text(encoding="utf-8")) == cases, "run make reference"


@pytest.mark.parametrize("page", ["clients.md", "clients.zh-CN.md"])
def test_what_the_page_shows_stands_in_the_samples_that_are_run_here(page: str) -> None:
    text = (CLIENTS.parent / "docs" / page).read_text(encoding="utf-8")
    shown = re.findall(r"<!-- file: (\S+) -->\n```\w+\n(.+?)```", text, re.DOTALL)
    assert len(shown) == text.count("```") // 2
    for name, block in shown:
        (sample,) = (path for path in CLIENTS.rglob(name) if "sample" in path.parts)
        assert block.rstrip(",\n") in sample.read_text(encoding="utf-8"), name


def test_python_lite_is_as_its_own_tests_say() -> None:
    said = run(sys.executable, "-W", "error", "-m", "unittest", "-v", cwd=CLIENTS / "python-lite")
    assert "test_conformance" in said


def test_python_lite_is_python_3_8() -> None:
    ast.parse((CLIENTS / "python-lite" / "mockwx_lite.py").read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.usefixtures("no_proxy")
def test_a_python_project_with_one_line_tests_its_login(tmp_path: Path, docker: Docker) -> None:
    sample = reader_copy(CLIENTS / "python-lite" / "sample", tmp_path / "sample")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-build-isolation", "--no-deps"]
    run(*pip, "--target", str(tmp_path / "installed"), "-r", "requirements.txt", cwd=sample)
    environment = {"PYTHONPATH": str(tmp_path / "installed"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    environment |= docker.environment
    said = run(sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", cwd=sample, **environment)
    assert "5 passed" in said
    assert docker.ran_the_image()


def test_the_node_client_is_as_its_own_tests_say() -> None:
    run(needs("node"), "--test", "test/", cwd=CLIENTS / "node")


def test_jest_and_vitest_have_worlds_of_one_server_and_the_types_are_right(tmp_path: Path) -> None:
    node.install()
    project = reader_copy(CLIENTS / "node" / "runners", tmp_path / "project")
    (project / "node_modules").mkdir()
    for package in (node.JS / "node_modules").iterdir():
        (project / "node_modules" / package.name).symlink_to(package)
    # As npm would publish it, with nothing else of the checkout beside it.
    run(needs("npm"), "pack", str(CLIENTS / "node"), "--pack-destination", str(tmp_path), cwd=project)
    (packed,) = tmp_path.glob("mockwx-*.tgz")
    shutil.unpack_archive(packed, tmp_path, filter="data")
    (tmp_path / "package").rename(project / "node_modules" / "mockwx")
    program = [needs("node")]
    modules = node.JS / "node_modules"
    said = run(*program, str(modules / "jest" / "bin" / "jest.js"), "--ci", cwd=project)
    assert "1 passed" in said
    said = run(*program, str(modules / "vitest" / "vitest.mjs"), "run", cwd=project)
    assert "1 passed" in said
    tsc = [str(modules / "typescript" / "bin" / "tsc"), "--strict", "--noEmit", "--target", "es2022"]
    run(*program, *tsc, "--module", "nodenext", "--types", "node", "types.mts", cwd=project)
    run(*program, "container.cjs", cwd=project)


def test_a_node_project_with_one_line_tests_its_login(tmp_path: Path, docker: Docker) -> None:
    sample = reader_copy(CLIENTS / "node" / "sample", tmp_path / "sample")
    run(needs("npm"), "install", "--no-audit", "--no-fund", "--offline", cwd=sample)
    assert "tests 13" in run(needs("npm"), "test", cwd=sample, **docker.environment)
    assert docker.ran_the_image()


def test_the_go_client_is_as_its_own_tests_say() -> None:
    go = needs("go")
    run(go, "vet", ".", cwd=CLIENTS / "go")
    assert "--- PASS: TestConformance" in run(go, "test", "-count=1", "-v", ".", cwd=CLIENTS / "go")


def test_a_go_project_with_one_line_tests_its_login(tmp_path: Path, docker: Docker) -> None:
    sample = reader_copy(CLIENTS / "go" / "sample", tmp_path / "sample")
    said = run(needs("go"), "test", "-count=1", "-v", ".", cwd=sample, GOPROXY="off", **docker.environment)
    assert said.count("--- PASS") == 13
    assert docker.ran_the_image()


def test_the_java_client_is_as_its_own_tests_say_and_a_project_with_one_line_tests_its_login(
    tmp_path: Path, docker: Docker
) -> None:
    options = " ".join(SHORT_LIVED)
    mvn = [needs("mvn"), "--quiet", "--batch-mode", f"-DargLine={options}"]
    run(*mvn, "install", f"-DbuildDirectory={tmp_path / 'target'}", cwd=CLIENTS / "java", MAVEN_OPTS=options)
    reports = (tmp_path / "target" / "surefire-reports").glob("*.txt")
    assert any("ConformanceTest" in report.name for report in reports)
    sample = reader_copy(CLIENTS / "java" / "sample", tmp_path / "sample")
    run(*mvn, "test", cwd=sample, MAVEN_OPTS=options, **docker.environment)
    assert docker.ran_the_image()
    (report,) = (sample / "target" / "surefire-reports").glob("*LoginTest.txt")
    assert "Tests run: 12, Failures: 0, Errors: 0, Skipped: 0" in report.read_text(encoding="utf-8")
