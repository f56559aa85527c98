"""What is published: builds that are equal to the byte, one file that serves alone, and files for people's CI."""

from __future__ import annotations

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from js import node
from release.build import build_wheel_and_sdist, differences, wheel_of_sdist
from release.single_file import PYTHONS, pack
from release.trial import serves

ROOT = Path(__file__).parents[1]
CI = ROOT / "examples" / "ci"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "first"
    build_wheel_and_sdist(ROOT, folder)
    return folder


def test_a_second_build_is_equal_to_the_byte(built: Path, tmp_path: Path) -> None:
    build_wheel_and_sdist(ROOT, tmp_path / "second")
    assert differences(built, tmp_path / "second") == []
    (tmp_path / "second" / "extra").write_bytes(b"")
    assert differences(tmp_path / "second", built) == ["extra"]


def test_what_a_folder_keeps_out_of_git_is_kept_out_of_the_sdist() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    sdist = settings["tool"]["hatch"]["build"]["targets"]["sdist"]
    everywhere = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    ignored = {
        f"{path.parent.relative_to(ROOT).as_posix()}/{pattern}"
        for folder in sdist["include"]
        for path in (*(ROOT / folder).glob(".gitignore"), *(ROOT / folder).glob("[!.]*/.gitignore"))
        for pattern in path.read_text(encoding="utf-8").split()
        if pattern not in everywhere
    }
    assert ignored == set(sdist["exclude"])


def test_the_sdist_alone_makes_the_same_wheel(built: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    wheel_of_sdist(sdist, tmp_path / "again")
    assert differences(tmp_path / "again", built) == []
    with tarfile.open(sdist) as archive:
        names = archive.getnames()
    assert any(name.endswith("/release/__main__.py") for name in names)


def needed(name: str) -> set[str]:
    """The distributions that an installed one needs, itself among them."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if one in found:
            continue
        try:
            required = importlib.metadata.requires(one) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # not for this Python or platform
        found.add(one)
        waiting += [re.split(r"[\s;<>=!~\[(]", text)[0] for text in required if "extra ==" not in text]
    return found


def test_the_single_file_serves_in_a_folder_with_nothing_else(built: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (wheel,) = built.glob("*.whl")
    shutil.unpack_archive(wheel, site, "zip")
    for name in needed("mockwx") - {"mockwx"}:
        for path in importlib.metadata.files(name) or ():
            if ".." not in path.parts and "__pycache__" not in path.parts:
                target = site / path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path.locate(), target)
    single = pack(site, tmp_path / "mockwx.pyz")
    shutil.rmtree(site)
    assert serves([sys.executable, str(single)], tmp_path / "empty")


def test_the_single_file_is_for_every_python_that_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [text.rpartition(" ")[2] for text in project["classifiers"] if "Python :: 3." in text]
    assert list(PYTHONS) == declared


def test_the_image_gets_all_that_the_wheel_is_made_of() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    copied = re.findall(r"^COPY (.+) /src\S*$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(included) <= {source for sources in copied for source in sources.split()}


@pytest.mark.newest
@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.github-workflows", "examples/ci/github-action.yml"),
        ("vendor.github-workflows", "examples/ci/github-service.yml"),
        ("vendor.github-workflows", ".github/workflows/release.yml"),
        ("vendor.github-actions", "action.yml"),
        ("vendor.gitlab-ci", "examples/ci/gitlab-ci.yml"),
        ("vendor.compose-spec", "examples/compose/compose.yaml"),
        ("vendor.compose-spec", "examples/compose/base-url.yaml"),
    ],
)
def test_a_ci_file_is_as_its_schema_wants_it(schema: str, path: str) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_in_kubernetes_mockwx_is_a_sidecar_that_the_tests_wait_for() -> None:
    job = read(CI / "kubernetes.yaml")
    assert (job["apiVersion"], job["kind"]) == ("batch/v1", "Job")
    pod = job["spec"]["template"]["spec"]
    assert set(pod) == {"restartPolicy", "initContainers", "containers", "securityContext", "volumes"}
    (sidecar,), (tests,) = pod["initContainers"], pod["containers"]
    assert sidecar["restartPolicy"] == "Always"
    ready = sidecar["args"][sidecar["args"].index("--ready-file") + 1]
    assert sidecar["startupProbe"]["exec"]["command"] == ["test", "-s", ready]
    (mount,) = sidecar["volumeMounts"]
    assert ready.startswith(mount["mountPath"] + "/")
    assert [volume["name"] for volume in pod["volumes"]] == [mount["name"]]
    variables = {variable["name"]: variable["value"] for variable in tests["env"]}
    assert variables["WECHAT_BASE_URL"] == "http://127.0.0.1:8780"
    uid = re.search(r"^USER (\d+)", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    assert uid is not None
    assert pod["securityContext"]["fsGroup"] == int(uid[1])


def test_the_script_of_jenkins_serves_and_runs_the_tests(tmp_path: Path) -> None:
    script = re.search(r"sh '''\n(.*?)'''", (CI / "Jenkinsfile").read_text(encoding="utf-8"), re.DOTALL)
    assert script is not None
    (tmp_path / "mockwx.pyz").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom mockwx.cli import main\nmain()\n"
    )
    (tmp_path / "Makefile").write_text("test:\n\tcurl -sf --noproxy '*' $$WECHAT_BASE_URL/_mockwx/health >health\n")
    commands = script[1].replace("python3 ", f"{sys.executable} ")
    ended = subprocess.run(
        ["sh", "-c", commands], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended
    assert json.loads((tmp_path / "health").read_text(encoding="utf-8"))["status"] == "ok"


def test_a_release_needs_a_tag_that_is_the_version() -> None:
    workflow = read(ROOT / ".github" / "workflows" / "release.yml")
    assert set(workflow["jobs"]) == {"build", "python", "image", "npm", "action"}
    (step,) = (step for step in workflow["jobs"]["build"]["steps"] if step.get("name") == "The tag is the version")
    version = importlib.metadata.version("mockwx")
    for tag, code in ((f"v{version}", 0), ("v99.0.0", 1)):
        judged = subprocess.run(
            ["bash", "-c", step["run"]], cwd=ROOT, env={"GITHUB_REF_NAME": tag, "PATH": "/usr/bin:/bin"}, check=False
        )
        assert judged.returncode == code, tag
    packages = workflow["jobs"]["npm"]["strategy"]["matrix"]["package"]
    assert [json.loads((ROOT / path / "package.json").read_text(encoding="utf-8"))["version"] for path in packages] == [
        version
    ] * len(packages)


def files_named(value: Any) -> Iterator[str]:
    """Every path in an ``exports`` or ``bin`` of a package.json, and the like."""
    if isinstance(value, str):
        yield value.removeprefix("./")
    elif isinstance(value, dict):
        for part in value.values():
            yield from files_named(part)


@pytest.mark.parametrize("package", ["js/wx", "js/page", "clients/node"])
def test_a_package_for_npm_has_every_file_that_it_says_it_has(package: str) -> None:
    command = [node.program("npm"), "pack", "--dry-run", "--json", "--ignore-scripts"]
    listed = subprocess.run(command, cwd=ROOT / package, capture_output=True, text=True, check=True).stdout
    packed = {file["path"] for file in json.loads(listed)[0]["files"]}
    says = json.loads((ROOT / package / "package.json").read_text(encoding="utf-8"))
    named = {path for key in ("main", "module", "types", "exports", "bin") for path in files_named(says.get(key))}
    assert named - packed == set()
