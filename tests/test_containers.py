"""The image, the compose example and the action, as far as they can be tried without a container engine or GitHub."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml

from mockwx.cli.env import INSIDE
from mockwx.intercept.certificate_authority import CERTIFICATE
from mockwx.intercept.hosts import WECHAT
from mockwx.mock import MockWx

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
COMPOSE = ROOT / "examples" / "compose" / "compose.yaml"
ASK = "https://api.weixin.qq.com/sns/jscode2session"


def instructions() -> list[tuple[str, str]]:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in lines if line and not line.startswith("#")]


def last(name: str) -> str:
    return [rest for each, rest in instructions() if each == name][-1]


def test_all_that_the_image_copies_exists_and_is_not_ignored() -> None:
    sent = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    }
    copied = [rest.split()[:-1] for name, rest in instructions() if name == "COPY" and not rest.startswith("--from")]
    sources = {source for each in copied for source in each}
    assert sources == sent
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_image_runs_as_a_user_and_serves_other_machines() -> None:
    user, _, group = last("USER").partition(":")
    assert int(user) > 0, "by number: Kubernetes' runAsNonRoot cannot judge a name"
    assert f"useradd --uid {user} --gid {group} " in " ".join(rest for name, rest in instructions() if name == "RUN")
    assert [*json.loads(last("ENTRYPOINT")), *json.loads(last("CMD"))] == ["mockwx", "serve", "--host", "0.0.0.0"]
    assert f"MOCKWX_URL=http://127.0.0.1:{last('EXPOSE')}" in last("ENV").split()


def test_the_base_image_and_the_index_can_be_others() -> None:
    assert [rest for name, rest in instructions() if name == "FROM"] == [
        "${PYTHON_IMAGE} AS install",
        "${PYTHON_IMAGE}",
    ]
    names = [name for name, _ in instructions()]
    arguments = [rest for name, rest in instructions() if name == "ARG"]
    assert arguments == ["PYTHON_IMAGE=python:3.13-slim", "PIP_INDEX_URL"]
    assert names[:3] == ["ARG", "FROM", "ARG"]  # before the first FROM for all, after it for pip


def test_the_health_check_asks_nothing_of_the_engine_that_older_ones_lack() -> None:
    options = set(re.findall(r"--([a-z-]+)", last("HEALTHCHECK").partition("CMD ")[0]))
    assert options <= {"interval", "timeout", "start-period", "retries"}


def is_healthy(url: str) -> bool:
    command = json.loads(last("HEALTHCHECK").partition("CMD ")[2])
    # A proxy that an engine gives to all containers must not be asked.
    environment = {"MOCKWX_URL": url, "http_proxy": "http://127.0.0.1:9"}
    return not subprocess.run(
        [sys.executable, *command[1:]], env=environment, capture_output=True, check=False
    ).returncode


def test_the_health_check_passes_with_a_server_and_fails_without() -> None:
    with MockWx() as mockwx:
        url = mockwx.url.split("/~")[0]
        assert is_healthy(url)
    assert not is_healthy(url)


def compose() -> Any:
    return yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))


def test_in_compose_mockwx_has_every_name_of_wechats_on_443() -> None:
    mockwx = compose()["services"]["mockwx"]
    assert sorted(mockwx["networks"]["default"]["aliases"]) == sorted(WECHAT)
    options = dict(zip(mockwx["command"][1::2], mockwx["command"][2::2], strict=True))
    assert options["--port"] == "443"
    assert mockwx["environment"] == {"MOCKWX_URL": "http://127.0.0.1:443", "MOCKWX_TOKEN": options["--token"]}
    assert f"ca:{options['--ca-dir']}" in mockwx["volumes"]
    assert (COMPOSE.parent / mockwx["build"] / "Dockerfile").is_file()


def test_in_compose_the_backend_waits_for_mockwx_and_trusts_its_ca() -> None:
    backend = compose()["services"]["backend"]
    assert backend["depends_on"]["mockwx"]["condition"] == "service_healthy"
    assert "ca:/ca:ro" in backend["volumes"]
    trusted = {name: value for name, value in backend["environment"].items() if not name.startswith("WECHAT_")}
    assert trusted == dict.fromkeys(
        ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"), f"/ca/{CERTIFICATE}"
    )
    assert (COMPOSE.parent / backend["build"]["context"] / "app.py").is_file()


def test_compose_with_a_base_url_needs_no_names_and_no_certificate() -> None:
    services = yaml.safe_load((COMPOSE.parent / "base-url.yaml").read_text(encoding="utf-8"))["services"]
    assert set(services["mockwx"]) == {"build", "command", "environment"}
    assert "--port" not in services["mockwx"]["command"]
    backend = services["backend"]
    assert backend["environment"]["WECHAT_BASE_URL"] == f"http://mockwx:{last('EXPOSE')}"
    assert backend["depends_on"]["mockwx"]["condition"] == "service_healthy"
    _, _, program = backend["command"]
    assert all(f"e['{name}']" in program for name in backend["environment"])
    compile(program, "base-url.yaml", "exec")


@pytest.mark.parametrize("page", ["containers.md", "containers.zh-CN.md"])
def test_the_workflow_on_the_page_checks_mockwx_out_before_it_uses_it(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    (workflow,) = [yaml.safe_load(block) for block in re.findall(r"```yml\n(.*?)```", text, re.DOTALL)]
    used = [step["with"]["path"] if "path" in step.get("with", {}) else step["uses"] for step in workflow["steps"][:3]]
    assert used == ["actions/checkout@v4", "mockwx", "./mockwx"]


def test_the_container_page_names_the_folder_of_the_env_file() -> None:
    assert f":{INSIDE}:ro" in (ROOT / "docs" / "containers.md").read_text(encoding="utf-8")


class Job:
    """What GitHub's runner does with a composite action's steps: bash, and files that the next step is told from."""

    def __init__(self, folder: Path) -> None:
        self.action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        self.files = {name: folder / name for name in ("GITHUB_ENV", "GITHUB_OUTPUT", "GITHUB_PATH")}
        # What the install step brings is here already.
        installed = folder / "mockwx" / "bin"
        installed.mkdir(parents=True)
        (installed / "mockwx").symlink_to(BIN / "mockwx")
        self.environment = {
            **{name: value for name, value in os.environ.items() if "proxy" not in name.lower()},
            **{name: str(path) for name, path in self.files.items()},
            "RUNNER_TEMP": str(folder),
            "GITHUB_ACTION_PATH": str(ROOT),
        }
        self.outputs: dict[str, str] = {}

    def run(self, name: str, **given: str) -> subprocess.CompletedProcess[str]:
        (step,) = [each for each in self.action["runs"]["steps"] if each["id"] == name]
        assert set(given) == set(step["env"])
        for path in self.files.values():
            path.write_text("", encoding="utf-8")
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            env=self.environment | given,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        self.environment |= self._told("GITHUB_ENV")
        self.outputs = self._told("GITHUB_OUTPUT")
        return ran

    def _told(self, name: str) -> dict[str, str]:
        lines = self.files[name].read_text(encoding="utf-8").splitlines()
        assert all(re.match(r"[\w-]+=", line) for line in lines), lines
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    yield Job(tmp_path)
    # GitHub ends what a job leaves behind.
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int((tmp_path / "mockwx" / "pid").read_text(encoding="utf-8")), signal.SIGTERM)


def test_the_action_starts_a_server_that_later_steps_log_in_at(job: Job) -> None:
    ran = job.run("start", SCENARIO="", OPTIONS="--quiet", INTERCEPT="false")
    assert ran.returncode == 0, ran.stderr
    assert job.outputs == {"url": job.environment["MOCKWX_URL"]}
    mockwx = MockWx.connect(job.outputs["url"])
    code = mockwx.login("alice")
    line = f"curl -s '{mockwx.url}/sns/jscode2session?{login(mockwx, code)}'"
    assert json.loads(shell(line, job))["openid"] == mockwx.user("alice").openid()


def test_inputs_of_several_lines_are_taken_whole(job: Job) -> None:
    ran = job.run(
        "start",
        SCENARIO="happy\nwechat-busy\n",
        OPTIONS="--any-app\n--app wx1111111111111111:mine\n",
        INTERCEPT="false",
    )
    assert ran.returncode == 0, ran.stderr
    mockwx = MockWx.connect(job.outputs["url"])
    assert "wechat-busy" in mockwx.client.worlds()
    assert "wx1111111111111111" in [app.appid for app in mockwx.apps.values()]


def test_the_action_leads_hard_coded_hosts_to_it(job: Job) -> None:
    assert job.run("start", SCENARIO="happy", OPTIONS="", INTERCEPT="true").returncode == 0
    url = job.outputs["url"]
    ran = job.run("intercept", MOCKWX_URL=url)
    assert ran.returncode == 0, ran.stderr
    assert "NODE_OPTIONS" not in job.environment  # GitHub reports an error where it is
    assert "node.cjs" in job.outputs["node-options"]
    mockwx = MockWx.connect(url)
    code = mockwx.login("alice")
    told = json.loads(shell(f"curl -s '{ASK}?{login(mockwx, code)}'", job))
    assert told["openid"] == mockwx.user("alice").openid()


def test_an_action_that_cannot_start_says_why(job: Job) -> None:
    ran = job.run("start", SCENARIO="no-such-scenario", OPTIONS="", INTERCEPT="false")
    assert ran.returncode == 1
    assert "no-such-scenario" in ran.stderr


def test_the_action_installs_from_its_own_checkout() -> None:
    job = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (install,) = [each["run"] for each in job["runs"]["steps"] if each["id"] == "install"]
    paths = re.findall(r"\$GITHUB_ACTION_PATH/([\w.]+)", install)
    assert paths == ["constraints.txt"]
    assert (ROOT / paths[0]).is_file()
    assert '"$GITHUB_ACTION_PATH[speed]"' in install


def test_no_expression_stands_inside_a_script() -> None:
    """What somebody writes into an input must not become a part of the shell's text."""
    job = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert [each["id"] for each in job["runs"]["steps"] if "${{" in each["run"]] == []


def login(mockwx: MockWx, code: str) -> str:
    app = mockwx.app
    return f"appid={app.appid}&secret={app.secret}&js_code={code}&grant_type=authorization_code"


def shell(line: str, job: Job) -> str:
    ran = subprocess.run(
        ["bash", "-c", line], env=job.environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
