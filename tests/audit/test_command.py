"""``mockwx audit`` with a backend that it starts: TLS, other hosts, restarts, logs, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import forked
import pytest
from free_ports import free_port

from .variants.running import HERE, variant_file

Audited = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def audited(tmp_path: Path) -> Audited:
    """Audits a variant in a process that the command starts; its exit code and the report as JSON."""

    def result(variant: str, *words: str, wechat: str | None = None) -> tuple[int, dict[str, Any]]:
        port, mockwx, report = free_port(), free_port(), tmp_path / "report.json"
        file = variant_file(variant, f"http://127.0.0.1:{port}", tmp_path)
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        environment |= {
            "PORT": str(port),
            "WECHAT_BASE_URL": wechat or f"http://127.0.0.1:{mockwx}",
            "WECHAT_SECRET": "mockwx-secret-shop",
        }
        command = [
            *(forked.python(), "-m", "mockwx", "audit", "--backend", str(file), "--port", str(mockwx)),
            *("--lang", "en", "--json", str(report), *words, "--", forked.python(), str(HERE / "server.py")),
        ]
        ended = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=170
        )
        assert report.exists(), ended.stdout + ended.stderr
        return ended.returncode, json.loads(report.read_text(encoding="utf-8"))

    return result


def states(report: dict[str, Any]) -> dict[str, str]:
    return {result["check"]: result["state"] for result in report["results"]}


CALLS = "tls-unchecked,plain-http,goes-elsewhere,log-keeps"


@pytest.mark.parametrize(
    ("variant", "wrong", "code"),
    [
        ("good", {}, 0),
        ("tls-unchecked", {"tls-unchecked": "fail"}, 1),
        ("plain-http", {"plain-http": "fail", "tls-unchecked": "not applicable"}, 1),
        (
            "goes-elsewhere",
            {"goes-elsewhere": "note", "plain-http": "fail", "tls-unchecked": "not applicable"},
            1,
        ),
    ],
)
def test_calls_that_are_led_here_show_how_they_are_made(
    audited: Audited, variant: str, wrong: dict[str, str], code: int
) -> None:
    ended, report = audited(variant, "--only", CALLS, "--intercept", wechat="https://api.weixin.qq.com")
    tried = {name: state for name, state in states(report).items() if name in CALLS}
    assert tried == {**dict.fromkeys(CALLS.split(","), "pass"), **wrong}
    assert ended == code


def test_a_backend_that_opens_without_its_secret_is_found_by_starting_it_so(audited: Audited) -> None:
    ended, report = audited("empty-config-mode", "--only", "empty-config-mode,any-code", "--restart")
    assert (ended, states(report)["empty-config-mode"], states(report)["any-code"]) == (1, "fail", "pass")
    causes = [finding["cause"] for result in report["results"] for finding in result["findings"]]
    assert causes == ["without WECHAT_SECRET"]


def test_what_is_below_the_level_does_not_fail_the_command(audited: Audited) -> None:
    assert audited("log-keeps", "--only", "log-keeps")[0] == 0
    assert audited("log-keeps", "--only", "log-keeps", "--fail-on", "medium")[0] == 1
