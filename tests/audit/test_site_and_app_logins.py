"""A backend that has only the login of a site or a mobile app is audited as any other; what cannot be wrong is said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from mockwx.audit.audit_report import AuditReport
from mockwx.audit.audit_stopped import AuditStopped
from mockwx.audit.auditing import AuditedBackend, audit
from mockwx.audit.catalogue import BY_ID
from mockwx.audit.check_results import State
from mockwx.audit.options import AuditOptions
from mockwx.audit.reports.scenario_files import scenario_files
from mockwx.client import ControlClient
from mockwx.play.backend import BackendSettings
from mockwx.play.player import play, scripts
from mockwx.play.report_text import details
from mockwx.play.results import PlayResult
from mockwx.play.wechat_side import WechatSide

from .checks.judging import not_passed
from .variants.running import variant_file

SITE, APP = "web_only.yaml", "mobile_only.yaml"
SPA, SCRIPT = "spa_only.yaml", "script_only.yaml"
"""Sites to whose own page WeChat leads: it sends code and state on, or the code alone."""
Audited = Callable[..., AuditReport]
FLAWS = [
    ("any-code--site", SITE),
    ("magic-code--site", APP),
    ("identity-from-client--site", SITE),
    ("identity-from-client--site", APP),
    ("outage-opens--site", SITE),
    ("null-account--by-unionid", APP),
    ("errcode-unseen--site", APP),
    ("upstream-parameters--site", APP),
    ("users-mixed-up--site", SITE),
    ("duplicate-accounts", SITE),
    ("user-token-out--site", APP),
    ("userinfo-refused-crash--site", APP),
    ("state-unchecked", SPA),
    ("identity-from-client--site", SCRIPT),
    ("state-unbound", SITE),
    ("log-keeps--site", SITE),
]
"""Each fails the check that is called like it, up to two dashes."""
PLAYED = [
    ("any-code--site", SITE),
    ("identity-from-client--site", SITE),
    ("null-account--by-unionid", SITE),
    ("errcode-unseen--site", APP),
    ("user-token-out--site", SITE),
    ("user-token-out--site", APP),
    ("userinfo-refused-crash--site", APP),
    ("state-unbound", SITE),
    ("state-unbound", SPA),
    ("any-code--site", SCRIPT),
    ("upstream-parameters--site", APP),
]


@pytest.fixture
def audited_as(
    variants: str, wechat_of: Callable[[str], ControlClient], tmp_path: Path, log_of_variants: Path
) -> Audited:
    """Audits a variant that nobody has used, of which one file tells."""

    def report(told: str, name: str, *only: str, skip: tuple[str, ...] = ()) -> AuditReport:
        requests.get(f"{variants}/v/{name}/_new", timeout=10).raise_for_status()
        audited = AuditedBackend.read(variant_file(name, variants, tmp_path, told))
        options = AuditOptions(only=only, skip=skip)
        return asyncio.run(audit(wechat_of(name), audited, options, log=log_of_variants))

    return report


@pytest.mark.parametrize(("told", "kind"), [(SITE, "a site's login"), (APP, "a mobile app's login")])
def test_a_right_one_is_an_a_plus_and_what_it_cannot_have_is_said_not_to_apply(
    audited_as: Audited, told: str, kind: str
) -> None:
    # What all have written beside it must not be taken for its own.
    report = audited_as(told, "good--impatient", skip=("log-keeps", "rid-lost"))
    states = {result.check: result for result in report.results}
    assert not_passed(states) == {"garbage-costs-a-call": "note"}
    assert report.grade.letter == "A+"
    for check in ("key-out", "stale-key-crash", "phone-code-unbound", "token-per-call"):
        assert states[check].state is State.NOT_APPLICABLE
        assert states[check].reason.en == f"{kind} has no session_key, and no phone codes of WeChat's"
    assert {cell.api for cell in report.cells} == {"oauth2_access_token", "sns_userinfo"}
    assert states["no-timeout"].state is State.PASS


@pytest.mark.parametrize(("variant", "told"), FLAWS)
def test_a_flaw_fails_its_check_and_no_other_of_its_kind(audited_as: Audited, variant: str, told: str) -> None:
    check = variant.partition("--")[0]
    area = BY_ID[check].area.value
    report = audited_as(told, variant, check if area == "sessions" else area, skip=("rid-lost",))
    states = {result.check: result for result in report.results}
    assert {name: state for name, state in not_passed(states).items() if state != "note"} == {check: "fail"}


@pytest.mark.parametrize(("variant", "told"), PLAYED)
def test_the_scenario_of_a_finding_logs_in_as_people_do_and_fails_with_the_flaw_alone(
    audited_as: Audited,
    variant: str,
    told: str,
    variants: str,
    wechat_of: Callable[[str], ControlClient],
    tmp_path: Path,
) -> None:
    report = audited_as(told, variant, variant.partition("--")[0])
    written = dict(scenario_files(report, BY_ID))
    assert written, "no finding has a scenario"
    folder = tmp_path / "scenarios"
    folder.mkdir()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")

    def played(backend: str) -> list[PlayResult]:
        settings = BackendSettings.read(variant_file(backend, variants, tmp_path, told))
        wechat = WechatSide(wechat_of(backend))
        return [asyncio.run(play(settings, wechat, script)) for name in written for script in scripts(folder / name)]

    assert {(result.verdict, result.reason) for result in played(variant)} == {("failed", None)}
    assert [line for result in played("good") for line in details(result, "en") if result.verdict != "passed"] == []


@pytest.mark.parametrize(
    ("variant", "beginning"),
    [
        ("good--redirects", "a refused login leads to /welcome, "),
        ("good--pages", "a refused login is a page with HTTP 200, and good ones lead on"),
    ],
)
def test_a_site_whose_errors_are_no_errors_to_http_is_judged_by_how_they_differ(
    audited_as: Audited, variant: str, beginning: str
) -> None:
    # Whoever is refused in a browser that is logged in stays so: that is no state that works twice.
    only = ("any-code", "same-code-race", "state-unchecked", "denied-crash")
    report = audited_as(SITE, variant, *only)
    assert [result.state for result in report.results if result.check in only] == [State.PASS] * len(only)
    (remark,) = report.remarks
    assert remark.en.startswith(beginning)


def test_what_wechat_refuses_in_every_good_login_is_told(
    variants: str, wechat_of: Callable[[str], ControlClient], tmp_path: Path
) -> None:
    file = tmp_path / "backend.yaml"
    web = "web: {start: GET /wx/login, callback: {request: GET /wx/callback, save: {session: $.token}}}"
    url = f"{variants}/v/good--small-scope"
    file.write_text(f"mockwx: 1\nbackend:\n  url: {url}\n  {web}\napps: {{club: {{kind: official}}}}\n")
    options = AuditOptions(only=("any-code",))
    report = asyncio.run(audit(wechat_of("good--small-scope"), AuditedBackend.read(file), options))
    (remark,) = report.remarks
    assert remark.en.startswith("in a good login WeChat refused a call: #")
    assert "sns_userinfo" in remark.en
    assert "48001" in remark.en
    assert remark.en.endswith("look at the scope of the link and the app's rights")


LOGIN = "login: {request: POST /login, json: {code: $code}, save: {session: $.token}}"
MOBILE = "game: {kind: mobile}"
SITE_LOGIN = "web: {start: GET /site/login, callback: GET /site/callback}"
STOPS = {
    "no login": ("actions: {}", "", "neither an action login nor a web login"),
    "a mobile app's login of which the file says nothing": (
        "actions: {login: {request: POST /game/login, json: {code: $code}, save: {session: $.token}}}",
        "",
        "apps: {game: {kind: mobile, appid: wx00000000mockgame, secret: SECRET}}",
    ),
    "a mini program's login, said to be a mobile app's": (
        f"actions: {{{LOGIN.replace('{', '{app: game, ', 1)}}}",
        MOBILE,
        "login is that of game, but the backend asked code2session",
    ),
    "a code that a step makes": (
        "actions: {login: {app: game, before: [{phone.sendAuth: {as: it}}], request: POST /a, json: {code: $it.code}}}",
        MOBILE,
        "login of game sends no $code",
    ),
    "a corp's login": (
        f"actions: {{{LOGIN.replace('{', '{app: corp, ', 1)}}}",
        "corp: {kind: wecom}",
        "login is that of corp, whose kind is wecom",
    ),
    "a corp's web login alone": (
        "web: {app: corp, start: GET /wecom/login, callback: GET /wecom/callback}",
        "corp: {kind: wecom}",
        "the only logins of the file are those of a WeCom corp",
    ),
    "a start that leads nowhere": (
        SITE_LOGIN.replace("/site/login", "/nowhere"),
        "site: {kind: website}",
        "the start of the web login shows no link to WeChat's page (HTTP 404",
    ),
    "a step before the login that only a person can take": (
        SITE_LOGIN.replace("/site/callback", "/captcha"),
        "site: {kind: website}",
        '(HTTP 404 {"error": "no such path"}). The backend must use',
    ),
    "an app that the file does not name": (SITE_LOGIN, "club: {kind: official}", "{kind: website, appid: wx00000000mo"),
}


@pytest.mark.parametrize("case", STOPS)
def test_what_cannot_be_audited_is_told_with_what_to_write_instead(
    case: str, variants: str, wechat_of: Callable[[str], ControlClient], tmp_path: Path
) -> None:
    described, app, expected = STOPS[case]
    file = tmp_path / "backend.yaml"
    apps = f"apps:\n  {app}\n" if app else ""
    file.write_text(f"mockwx: 1\nbackend:\n  url: {variants}/v/good\n  {described}\n{apps}", encoding="utf-8")
    with pytest.raises(AuditStopped) as stop:
        asyncio.run(audit(wechat_of("good"), AuditedBackend.read(file), AuditOptions()))
    assert expected in stop.value.why.en
    assert stop.value.why.zh != stop.value.why.en
