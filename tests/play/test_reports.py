"""Reports as text, JUnit XML and HTML."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from mockwx.client import JournalEntry
from mockwx.play.report_html import page
from mockwx.play.report_junit import junit
from mockwx.play.report_text import details, headline, summary
from mockwx.play.results import Difference, PlayResult, ShownAnswer, StepResult

from .conftest import Play
from .good_backend import Backend

NASTY = "<b>&\"' \x00\x1b[31m\ufffe 小明 😀</b>"


def called(line: str, trace: tuple[str, ...]) -> JournalEntry:
    return JournalEntry(
        number=1,
        at="2026-01-01T08:00:00+08:00",
        api="code2session",
        app="shop",
        user="alice",
        errcode=0,
        rule=None,
        fault=None,
        reason=None,
        rid=None,
        status=200,
        request={},
        answer={},
        trace=trace,
        line=line,
    )


FAILED = PlayResult(
    file="a.yaml",
    name=NASTY,
    rule="busy",
    verdict="failed",
    seconds=1.5,
    steps=(
        StepResult(1, "phone.login", "{user: alice}", "alice", (ShownAnswer("", '{"code": "c"}'),)),
        StepResult(
            2,
            "backend.login",
            "{code: $code}",
            "alice",
            (ShownAnswer("crashed", f"HTTP 500 {NASTY}", 0.25),),
            (Difference("outcome ok", f"crashed: {NASTY}", ("a hint",)),),
            ("not checked: x",),
        ),
        StepResult(3, "backend.me", "", played=False),
    ),
    differences=(Difference("a call", "none"),),
    calls=(called(f"#1 code2session {NASTY}", ("busy: fired on call 1",)),),
)
PASSED = PlayResult("a.yaml", "well", None, "passed", 0.5)
SKIPPED = PlayResult("b.yaml", "not here", None, "skipped", reason=NASTY)
ALL = [FAILED, PASSED, SKIPPED]


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_scenario_and_rule() -> None:
    root = ET.fromstring(junit(ALL))
    assert root.attrib == {"tests": "3", "failures": "1", "errors": "0", "skipped": "1", "time": "2.000"}
    suites = root.findall("testsuite")
    assert [(each.get("name"), each.get("tests"), each.get("failures")) for each in suites] == [
        ("a.yaml", "2", "1"),
        ("b.yaml", "1", "0"),
    ]
    broken, well = suites[0].findall("testcase")
    assert str(broken.get("name")).endswith("小明 😀</b> [busy]")
    assert broken.get("classname") == "a.yaml"
    assert broken.get("time") == "1.500"
    failure = broken.find("failure")
    assert failure is not None
    assert str(failure.get("message")).startswith("step 2 backend.login: expected outcome ok, came crashed: <b>&\"' ")
    assert "rule busy: fired on call 1" in str(failure.text)
    assert [each.tag for each in broken] == ["failure", "system-out"]
    assert list(well) == []
    skipped = suites[1].find("testcase/skipped")
    assert skipped is not None
    assert "小明" in str(skipped.get("message"))


def test_junit_holds_no_character_that_xml_cannot() -> None:
    text = junit(ALL)
    assert not set(text) & {"\x00", "\x1b", "\ufffe"}
    assert "\N{REPLACEMENT CHARACTER}" in text


def test_of_nothing_there_are_reports_too() -> None:
    assert ET.fromstring(junit([])).get("tests") == "0"
    assert "<title>" in page([])
    assert summary([]).startswith("0 passed, 0 failed, 0 skipped")


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_is_whole_by_itself_and_all_text_in_it_is_text() -> None:
    reader = read(page(ALL))
    assert not {tag for tag, _ in reader.tags} & {"script", "link", "img", "iframe", "object", "base", "form"}
    loads = {"src", "href", "onclick", "onload", "style"}
    assert [attrs for _, attrs in reader.tags if loads & set(attrs)] == []
    assert "url(" not in page(ALL)
    assert "@import" not in page(ALL)
    assert not set(page(ALL)) & {"\x00", "\x1b", "\ufffe"}
    assert reader.text.count("小明 😀</b>") == 5
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in reader.tags


def test_the_page_shows_verdicts_steps_answers_calls_and_differences() -> None:
    text = read(page(ALL)).text
    for part in (
        "失败 failed",
        "通过 passed",
        "跳过 skipped",
        "backend.login {code: $code}",
        "HTTP 500",
        "未执行 not played",
        "期望 expected",
        "outcome ok",
        "a hint",
        "not checked: x",
        "rule busy: fired on call 1",
        "1 passed, 1 failed, 1 skipped",
    ):
        assert part in text


def test_a_report_of_a_backend_that_gives_everything_away_holds_no_secret(told: Play, backend: Backend) -> None:
    secrets = {"mockwx-secret-shop"}
    ask = backend.ask

    def asked(path: str, body: object = None, **query: str) -> dict[str, object]:
        found = ask(path, body, **query)
        secrets.update(str(found[name]) for name in ("session_key", "access_token") if name in found)
        secrets.update(str(found[name]).replace("/", "\\/") for name in ("session_key",) if name in found)
        return found

    backend.ask = asked  # type: ignore[method-assign]
    backend.routes["POST /login"] = lambda request: (
        200,
        {"all": backend.login(request), "keys": backend.keys, "s": "mockwx-secret-shop", "session_key": "x" * 24},
    )
    results = told(
        """
        steps:
          - phone.login: {user: alice, as: code}
          - backend.login: {code: $code}
            expect:
              json: {$.s: 1, $.keys: 2, $: 3}
              same: $.keys
              never_contains: [token-1]
              outcome: refused
        """
    )
    assert results[0].verdict == "failed"
    assert len(secrets) >= 2
    written = "\n".join([junit(results), page(results), *details(results[0])])
    assert [secret for secret in secrets if secret in written] == []
    assert "the answer holds the secret in shop" in written
    assert "the answer holds the session_key of alice in shop" in written


def test_the_phones_own_secrets_are_masked(told: Play) -> None:
    (result,) = told("steps: [{phone.getLatestUserKey: alice}]")
    assert '"encryptKey": "' in result.steps[0].answers[0].shown
    assert "***" in result.steps[0].answers[0].shown


@pytest.mark.parametrize(
    ("result", "begins"), [(FAILED, "FAILED  失败    1.50 s  "), (PASSED, "passed  通过    0.50 s  well")]
)
def test_each_scenario_has_one_line(result: PlayResult, begins: str) -> None:
    assert headline(replace(result, reason="")).startswith(begins)


def test_only_the_last_of_many_calls_are_shown() -> None:
    many = replace(FAILED, calls=tuple(called(f"#{n}", ()) for n in range(100)))
    lines = details(many)
    assert "      … 70 before | 之前还有" in lines
    assert lines[-1] == "      #99"
