"""Probing: which checks are tried, in which order, with controls around each, and what became of them."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Sequence
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from mockwx.audit.areas import Area
from mockwx.audit.audit_stopped import AuditStopped
from mockwx.audit.chaos.cells import REQUESTS as MATRIX_REQUESTS
from mockwx.audit.check import AuditCheck, Phase, Proof
from mockwx.audit.check_results import CheckResult, ProbeResult, State, not_tested
from mockwx.audit.finding import AuditFinding
from mockwx.audit.good_login import REQUESTS_OF_A_CONTROL, REQUESTS_TO_LEARN, learn, why_no_login
from mockwx.audit.lab import (
    AuditBudgetSpent,
    AuditedProcess,
    AuditState,
    Lab,
    LoginKind,
    LoginSeen,
    why_beside,
    why_missing,
)
from mockwx.audit.needs import Need
from mockwx.audit.options import AuditOptions
from mockwx.client import MockWxError
from mockwx.core.text.bilingual import Text
from mockwx.play.backend import Backend
from mockwx.play.variables import UnknownVariable

LEFT_OUT_BY_QUICK = frozenset({Phase.MATRIX, Phase.HANGS, Phase.TOKENS, Phase.RACES, Phase.OTHERS, Phase.RESTARTS})
DOES_NOT_RECOVER = "does-not-recover"
"""The check that tells of it where the backend's process ends."""
QUICKLY = 1.0
"""Seconds within which a limit refuses; whoever takes longer is stuck."""


class AuditProgress(Struct, frozen=True):
    """Where an audit is."""

    check: AuditCheck
    number: int
    """From 1."""
    of: int
    again: bool = False
    """It failed, and is tried once more."""


