"""What `mockwx audit` writes of a real backend with a flaw, and what a baseline makes of it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import forked
import pytest

from mockwx import MockWx
from mockwx.client import ControlClient

VARIANT = "any-code"
ENVIRONMENT = os.environ | {"PYTHONWARNINGS": "error", "NO_PROXY": "*", "LC_ALL": "C"}
Audit = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def audited(
    wechat_of_variants: MockWx,
    wechat_of: Callable[[str], ControlClient],
    file_of: Callable[[str], Path],
    tmp_path: Path,
) -> Audit:
    wechat_of(VARIANT)
    file = file_of(VARIANT)

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        command = [forked.python(), "-m", "mockwx", "audit", "--backend", str(file), "--only", "any-code"]
        command += ["--url", f"{wechat_of_variants.url}/~{VARIANT}", "--lang", "en", *options]
        return subprocess.run(
            command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, encoding="utf-8", timeout=120
        )

    return run


def test_every_kind_of_report_is_written_at_once(audited: Audit, tmp_path: Path) -> None:
    kinds = ("html", "sarif", "junit", "json", "badge")
    options = [part for kind in kinds for part in (f"--{kind}", f"out/report.{kind}")]
    run = audited(*options, "--write-scenarios", "out/scenarios", "--sarif-root", str(tmp_path))
    assert run.returncode == 1, run.stderr
    assert "1. [critical] any-code: Any code logs in" in run.stdout
    written = {kind: (tmp_path / f"out/report.{kind}").read_text(encoding="utf-8") for kind in kinds}
    (result,) = json.loads(written["sarif"])["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]
    file = tmp_path / location["artifactLocation"]["uri"]
    line = file.read_text(encoding="utf-8").splitlines()[location["region"]["startLine"] - 1]
    assert line.lstrip().startswith("login:")
    assert json.loads(written["json"])["schema"] == 1
    failing = [
        case for case in ElementTree.fromstring(written["junit"]).iter("testcase") if case.find("failure") is not None
    ]
    assert [case.attrib["name"] for case in failing] == ["any-code: Any code logs in"]
    assert "Any code logs in" in written["html"]
    assert written["badge"].startswith("<svg")
    assert [path.name for path in (tmp_path / "out/scenarios").iterdir()] == ["any-code--any-code.yaml"]


def test_a_baseline_with_a_reason_lets_ci_pass_and_without_one_it_is_no_baseline(
    audited: Audit, tmp_path: Path
) -> None:
    assert audited("--write-baseline", "baseline.yaml").returncode == 1
    baseline = tmp_path / "baseline.yaml"
    refused = audited("--baseline", "baseline.yaml")
    assert (refused.returncode, "say why this is accepted" in refused.stderr) == (2, True)
    baseline.write_text(baseline.read_text(encoding="utf-8").replace("'TODO: say why'", "a demo"), encoding="utf-8")
    accepted = audited("--baseline", "baseline.yaml")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert "any-code: a demo" in accepted.stdout
    assert audited("--write-baseline", "baseline.yaml").returncode == 0
    assert "reason: a demo" in baseline.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_never_a_pass(audited: Audit, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    run = audited("--html", "taken/report.html", "--fail-on", "never")
    assert run.returncode == 2
    assert "taken/report.html cannot be written" in run.stderr
