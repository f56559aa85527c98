"""The engine: controls, second tries, needs, consequences, budgets, and the same findings for the same seed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from mockwx.audit.areas import Area
from mockwx.audit.audit_report import AuditReport
from mockwx.audit.audit_stopped import AuditStopped
from mockwx.audit.auditing import AuditedBackend, announced_requests, audit
from mockwx.audit.catalogue import CATALOGUE
from mockwx.audit.check import AuditCheck, Phase, Proof, Severity
from mockwx.audit.check_results import ProbeResult, State, failed, passed
from mockwx.audit.check_runner import requests_of
from mockwx.audit.checks.resilience import does_not_recover
from mockwx.audit.checks.sessions import duplicate_accounts
from mockwx.audit.lab import Lab
from mockwx.audit.needs import Need
from mockwx.audit.options import AuditOptions
from mockwx.client import ControlClient
from mockwx.core.text.bilingual import Text

TEXT = Text.alike("…")
Probe = Callable[[Lab], Awaitable[ProbeResult]]
Tried = Callable[..., AuditReport]


def check(name: str, probe: Probe, proof: Proof = Proof.ANSWER, **more: Any) -> AuditCheck:
    return AuditCheck(name, Area.SESSIONS, Severity.HIGH, (proof,), Phase.DOORS, TEXT, TEXT, TEXT, TEXT, probe, **more)


def failing(cause: str = "cause", *, times: int = 99) -> Probe:
    """A probe that fails so many times and then passes."""
    left = times

    async def probe(lab: Lab) -> ProbeResult:
        nonlocal left
        left -= 1
        return failed([lab.finding(cause, TEXT)]) if left >= 0 else passed()

    return probe


async def passing(_lab: Lab) -> ProbeResult:
    return passed()


@pytest.fixture
def tried(
    variants: str, wechat_of: Callable[[str], ControlClient], file_of: Callable[[str], Path]
) -> Callable[..., AuditReport]:
    """Audits a variant with checks of a test's own, or with the catalogue's."""

    def report(
        *checks: AuditCheck, variant: str = "good", change: tuple[str, str] = ("", ""), **options: Any
    ) -> AuditReport:
        requests.get(f"{variants}/v/{variant}/_new", timeout=10).raise_for_status()
        file = file_of(variant)
        text = file.read_text(encoding="utf-8")
        assert change[0] in text
        file.write_text(text.replace(*change) if change[0] else text, encoding="utf-8")
        return asyncio.run(
            audit(wechat_of(variant), AuditedBackend.read(file), AuditOptions(**options), checks=checks or CATALOGUE)
        )

    return report


def test_who_never_gives_back_the_connections_of_calls_that_failed_does_not_recover(tried: Tried) -> None:
    async def resets(lab: Lab) -> ProbeResult:
        alice = await lab.person()
        rule = lab.rule("code2session", alice, then={"net": "reset"})
        for _ in range(6):
            await lab.login(alice)
        lab.remove_rule(rule)
        return passed()

    report = tried(check("resets", resets), does_not_recover.CHECK, variant="does-not-recover")
    assert {result.check: result.state for result in report.results} == {
        "resets": State.NOT_TESTED,
        "does-not-recover": State.FAIL,
    }


def test_a_check_that_raises_is_an_error_and_the_others_are_tried(tried: Tried) -> None:
    async def broken(_lab: Lab) -> ProbeResult:
        raise ZeroDivisionError

    first, second = tried(check("broken", broken), check("fine", passing)).results
    assert (first.state, second.state) == (State.ERROR, State.PASS)
    assert "ZeroDivisionError" in first.reason.en


def test_what_an_answer_shows_once_of_two_times_is_flaky_and_not_graded(tried: Tried) -> None:
    report = tried(check("once", failing(times=1)))
    assert [result.state for result in report.results] == [State.FLAKY]
    assert report.findings == []


def test_what_an_answer_shows_twice_is_a_finding(tried: Tried) -> None:
    assert [finding.cause for finding in tried(check("twice", failing(times=2))).findings] == ["cause"]


@pytest.mark.parametrize("proof", [Proof.IMPOSTOR, Proof.NO_EXCHANGE, Proof.CANARY, Proof.JOURNAL])
def test_what_a_strong_proof_has_shown_once_has_happened(tried: Tried, proof: Proof) -> None:
    assert [finding.check for finding in tried(check("once", failing(times=1), proof)).findings] == ["once"]


def test_the_second_try_is_in_a_world_that_knows_nobody_of_the_first(tried: Tried) -> None:
    people: list[set[str]] = []

    async def probe(lab: Lab) -> ProbeResult:
        person = await lab.person()
        people.append(set(lab.shared.client.users()))
        await lab.login(person)
        return failed([lab.finding("cause", TEXT)])

    tried(check("who", probe))
    first, second = people
    assert not first & second - {"alice", "bob"}


def test_a_need_that_is_not_met_leaves_the_check_untested_and_says_what_to_add(tried: Tried) -> None:
    (result,) = tried(check("doors", passing, needs=(Need.DOORS,))).results
    assert (result.state, "--doors" in result.reason.en) == (State.NOT_TESTED, True)


def test_a_check_is_not_tried_after_one_of_which_it_would_be_a_consequence(tried: Tried) -> None:
    first, second = tried(check("first", failing()), check("second", failing(), after=("first",))).results
    assert (first.state, second.consequence_of) == (State.FAIL, "first")


def test_a_finding_is_swallowed_by_its_cause_and_told_where_there_is_none(tried: Tried) -> None:
    swallowed = check("second", failing(), swallowed_by=("first",))
    assert [each.check for each in tried(check("first", failing()), swallowed).findings] == ["first"]
    assert [each.check for each in tried(check("first", passing), swallowed).findings] == ["second"]


def test_one_cause_of_several_can_be_swallowed_and_the_others_are_told(tried: Tried) -> None:
    async def two(lab: Lab) -> ProbeResult:
        return failed([lab.finding("push", TEXT), lab.finding("logout", TEXT)])

    causes = (("push", "first"),)
    both = check("second", two, swallowed_causes=causes)
    assert [each.cause for each in tried(check("first", failing()), both).findings] == ["cause", "logout"]
    assert [each.cause for each in tried(check("first", passing), both).findings] == ["push", "logout"]
    alone = check("second", failing("push"), swallowed_causes=causes)
    assert tried(check("first", failing()), alone).results[1].consequence_of == "first"


def test_no_more_requests_are_sent_than_were_announced(tried: Tried) -> None:
    async def greedy(lab: Lab) -> ProbeResult:
        for _ in range(500):
            await lab.login(await lab.person())
        return passed()

    report = tried(check("greedy", greedy, requests=3), check("fine", passing))
    assert [result.state for result in report.results] == [State.ERROR, State.PASS]
    assert report.requests < 80


def test_an_audit_announces_no_less_than_it_sends(tried: Tried, variants: str, file_of: Callable[[str], Path]) -> None:
    del variants
    options: dict[str, Any] = {"only": ("identity", "secrets", "sealed")}
    announced = announced_requests(AuditedBackend.read(file_of("good")), AuditOptions(**options))
    for variant in ("good", "identity-from-client", "magic-code--substring"):
        assert tried(variant=variant, **options).requests <= announced


def test_races_are_announced_with_as_many_rounds_as_they_have(file_of: Callable[[str], Path]) -> None:
    backend = AuditedBackend.read(file_of("good")).backend
    longest = max(len(action.requests) for action in backend.actions.values())
    usual, deep = (
        requests_of(duplicate_accounts.CHECK, backend, AuditOptions(deep=is_deep)) for is_deep in (False, True)
    )
    # Five people in each round, of whom each logs in twice, and is asked about after both.
    assert (usual, deep) == (3 * 5 * 4 * longest, 10 * 5 * 4 * longest)


def test_rules_end_with_the_probe(tried: Tried) -> None:
    async def rule(lab: Lab) -> ProbeResult:
        lab.rule("code2session", then={"errcode": -1})
        return passed()

    outcomes = []

    async def login(lab: Lab) -> ProbeResult:
        outcomes.append((await lab.login(await lab.person())).outcome)
        return passed()

    tried(check("rule", rule), check("login", login))
    assert outcomes == ["ok"]


def test_a_uid_that_is_another_at_each_login_makes_no_finding_about_accounts(tried: Tried) -> None:
    report = tried(
        change=("login: {request: POST /login, json: {code: $code}, save: {session: $.token, uid: $.user.id}}",
                "login: {request: POST /login, json: {code: $code}, save: {session: $.token, uid: $.token}}"),
        only=("duplicate-accounts", "identity-from-client"),
    )  # fmt: skip
    assert report.findings == []
    states = {result.check: result.state for result in report.results}
    assert states["duplicate-accounts"] is states["identity-from-client"] is State.NOT_TESTED


def test_what_the_phone_gives_before_a_login_is_there_for_odd_codes_too(tried: Tried) -> None:
    login = "login: {request: POST /login, json: {code: $code}, save: {session: $.token, uid: $.user.id}}"
    asks_the_phone = login.replace("{request", "{before: [{phone.getUserInfo: {as: info}}], request", 1)
    with_profile = asks_the_phone.replace("{code: $code}", "{code: $code, nickname: $info.userInfo.nickName}")
    report = tried(change=(login, with_profile), only=("crash-on-odd-code",))
    states = {result.check: result.state for result in report.results}
    assert states["crash-on-odd-code"] is State.PASS


def test_a_backend_that_is_not_configured_for_these_apps_is_told_so(tried: Tried) -> None:
    with pytest.raises(AuditStopped) as stop:
        tried(check("fine", passing), change=("  shop:\n", "  shop:\n    secret: mockwx-another-secret\n"))
    assert "WeChat refused a good code" in stop.value.why.en


def test_the_same_seed_gives_the_same_findings(tried: Tried) -> None:
    def told(variant: str) -> list[tuple[str, ...]]:
        report = tried(variant=variant, only=("identity", "secrets"), seed=7)
        return [
            (result.check, result.state, *[each.fingerprint for each in result.findings]) for result in report.results
        ]

    for variant in ("good", "identity-from-client", "key-out"):
        assert told(variant) == told(variant)


def test_quick_leaves_out_what_takes_time_and_gives_no_grade(tried: Tried) -> None:
    report = tried(quick=True)
    assert (report.grade.letter, report.grade.at_best, report.complete) == ("—", "A", False)
    assert report.findings == []


def test_the_code_of_a_login_is_made_for_the_app_that_its_file_names(tried: Tried) -> None:
    login = "login: {request: POST /login"
    with pytest.raises(AuditStopped) as stop:
        tried(check("fine", passing), change=(login, login.replace("{", "{app: cafe, ", 1)))
    assert "it was issued for wx00000000mockcafe" in stop.value.why.en


def test_a_world_in_which_nobody_can_make_a_code_stops_the_audit_with_the_reason(tried: Tried) -> None:
    login = "login: {request: POST /login"
    before = login.replace("{", "{before: [{phone.scan: {as: tap, url: nothing}}], ", 1)
    with pytest.raises(AuditStopped) as stop:
        tried(check("fine", passing), change=(login, before))
    assert stop.value.why.en.startswith("nobody can log in: ")