class CheckRunner:
    """One audit of one backend.

    :param tell: is told before each check.
    :param process: None where the backend runs elsewhere.
    """

    def __init__(
        self,
        shared: AuditState,
        checks: Sequence[AuditCheck],
        *,
        tell: Callable[[AuditProgress], object] = lambda progress: None,
        process: AuditedProcess | None = None,
    ) -> None:
        self._shared = shared
        self._checks = checks
        self._described = shared.backend
        self._tell = tell
        self._process = shared.process = process
        self._locked_out: Text | None = None
        self.remarks: list[Text] = []

    async def audit(self) -> list[CheckResult]:
        """Of every check, in the order of the catalogue.

        :raises AuditStopped: nothing can be judged.
        """
        shared = self._shared
        shared.begin_world()
        try:
            await learn(shared)
        except AuditStopped as stop:
            if stop.check not in {check.id for check in self._checks}:
                raise
            return self._stopped(stop)
        results: dict[str, CheckResult] = {}
        wanted = chosen(self._checks, shared.options)
        ordered = sorted(wanted, key=lambda check: list(Phase).index(check.phase))
        for number, check in enumerate(ordered, 1):
            self._tell(AuditProgress(check, number, len(ordered)))
            results[check.id] = await self._try(check, results)
        await self._once_more([check for check in ordered if results[check.id].state is State.FAIL], results)
        if shared.ends and not _fails(results.get(DOES_NOT_RECOVER)):
            self.remarks.append(_restarts([end.check for end in shared.ends]))
        for check in self._checks:
            if check.id not in results:
                results[check.id] = CheckResult(check.id, State.NOT_TESTED, _why_left_out(check, shared.options))
        return [_without_consequences(check, results) for check in self._checks]

    @property
    def _tells_of_ends(self) -> bool:
        return DOES_NOT_RECOVER in {check.id for check in chosen(self._checks, self._shared.options)}

    def _stopped(self, stop: AuditStopped) -> list[CheckResult]:
        """No good login succeeds, and it is known why: that is one finding, and all that can be said."""
        untested = Text(f"no good login succeeds: {stop.check}", f"正常登录不成功：{stop.check}")
        results = {check.id: CheckResult(check.id, State.NOT_TESTED, untested) for check in self._checks}
        check = next(check for check in self._checks if check.id == stop.check)
        seen = () if stop.seen is None else (stop.seen,)
        finding = AuditFinding(
            check.id,
            "good-login",
            check.severity,
            check.proof[0],
            stop.why,
            seen,
            scenario=self._shared.way.scenario(_GOOD_LOGIN),
        )
        results[check.id] = CheckResult(check.id, State.FAIL, findings=(finding,))
        return list(results.values())

    async def _try(self, check: AuditCheck, results: dict[str, CheckResult]) -> CheckResult:
        began = asyncio.get_running_loop().time()
        if (beside := why_not_applicable(check, self._shared)) is not None:
            return CheckResult(check.id, State.NOT_APPLICABLE, beside)
        missing = why_untested(check, self._shared)
        if missing is not None:
            return CheckResult(check.id, State.NOT_TESTED, missing)
        if self._locked_out is not None and check.phase is not Phase.WHOLE:
            return CheckResult(check.id, State.NOT_TESTED, self._locked_out)
        if cause := next((name for name in check.after if _fails(results.get(name))), None):
            return CheckResult(check.id, State.NOT_TESTED, _consequence(cause), consequence_of=cause)
        if check.phase is Phase.WHOLE:
            self._shared.look_for_secrets()
        result = await self._probe(check)
        if check.phase is not Phase.WHOLE and result.state not in (State.NOT_TESTED, State.NOT_APPLICABLE):
            result = await self._after(check, result)
        seconds = asyncio.get_running_loop().time() - began
        return CheckResult(
            check.id,
            result.state,
            result.reason,
            result.findings,
            consequence_of=DOES_NOT_RECOVER if result.reason is _ENDED and self._tells_of_ends else "",
            seconds=round(seconds, 3),
        )

    async def _probe(self, check: AuditCheck) -> ProbeResult:
        shared = self._shared
        shared.requests_left = requests_of(check, self._described, shared.options)
        try:
            async with Lab(shared, check) as lab:
                return await check.probe(lab)
        except UnknownVariable as error:
            why = Text.of(str(error))
            return not_tested(Text(f"an action needs what nobody gave: {why.en}", f"动作缺少需要的值：{why.zh}"))
        except AuditBudgetSpent:
            return ProbeResult(State.ERROR, Text("more requests than were announced", "超出了事先声明的请求数"))
        except MockWxError as error:
            why = Text.of(str(error))
            return ProbeResult(State.ERROR, Text(f"mockwx could not do it: {why.en}", f"mockwx 无法完成：{why.zh}"))
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            what = f"{type(error).__name__}: {error} ({where.name}:{where.lineno})"
            return ProbeResult(State.ERROR, Text(f"the check itself failed: {what}", f"检查项自身出错：{what}"))
        finally:
            shared.requests_left = None

    async def _after(self, check: AuditCheck, result: ProbeResult) -> ProbeResult:
        """The control: whoever cannot log in now could not be judged by an answer a moment ago."""
        seen = await why_no_login(self._shared)
        if seen is None:
            return result
        if await self._shared.started_again(check.id):
            # What was asked of nobody has passed nothing.
            return not_tested(_ENDED) if result.state is State.PASS else result
        if await self._forgotten():
            return result
        strong = tuple(finding for finding in result.findings if finding.proof is not Proof.ANSWER)
        if _is_lockout(seen):
            self._locked_out = Text(
                f"it locked us out after {check.id}, which is a good sign; say audit.reset or audit.pace in its file, "
                "or address, the header by which it knows a client's",
                f"{check.id} 之后后端把我们锁在外面（这是好迹象）；请在文件里写 audit.reset、audit.pace，"
                "或它识别客户端地址的头 address",
            )
            self.remarks.append(self._locked_out)
            if check.phase is Phase.LOCKOUT:
                return result
            return ProbeResult(State.FAIL, findings=strong) if strong else not_tested(self._locked_out)
        if (again := await why_no_login(self._shared)) is None:
            return result
        shown = f"{again.outcome}: {again.answer.shown()}"
        lost = Text(f"no good login succeeds since {check.id} ({shown})", f"{check.id} 之后正常登录不再成功（{shown}）")
        if self._shared.unrecovered is None:
            self._shared.unrecovered, self._shared.unrecovered_since = again, check.id
        if self._process is not None:
            await self._restarted(lost)
            return result
        self._locked_out = lost
        self.remarks.append(lost)
        return ProbeResult(State.FAIL if strong else State.NOT_TESTED, lost, strong)

    async def _restarted(self, why: Text) -> None:
        if self._process is not None:
            await self._process.restart()
        self.remarks.append(Text(f"{why.en}; it was started again", f"{why.zh}；已重新启动"))

    async def _forgotten(self) -> bool:
        """Whether its ``audit.reset`` lets people in again."""
        reset = self._shared.backend.audit.reset
        if reset is None:
            return False
        async with Lab(self._shared, self._checks[0]) as lab:
            stranger = await lab.person()
            await lab.request(stranger, reset.method, reset.path)
        return await why_no_login(self._shared) is None

    async def _once_more(self, failing: Sequence[AuditCheck], results: dict[str, CheckResult]) -> None:
        """Each failure from a fresh world: what a strong proof has shown has happened, the rest must show again."""
        failing = [check for check in failing if check.phase not in (Phase.WHOLE, Phase.RESTARTS)]
        if not failing or self._locked_out is not None:
            return
        self._shared.begin_world()
        for number, check in enumerate(failing, 1):
            self._tell(AuditProgress(check, number, len(failing), again=True))
            again = await self._probe(check)
            await self._after(check, again)
            results[check.id] = judged_twice(results[check.id], again)


def judged_twice(first: CheckResult, again: ProbeResult) -> CheckResult:
    """What of a failing check stands after it was tried a second time."""
    causes = {finding.cause for finding in again.findings}
    standing = [finding for finding in first.findings if finding.cause in causes or finding.proof is not Proof.ANSWER]
    if any(finding.severity != "note" for finding in standing):
        return replace(first, findings=tuple(standing))
    return replace(
        first,
        state=State.FLAKY,
        reason=Text("seen once of two times", "两次中只出现一次"),
    )


