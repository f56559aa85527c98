"""Reports as text, JUnit XML and HTML."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

from mockwx.client import JournalEntry
from mockwx.core.text.bilingual import Text
from mockwx.core.wire import RuleTrace
from mockwx.play.flaws import Flaw, FlawKind
from mockwx.play.report import Report
from mockwx.play.report_html import page
from mockwx.play.report_junit import junit
from mockwx.play.report_text import details, first_screen, headline, summary
from mockwx.play.results import Difference, PlayResult, ShownAnswer, StepResult
from mockwx.scenario.about import About, AboutText

from .conftest import Play
from .good_backend import Backend

NASTY = "<b>&\"' \x00\x1b[31m\ufffe 小明 😀</b>"


def called(line: str, *rules: RuleTrace) -> JournalEntry:
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
        trace=tuple(map(str, rules)),
        rules=rules,
        line=line,
    )


CRASH = Flaw(FlawKind.CRASH, Text.alike("500"), Text("where WeChat is down", "微信不可用时"))
FAILED = PlayResult(
    file="a.yaml",
    name=NASTY,
    rule="busy",
    verdict="failed",
    seconds=1.5,
    steps=(
        StepResult(1, "phone.login", "{user: alice}", "alice", (ShownAnswer("", Text.alike('{"code": "c"}')),)),
        StepResult(
            2,
            "backend.login",
            "{code: $code}",
            "alice",
            (ShownAnswer("crashed", Text.alike(f"HTTP 500 {NASTY}"), 0.25),),
            (
                Difference(
                    Text("outcome ok", "结果为 ok"), Text.alike(f"crashed: {NASTY}"), CRASH, (Text("a hint", "提示"),)
                ),
            ),
            (Text("not checked: x", "未检查：x"),),
        ),
        StepResult(3, "backend.me", "", played=False),
    ),
    differences=(Difference(Text("a call", "一次调用"), Text("none", "没有"), Flaw(FlawKind.CALLS)),),
    calls=(called(f"#1 code2session {NASTY}", RuleTrace("busy", "fired on call 1")),),
)
PASSED = PlayResult("a.yaml", "well", None, "passed", 0.5)
SKIPPED = PlayResult("b.yaml", "not here", None, "skipped", reason=Text.alike(NASTY))
ALL = [FAILED, PASSED, SKIPPED]


def test_junit_has_a_suite_for_each_file_and_a_case_for_each_scenario_and_rule() -> None:
    root = ET.fromstring(junit(Report.of(ALL)))
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
    text = junit(Report.of(ALL))
    assert not set(text) & {"\x00", "\x1b", "\ufffe"}
    assert "\N{REPLACEMENT CHARACTER}" in text


def test_of_nothing_there_are_reports_too() -> None:
    assert ET.fromstring(junit(Report.of([]))).get("tests") == "0"
    assert "<title>" in page(Report.of([]))
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
    reader = read(page(Report.of(ALL)))
    assert not {tag for tag, _ in reader.tags} & {"script", "link", "img", "iframe", "object", "base", "form"}
    loads = {"src", "href", "onclick", "onload", "style"}
    assert [attrs for _, attrs in reader.tags if loads & set(attrs)] == []
    assert "url(" not in page(Report.of(ALL))
    assert "@import" not in page(Report.of(ALL))
    assert not set(page(Report.of(ALL))) & {"\x00", "\x1b", "\ufffe"}
    assert reader.text.count("小明 😀</b>") == 5
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in reader.tags


def test_the_page_shows_verdicts_steps_answers_calls_and_differences() -> None:
    text = read(page(Report.of(ALL))).text
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
    written = "\n".join([junit(Report.of(results)), page(Report.of(results)), *details(results[0])])
    assert [secret for secret in secrets if secret in written] == []
    assert "the answer holds the secret in shop" in written
    assert "the answer holds the session_key of alice in shop" in written


def test_the_phones_own_secrets_are_masked(told: Play) -> None:
    (result,) = told("steps: [{phone.getLatestUserKey: alice}]")
    assert '"encryptKey": "' in result.steps[0].answers[0].shown.en
    assert "***" in result.steps[0].answers[0].shown.en


@pytest.mark.parametrize(
    ("result", "begins"), [(FAILED, "FAILED  失败    1.50 s  "), (PASSED, "passed  通过    0.50 s  well")]
)
def test_each_scenario_has_one_line(result: PlayResult, begins: str) -> None:
    assert headline(replace(result, reason=None)).startswith(begins)


def test_only_the_last_of_many_calls_are_shown() -> None:
    many = replace(FAILED, calls=tuple(called(f"#{n}") for n in range(100)))
    lines = details(many)
    assert "      … 70 before | …之前还有 70 次" in lines
    assert lines[-1] == "      #99"


def test_the_first_screen_names_backend_date_version_and_each_cause_once_with_what_to_do() -> None:
    failed = [replace(FAILED, file=f"{name}.yaml", rule=None, backend="http://b", differences=()) for name in "xyz"]
    report = Report.of([*failed, PASSED, SKIPPED], date="2026-01-01T08:00:00+08:00", language="en")
    lines = list(first_screen(report))
    assert lines[0] == "backend: http://b"
    assert lines[1] == "date: 2026-01-01T08:00:00+08:00"
    assert lines[2].startswith("mockwx: ")
    assert lines[3:6] == ["passed: 1 / 4, 1 skipped", "", "what is wrong, the most harmful first:"]
    assert lines[6:] == ["  1. answers 500 where WeChat is down: 3 scenarios (x, y, z)"]
    chinese = "\n".join(first_screen(replace(report, language="zh")))
    assert "1. 微信不可用时返回 500：3 个场景（x、y、z）" in chinese
    assert "answers" not in chinese


def test_causes_stand_in_the_order_of_their_harm() -> None:
    def shown(*kinds: FlawKind) -> PlayResult:
        differences = tuple(Difference(Text.alike("a"), Text.alike("b"), Flaw(kind)) for kind in kinds)
        return replace(FAILED, steps=(), differences=differences)

    report = Report.of([shown(FlawKind.WRONG_WORD, FlawKind.CODE_AGAIN), shown(FlawKind.LEAK, FlawKind.CODE_AGAIN)])
    kinds = [cause.flaw.kind for cause in report.causes]
    assert kinds == [FlawKind.LEAK, FlawKind.CODE_AGAIN, FlawKind.WRONG_WORD]
    assert report.causes[1].count == 2


def test_of_scenarios_that_want_different_things_each_says_its_own_behind_its_name_and_three_at_most() -> None:
    def crashed(name: str, advice: str) -> PlayResult:
        said = AboutText(advice=advice)
        differences = (Difference(Text.alike("a"), Text.alike("b"), Flaw(FlawKind.CRASH)),)
        return replace(
            FAILED, file=f"{name}.yaml", rule=None, steps=(), differences=differences, about=About(said, said)
        )

    def advice(*results: PlayResult) -> list[str]:
        (cause,) = Report.of(results, language="en").causes
        return [text.en for text in cause.advice]

    later, again = crashed("outage", "Say: try later."), crashed("code-expired", "Say: log in again.")
    assert advice(later, crashed("wechat-busy", "Say: try later.")) == ["Say: try later."]
    assert advice(later, again) == ["outage: Say: try later.", "code-expired: Say: log in again."]
    *three, rest = advice(later, again, crashed("a", "Do a."), crashed("b", "Do b."), crashed("c", "Do c."))
    assert len(three) == 3
    assert rest.startswith("and 2 more, in the files of the other scenarios")


def test_that_nothing_called_mockwx_is_said_only_where_nothing_did_in_the_whole_run() -> None:
    unasked = Difference(Text.alike("a call"), Text.alike("none"), Flaw(FlawKind.UNASKED))
    silent = replace(FAILED, steps=(), calls=(), differences=(unasked,), wechat="http://m")
    (cause,) = Report.of([silent, replace(silent, differences=FAILED.differences)]).causes
    assert cause.flaw.kind is FlawKind.UNREACHED
    (advice,) = cause.advice
    assert "http://m" in advice.en
    assert "--intercept" in advice.zh
    kinds = [cause.flaw.kind for cause in Report.of([silent, FAILED]).causes]
    assert FlawKind.UNREACHED not in kinds
    assert FlawKind.UNASKED in kinds


@pytest.mark.parametrize("kind", list(FlawKind))
def test_every_flaw_has_a_title_in_both_languages(kind: FlawKind) -> None:
    title = Flaw(kind, Text("this", "这个"), Text("where", "时")).title
    assert title.en.isascii() or "“" in title.en
    assert any("一" <= letter <= "鿿" for letter in title.zh)
    assert "{" not in title.en + title.zh


def test_in_one_language_no_report_speaks_the_other(told: Play) -> None:
    results = told(
        "steps: [{phone.login: {user: alice, as: c}}, {backend.login: {code: $c}, expect: {outcome: refused}}]"
    )
    english = Report.of(results, language="en")
    text = "\n".join((*first_screen(english), *details(results[0], "en"), headline(results[0], "en"), junit(english)))
    assert not any("一" <= letter <= "鿿" for letter in text + page(english).replace("PingFang", ""))
    chinese = Report.of(results, language="zh")
    for word in ("expected", "came", "calls to WeChat", "steps"):
        assert word not in read(page(chinese)).text
    assert "期望" in read(page(chinese)).text


def test_junits_first_suite_has_the_first_screen_as_properties() -> None:
    root = ET.fromstring(junit(Report.of([replace(FAILED, backend="http://b"), SKIPPED], language="zh")))
    first, second = root.findall("testsuite")
    properties = {str(each.get("name")): str(each.get("value")) for each in first.iter("property")}
    assert properties["backend"] == "http://b"
    assert properties["passed"] == "0 / 1，跳过 1"
    assert properties["cause.1"] == "微信不可用时返回 500：1 个场景（a [busy]）"
    assert properties["cause.2"].startswith("对微信的调用与期望不符：")
    assert list(second.iter("property")) == []
