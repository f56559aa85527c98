"""``*.mockwx.yaml`` files as tests of a pytest run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

INI = """
[pytest]
addopts = -p no:cacheprovider -p mockwx.pytest_plugin --strict-markers
filterwarnings = error
"""
LOGIN = """
mockwx: 1
name: alice logs in
steps:
  - phone.login: {user: alice, as: code}
  - backend.login: {code: $code}
    expect: {outcome: %s}
"""
CONFTEST = """
import sys
sys.path.insert(0, {path!r})
import pytest
from good_backend import Backend

@pytest.fixture{scope}
def mockwx_backend(mockwx_server):
    with Backend(mockwx_server.url) as backend:
        yield {given}
"""
HERE = str(Path(__file__).parent)
Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """In the tests' own process, where all is loaded already; ``alone``: in a process of its own."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")

    def run(*args: str, ini: str = "", conftest: str = "", alone: bool = False) -> pytest.RunResult:
        pytester.makeini(INI + ini)
        pytester.makeconftest(conftest)
        return pytester.runpytest_subprocess(*args, timeout=120) if alone else pytester.runpytest_inprocess(*args)

    return run


def write(pytester: pytest.Pytester, name: str, text: str) -> None:
    path = pytester.path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("scope", ["", '(scope="session")'])
@pytest.mark.parametrize("given", ["backend.url", '{"url": backend.url}'])
def test_a_fixture_gives_the_backend(pytester: pytest.Pytester, run: Run, scope: str, given: str) -> None:
    write(pytester, "login.mockwx.yaml", LOGIN % "ok")
    write(pytester, "below/again.mockwx.yaml", LOGIN % "ok")
    result = run("-v", conftest=CONFTEST.format(path=HERE, scope=scope, given=given))
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["login.mockwx.yaml::alice logs in PASSED*"])


def test_a_failure_is_the_report_without_a_traceback(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "login.mockwx.yaml", LOGIN % "refused")
    result = run(conftest=CONFTEST.format(path=HERE, scope="", given="backend.url"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "*_ alice logs in _*",
            "alice logs in",
            "*step 第 2 步: backend.login {code: $code} by alice",
            "*expected 期望  outcome refused | 结果为 refused",
            "*came     实际  ok: HTTP 200*",
            "*calls to WeChat*",
            "*#1 code2session alice 0*",
        ]
    )
    result.stdout.no_fnmatch_line("*pytest_scenario_files.py*")


def test_without_a_backend_they_are_skipped_with_the_reason(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "login.mockwx.yaml", LOGIN % "ok")
    result = run("-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*no backend is given: use --mockwx-backend URL|FILE, or write a fixture*"])


def test_what_the_backend_lacks_is_skipped_with_the_reason(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "x.mockwx.yaml", "mockwx: 1\nsteps: [{backend.decrypt: {encryptedData: x, iv: y}}]\n")
    result = run("-rs", conftest=CONFTEST.format(path=HERE, scope="", given="backend.url"))
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*the backend has no POST /decrypt*"])


@pytest.mark.parametrize("how", ["option", "ini"])
def test_an_option_or_the_settings_name_a_backend_and_the_mockwx_that_it_points_at(
    pytester: pytest.Pytester, run: Run, how: str
) -> None:
    from mockwx import MockWx

    from .good_backend import Backend

    write(pytester, "login.mockwx.yaml", LOGIN % "ok")
    with MockWx() as mockwx, Backend(mockwx.url) as backend:
        write(
            pytester,
            "backend.yaml",
            f"url: {backend.url}\nactions: {{login: {{request: POST /login, json: {{code: $code}}}}}}\n",
        )
        if how == "option":
            result = run("--mockwx-backend", backend.url, "--mockwx-url", mockwx.url)
        else:
            result = run(ini=f"mockwx_backend = backend.yaml\nmockwx_url = {mockwx.url}\n")
    result.assert_outcomes(passed=1)


def test_workers_of_xdist_take_turns_on_a_mockwx_that_they_share(pytester: pytest.Pytester, run: Run) -> None:
    from mockwx import MockWx

    from .good_backend import Backend

    rule = "rules: [{{name: r{0}, when: {{api: code2session, call: 1}}, then: {{errcode: -1}}}}]\n"
    expect = "expect: {calls: [{api: code2session, count: 1}], unused_rules: fail}\n"
    for nth in range(6):
        write(pytester, f"f{nth}.mockwx.yaml", LOGIN % "unavailable" + rule.format(nth) + expect)
    with MockWx() as mockwx, Backend(mockwx.url) as backend:
        options = ("--mockwx-backend", backend.url, "--mockwx-url", mockwx.url)
        result = run("-p", "xdist.plugin", "-n", "2", *options, alone=True)
    result.assert_outcomes(passed=6)


def test_each_rule_is_a_test(pytester: pytest.Pytester, run: Run) -> None:
    rules = "each: rule\nrules:\n" + "".join(
        f"  - {{name: {name}, when: {{api: code2session}}, then: {{errcode: {errcode}}}}}\n"
        for name, errcode in (("busy", -1), ("used", 40163))
    )
    write(pytester, "x.mockwx.yaml", LOGIN % "unavailable" + rules)
    result = run("-v", conftest=CONFTEST.format(path=HERE, scope="", given="backend.url"))
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*::alice logs in [[]busy[]] PASSED*", "*::alice logs in [[]used[]] FAILED*"])


def test_a_broken_file_is_an_error_with_its_line(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "x.mockwx.yaml", "mockwx: 1\nsteps: [{phone.logn: alice}]\n")
    result = run()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*x.mockwx.yaml:2:*there is no phone step 'logn'; did you mean 'login'?*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_broken_backend_is_a_failure_with_its_reason(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "x.mockwx.yaml", LOGIN % "ok")
    for given, what in (
        ('{"urll": "x"}', "*there is no key 'urll'*"),
        ("{}", "*nobody says where the backend is*"),
        ("'nowhere.yaml'", "*nowhere.yaml: there is no such file*"),
    ):
        result = run(conftest=f"import pytest\n@pytest.fixture\ndef mockwx_backend():\n    return {given}\n")
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines([what])


def test_a_fixture_that_fails_is_an_error_of_its_own(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "x.mockwx.yaml", LOGIN % "ok")
    result = run(conftest="import pytest\n@pytest.fixture\ndef mockwx_backend(no_such):\n    return 1\n")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*fixture 'no_such' not found*"])


def test_other_yaml_files_are_left_alone_and_nothing_is_loaded_for_them(pytester: pytest.Pytester, run: Run) -> None:
    write(pytester, "happy.yaml", "not: a scenario")
    write(pytester, "mockwx.yaml", "not: a scenario")
    pytester.makepyfile(
        "import sys\ndef test_it():\n    assert not {'yaml', 'pydantic', 'aiohttp', 'mockwx.mock'} & set(sys.modules)\n"
    )
    run(alone=True).assert_outcomes(passed=1)