def chosen(checks: Sequence[AuditCheck], options: AuditOptions) -> list[AuditCheck]:
    return [check for check in checks if _why_left_out(check, options) is _CHOSEN]


def most_requests(checks: Sequence[AuditCheck], backend: Backend, options: AuditOptions) -> int:
    """That these are sent at most, with the controls and the second try of each."""
    longest = _longest(backend)
    probes = sum(requests_of(check, backend, options) + longest * REQUESTS_OF_A_CONTROL for check in checks)
    matrix = MATRIX_REQUESTS if any(check.phase is Phase.MATRIX for check in checks) else 0
    return longest * (REQUESTS_TO_LEARN + 2 * matrix) + 2 * probes


def requests_of(check: AuditCheck, backend: Backend, options: AuditOptions) -> int:
    """That one try of the check sends at most."""
    rounds = options.rounds / AuditOptions().rounds if check.phase is Phase.RACES else 1
    return ceil((check.requests + check.more_requests(backend.audit)) * rounds) * _longest(backend)


def _longest(backend: Backend) -> int:
    """Requests of the longest action; a login in a browser has a start and a callback."""
    longest = max((len(action.requests) for action in backend.actions.values()), default=1)
    return longest if "login" in backend.actions else max(longest, 2)


_GOOD_LOGIN = {
    "name": "a good login succeeds",
    "steps": [
        {"phone.login": {"user": "alice", "as": "code"}},
        {"backend.login": {"user": "alice", "code": "$code"}, "expect": {"outcome": "ok"}},
    ],
}
_ALL_OK = Text(
    "a refused login is ok as well by HTTP's status; say under outcomes how this backend refuses",
    "按 HTTP 状态码，被拒绝的登录也是 ok；请在 outcomes 里写明后端如何表示拒绝",
)
_ENDED = Text("its process ended while it was tried", "尝试期间后端进程退出")
_CHOSEN = Text.alike("")


def _why_left_out(check: AuditCheck, options: AuditOptions) -> Text:
    names = {check.id, check.area.value}
    if options.only and not names & set(options.only):
        return Text("left out by --only", "不在 --only 之内")
    if names & set(options.skip):
        return Text("left out by --skip", "被 --skip 排除")
    if options.quick and check.phase in LEFT_OUT_BY_QUICK:
        return Text("left out by --quick", "被 --quick 排除")
    return _CHOSEN


def why_not_applicable(check: AuditCheck, shared: AuditState) -> Text | None:
    """That people log in to this backend in a way that cannot have the flaw; None: it can."""
    if shared.way.kind is LoginKind.MINIPROGRAM:
        return None
    if check.area is Area.SEALED:
        return why_beside(Need.SESSION_KEY, shared)
    beside = next((reason for need in check.needs if (reason := why_beside(need, shared)) is not None), None)
    if beside is not None or not check.needs_any:
        return beside
    alternatives = [why_beside(need, shared) for need in check.needs_any]
    return None if None in alternatives else alternatives[-1]


def why_untested(check: AuditCheck, shared: AuditState) -> Text | None:
    """Which of the check's needs is not met; None: all are."""
    if check.proof == (Proof.ANSWER,) and not shared.learnt.outcomes and check.phase is not Phase.WHOLE:
        return _ALL_OK
    reasons = [reason for need in check.needs if (reason := why_missing(need, shared)) is not None]
    if reasons:
        return reasons[0]
    alternatives = [why_missing(need, shared) for need in check.needs_any]
    if alternatives and None not in alternatives:
        return alternatives[0]
    return None


def _restarts(check_ids: Sequence[str]) -> Text:
    ids = list(dict.fromkeys(check_ids))
    return Text(
        f"the backend's process ended during {', '.join(ids)}; it was started again",
        f"{'、'.join(ids)} 期间后端进程退出；已重新启动",
    )


def _fails(result: CheckResult | None) -> bool:
    return result is not None and result.state in (State.FAIL, State.ACCEPTED)


def _consequence(cause: str) -> Text:
    return Text(f"a consequence of {cause}", f"由 {cause} 引起")


def _without_consequences(check: AuditCheck, results: dict[str, CheckResult]) -> CheckResult:
    result = results[check.id]
    if result.state is not State.FAIL:
        return result
    causes = {cause: check_id for cause, check_id in check.swallowed_causes if _fails(results.get(check_id))}
    own = tuple(finding for finding in result.findings if finding.cause not in causes)
    cause = next((name for name in check.swallowed_by if _fails(results.get(name))), None)
    if cause is None and own:
        return replace(result, findings=own)
    cause = cause or next(iter(causes.values()))
    return CheckResult(check.id, State.NOT_TESTED, _consequence(cause), consequence_of=cause, seconds=result.seconds)


def _is_lockout(seen: LoginSeen) -> bool:
    """Refused without WeChat having been asked: the backend has had enough of us."""
    return not seen.ok and not seen.crashed and not seen.calls and seen.answer.seconds < QUICKLY
