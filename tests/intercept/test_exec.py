"""``mockwx exec``, ``env`` and ``ca`` from outside: exit codes, signals, summary, recipes."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import forked
import pytest

from mockwx import MockWx
from mockwx.intercept.recipes import LANGUAGES, Recipe, write_files

ASK = ["curl", "-sS", "https://api.weixin.qq.com/sns/jscode2session?appid=x"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [forked.python(), "-m", "mockwx", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


def sh(script: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("exec", *options, "--", "sh", "-c", script, **environment)


@pytest.mark.parametrize("code", [0, 1, 42])
def test_the_commands_exit_code_is_its_own(code: int) -> None:
    assert sh(f"exit {code}").returncode == code


def test_a_command_that_a_signal_ends_is_told_as_a_shell_tells_it() -> None:
    assert sh("kill -KILL $$").returncode == 128 + signal.SIGKILL


def test_a_command_that_there_is_not_is_said_to_be_none() -> None:
    ran = run("exec", "--", "no-such-command")
    assert ran.returncode == 2
    assert "no-such-command cannot be started" in ran.stderr
    assert "无法启动" in ran.stderr


def test_without_a_command_there_is_an_example() -> None:
    ran = run("exec", "happy")
    assert ran.returncode == 2
    assert "mockwx exec happy -- pytest" in ran.stderr


def test_a_scenario_that_there_is_not_is_told_before_anything_runs(tmp_path: Path) -> None:
    ran = run("exec", "hapy", "--", "touch", str(tmp_path / "ran"))
    assert ran.returncode == 2
    assert "happy" in ran.stderr
    assert not (tmp_path / "ran").exists()


def test_calls_may_be_required() -> None:
    assert sh("true", "--require-calls").returncode == 3
    assert sh("exit 5", "--require-calls").returncode == 5
    assert run("exec", "--require-calls", "--", *ASK).returncode == 0


RESET = f"{sys.executable} -m mockwx login alice >/dev/null; curl -sS -X POST $MOCKWX_URL/_mockwx/reset"
ELSEWHERE = (
    'curl -sS $MOCKWX_URL/_mockwx/worlds -d \'{"name": "two"}\'; '
    "curl -sS $MOCKWX_URL/~two/sns/jscode2session; curl -sS -X DELETE $MOCKWX_URL/_mockwx/worlds/two"
)
LOADED = "curl -sS -X PUT $MOCKWX_URL/_mockwx/scenario -d '{}'"


@pytest.mark.parametrize(
    "script", [f"{' '.join(ASK[:2])} '{ASK[2]}'; {RESET}", f"{ASK[0]} '{ASK[2]}'; {LOADED}", ELSEWHERE]
)
def test_a_call_counts_whatever_makes_its_journal_forget_it(script: str) -> None:
    ran = sh(script, "--require-calls")
    assert ran.returncode == 0
    assert "1 calls to WeChat" in ran.stderr


def test_a_command_that_called_nothing_is_led_to_the_hosts_file() -> None:
    assert "--via hosts leads programs that ignore proxies too" in sh("true").stderr
    assert "--via hosts" not in run("exec", "--", *ASK).stderr


def test_verbose_tells_each_call_with_its_reason_as_it_comes(tmp_path: Path) -> None:
    ran = sh(f"{' '.join(ASK)}; echo between >&2; {' '.join(ASK)}", "--verbose", "--quiet")
    lines = [line for line in ran.stderr.splitlines() if not line.startswith("  ")]
    assert [line.partition(" (")[0] for line in lines] == [
        "mockwx: #1 code2session - 40013",
        "between",
        "mockwx: #2 code2session - 40013",
    ]
    assert "no app of this world has the appid 'x'" in lines[0]


def test_the_journal_may_be_kept_where_only_its_owner_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    assert run("exec", "--journal", str(file), "--", *ASK).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (entry,) = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    assert (entry["world"], entry["api"], entry["errcode"]) == ("", "code2session", 40013)


def test_a_journal_that_cannot_be_kept_fails_a_command_that_went_well(tmp_path: Path) -> None:
    ran = sh("true", "--journal", str(tmp_path / "no folder" / "journal.jsonl"))
    assert ran.returncode == 2
    assert "cannot be written" in ran.stderr


def test_inside_another_exec_its_mockwx_is_joined(tmp_path: Path) -> None:
    inner = f"{sys.executable} -m mockwx exec --app wx1:s -- sh -c 'echo $MOCKWX_URL; {ASK[0]} -sS \"{ASK[2]}\"'"
    ran = sh(f"echo $MOCKWX_URL; {inner}")
    outer_url, inner_url, answer = ran.stdout.splitlines()
    assert outer_url == inner_url
    assert "40013" in answer
    assert ran.stderr.count("code2session: 1 × 40013") == 2
    assert f"the mockwx at {outer_url} is joined as it is, without --app" in ran.stderr


def test_where_no_mockwx_answers_at_the_url_one_is_started() -> None:
    ran = run("exec", "--", *ASK, MOCKWX_URL="http://127.0.0.1:9")
    assert '"errcode":40013' in ran.stdout
    assert "a mockwx is started" in ran.stderr


def test_the_end_tells_what_was_asked_and_what_was_refused() -> None:
    ask = " ".join(f"'{each}'" for each in ASK)
    ran = sh(f"{ask}; {ask}; curl -sS https://example.com/")
    assert "2 calls to WeChat" in ran.stderr
    assert "code2session: 2 × 40013" in ran.stderr
    assert "    40013: no app of this world has the appid 'x' | 这里没有 appid 为 'x' 的应用 (2 ×)\n" in ran.stderr
    assert "example.com is no host of WeChat's" in ran.stderr
    assert sh(ask, "--quiet").stderr == ""


def test_the_scenario_decides_what_the_command_meets(tmp_path: Path) -> None:
    file = tmp_path / "busy.yaml"
    file.write_text("mockwx: 1\nrules: [{when: {api: code2session}, then: {errcode: -1}}]\n", encoding="utf-8")
    assert '"errcode":-1' in run("exec", str(file), "--", *ASK).stdout


def test_the_command_can_ask_its_mockwx_for_codes() -> None:
    ran = sh(f"{sys.executable} -m mockwx login alice")
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.strip()) == 32


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signals_reach_the_command(number: signal.Signals, tmp_path: Path) -> None:
    script = f"trap 'echo got it; exit 9' {number.name[3:]}; touch '{tmp_path}/up'; while :; do sleep 0.05; done"
    with subprocess.Popen(
        [sys.executable, "-m", "mockwx", "exec", "--", "bash", "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        # Under nohup SIGHUP is ignored from the beginning, and a shell cannot trap it then.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    ) as process:
        until = time.monotonic() + 60
        while not (tmp_path / "up").exists():
            assert time.monotonic() < until
            time.sleep(0.02)
        process.send_signal(number)
        told, _ = process.communicate(timeout=60)
    assert (told, process.returncode) == ("got it\n", 9)


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    ran = sh("ls $TMPDIR", TMPDIR=str(tmp_path))
    assert ran.stdout.startswith("mockwx-")
    assert list(tmp_path.iterdir()) == []


def test_what_went_around_proxies_before_still_does_all_but_wechat() -> None:
    given = "*,db.internal,.qq.com,weixin.qq.com,api.weixin.qq.com,10.0.0.0/8"
    ran = sh("echo $NO_PROXY; echo $no_proxy", NO_PROXY=given, no_proxy=given)
    assert set(ran.stdout.split()) == {"db.internal,10.0.0.0/8,localhost,127.0.0.1,::1"}


def test_what_the_environment_said_before_is_kept(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('its own')\n", encoding="utf-8")
    ran = run("exec", "--", sys.executable, "-c", "pass", PYTHONPATH=f"{tmp_path}{os.pathsep}{Path.cwd()}")
    assert "its own" in ran.stdout
    assert sh("echo $NODE_OPTIONS", NODE_OPTIONS="--no-warnings").stdout.startswith("--no-warnings --require ")
    assert sh("echo $JAVA_TOOL_OPTIONS", JAVA_TOOL_OPTIONS="-Xmx64m").stdout.startswith("-Xmx64m -D")


def test_a_ca_may_be_kept_from_run_to_run(tmp_path: Path) -> None:
    kept = run("ca", "--ca-dir", str(tmp_path / "ca")).stdout
    assert kept.startswith("-----BEGIN CERTIFICATE-----")
    assert sh("cat $NODE_EXTRA_CA_CERTS", "--ca-dir", str(tmp_path / "ca")).stdout.startswith(kept)


def test_a_running_server_prints_its_ca(mockwx: MockWx) -> None:
    assert run("ca", "--url", mockwx.url).stdout == mockwx.ca


@pytest.mark.parametrize("language", LANGUAGES)
def test_env_prints_what_exec_sets(language: str, mockwx: MockWx, tmp_path: Path) -> None:
    ran = run("env", language, "--url", mockwx.url, "--files", str(tmp_path / "kit"))
    assert ran.returncode == 0, ran.stderr
    ca = mockwx.ca
    files = write_files(tmp_path / "kit", ca.encode())
    expected = Recipe(files, mockwx.address, mockwx.url, os.environ, ca).of(language)
    told = subprocess.run(
        ["sh", "-c", f"{ran.stdout}\nenv -0"],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
        check=True,
    ).stdout.split("\0")
    assert {f"{name}={value}" for name, value in expected.items()} <= set(told)


def test_the_printed_recipe_leads_to_the_running_server(mockwx: MockWx, tmp_path: Path) -> None:
    recipe = run("env", "curl", "--url", mockwx.url, "--files", str(tmp_path)).stdout
    subprocess.run(["sh", "-c", f"{recipe}\n{' '.join(ASK)}"], capture_output=True, check=True)
    mockwx.verify("code2session", count=1)


def test_a_recipe_can_name_a_world(mockwx: MockWx, tmp_path: Path) -> None:
    mockwx.client.call("POST", "worlds", {"name": "two"})
    recipe = run("env", "curl", "--url", mockwx.url, "--world", "two", "--files", str(tmp_path)).stdout
    subprocess.run(["sh", "-c", f"{recipe}\n{' '.join(ASK)}"], capture_output=True, check=True)
    assert mockwx.calls() == []
    MockWx.connect(mockwx.url, world="two").verify("code2session", count=1)


def test_docker_and_github_get_lines_that_they_read(mockwx: MockWx, tmp_path: Path) -> None:
    docker = run("env", "docker", "--url", mockwx.url, "--files", str(tmp_path)).stdout.splitlines()
    assert f"HTTPS_PROXY=http://host.docker.internal:{mockwx.address[1]}" in docker
    assert "SSL_CERT_FILE=/mockwx/bundle.pem" in docker
    github = run("env", "github", "--url", mockwx.url, "--files", str(tmp_path)).stdout.splitlines()
    assert f"HTTPS_PROXY={mockwx.url}" in github
    assert all("=" in line or line.startswith("#") for line in docker + github)
