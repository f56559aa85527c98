"""Three good backends pass every ready scenario; ten bad ones fail the scenario that is about their mistake."""

from __future__ import annotations

import subprocess
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import forked
import pytest
from fastapi_app import Login, Wechat
from free_ports import free_port
from mutants import MUTANTS
from running import SCENARIOS, backend_file, started

from mockwx import MockWx
from mockwx.client import ControlClient
from mockwx.play.backend import BackendSettings
from mockwx.play.player import play
from mockwx.play.report_text import details, headline
from mockwx.play.script_files import find_all
from mockwx.play.wechat_side import WechatSide

Judge = Callable[[str, str], Awaitable[tuple[str, str]]]

GOOD = {
    "flask_app.py": "by_status.yaml",
    "fastapi_app.py": "by_status.yaml",
    "aiohttp_app.py": "by_own_code.yaml",
}
"""The backend, and the file that says how it is asked and how it answers."""

CAUGHT = [
    ("retries_spent_code", "connection-reset", "with errcode 40163; saw 1"),
    ("no_timeout", "wechat-hangs", "crashed: no answer: nothing within 4 s"),
    ("http_200_is_success", "code-expired", "crashed: HTTP 500"),
    ("http_200_is_success", "throttled-then-well", "crashed: HTTP 500"),
    ("returns_session_key", "happy", "the answer holds the session_key of alice"),
    ("returns_session_key", "secrets-stay-inside", "the answer holds the session_key of alice"),
    ("token_per_request", "token-cached", "at most 1 call of token"),
    ("token_per_request", "used-up-token-quota", "no unavailable"),
    ("no_token_refresh", "token-taken-by-another-holder", "40001"),
    ("no_token_refresh", "token-expires", "42001"),
    ("keyed_by_nickname", "two-people", "refused: HTTP 401"),
    ("decrypts_with_stale_key_500", "session-key-rotates", "crashed: HTTP 500"),
    ("backdoor", "backdoor-codes", "ok: HTTP 200"),
    ("backdoor", "outage", "ok: HTTP 200"),
    ("outage_logs_in", "outage", "ok: HTTP 200"),
    ("outage_logs_in", "connection-reset", "ok: HTTP 200"),
    ("outage_logs_in", "throttled-then-well", "ok: HTTP 200"),
]
"""The mutant, a scenario that it fails, and what the report must say."""


@pytest.mark.parametrize("program", GOOD)
def test_a_good_backend_passes_every_ready_scenario_and_logs_no_secret(program: str, tmp_path: Path) -> None:
    here, log = free_port(), tmp_path / "backend.log"
    with started(program, f"http://127.0.0.1:{here}", log, port=free_port()) as url:
        backend = backend_file(GOOD[program], url, tmp_path)
        ran = subprocess.run(
            [forked.python(), "-m", "mockwx", "run", SCENARIOS, "--backend", backend, "--port", str(here)],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert ran.returncode == 0, ran.stdout + ran.stderr + log.read_text()
    assert " 0 failed, 0 skipped " in ran.stdout
    assert "not checked" not in ran.stdout
    assert "errcode 40125" in log.read_text()
    assert "mockwx-secret" not in log.read_text()


@pytest.fixture(scope="module")
def mockwx_of_mutants() -> Iterator[MockWx]:
    with MockWx() as mockwx:
        yield mockwx


@pytest.fixture(scope="module")
def mutants(mockwx_of_mutants: MockWx, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where all the mutants live, each below its name and with a world of its name."""
    for name in MUTANTS:
        mockwx_of_mutants.client.call("POST", "worlds", {"name": name})
    log = tmp_path_factory.mktemp("mutants") / "log"
    with started("mutants.py", mockwx_of_mutants.url, log, port=free_port()) as url:
        yield url


@pytest.fixture
def judge(mockwx_of_mutants: MockWx, mutants: str, tmp_path: Path) -> Judge:
    """Plays one scenario against one mutant: how it ends, and the report."""

    async def judged(mutant: str, scenario: str) -> tuple[str, str]:
        given = BackendSettings.read(backend_file("by_status.yaml", f"{mutants}/{mutant}", tmp_path))
        wechat = WechatSide(ControlClient.connect(mockwx_of_mutants.url, world=mutant))
        (script,) = find_all([str(SCENARIOS / f"{scenario}.yaml")])
        result = await play(given, wechat, script)
        return result.verdict, "\n".join([headline(result), *details(result)])

    return judged


@pytest.mark.parametrize(("mutant", "scenario", "symptom"), CAUGHT, ids=[f"{a}-{b}" for a, b, _ in CAUGHT])
async def test_a_mistake_is_caught_by_the_scenario_that_is_about_it_and_told(
    judge: Judge, mutant: str, scenario: str, symptom: str
) -> None:
    verdict, report = await judge(mutant, scenario)
    assert verdict == "failed", report
    assert f"{scenario}.yaml" in report
    assert symptom in report


@pytest.mark.parametrize("mutant", sorted(set(MUTANTS) - {"returns_session_key"}))
async def test_a_mistake_does_not_show_while_nothing_goes_wrong(judge: Judge, mutant: str) -> None:
    verdict, report = await judge(mutant, "happy")
    assert verdict == "passed", report


def test_every_mutant_is_caught_and_has_one_mistake() -> None:
    assert {mutant for mutant, _, _ in CAUGHT} == set(MUTANTS)
    for wechat, login in MUTANTS.values():
        changed = [cls for cls, good in ((wechat, Wechat), (login, Login)) if cls is not good]
        assert len(changed) == 1
        assert len([name for name in vars(changed[0]) if not name.startswith("__")]) == 1
