"""Cells: each fault of an api tried with somebody of its own, many at once; each once in an audit, for all checks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from mockwx.audit.chaos.fault_table import TOKEN_APIS, ChaosFault, faults_of, faults_that_hang
from mockwx.audit.chaos.right_outcomes import judged, right_in
from mockwx.audit.chaos_matrix import Cell
from mockwx.audit.lab import USERINFO, ActionSeen, Lab
from mockwx.audit.lab.cell_seen import CellSeen
from mockwx.core.text.bilingual import Text

AT_ONCE = 8
"""Cells that overlap, where the backend's file asks for no pace."""
HANGING_AT_ONCE = 3
REQUESTS = 500
"""That all cells need at most, whichever checks ask for them."""
MOST_STUCK = 10
"""After so many cells that took as long as a hanging WeChat the rest is left: nothing would be learnt but patience."""
MOST_ENDS = 8
"""So often a backend's process is started again for the sake of single cells."""
STUCK = 4.0
"""Seconds."""
DRIVEN_BY = {
    "code2session": "login",
    "oauth2_access_token": "login",
    "sns_userinfo": "login",
    "sns_auth": "login",
    "oauth2_refresh_token": "login",
    "getuserphonenumber": "phone",
    "token": "phone",
    "stable_token": "phone",
}
"""The action that makes the backend ask for an api."""


async def matrix(lab: Lab) -> list[CellSeen]:
    """Every cell without those that hang; tried once in each world."""
    if not lab.shared.matrix:
        wrong = lab.shared.wrong_cells
        with lab.shared.announced_apart():
            for api in _apis(lab):
                faults = [
                    fault for fault in faults_of(api) if wrong is None or (api, fault.label, fault.after) in wrong
                ]
                lab.shared.matrix += await _tried(lab, api, faults, AT_ONCE)
        if wrong is None:
            lab.shared.cells += [seen_cell.cell for seen_cell in lab.shared.matrix]
    return lab.shared.matrix


async def hanging_cells(lab: Lab) -> list[CellSeen]:
    """Those that hang, of what a login asks; tried once in each world."""
    if not lab.shared.hanging:
        first = not any(cell.fault.startswith("net hang") for cell in lab.shared.cells)
        at_once = 1 if lab.shared.one_at_a_time else HANGING_AT_ONCE
        apis = [lab.exchange, *([USERINFO] if USERINFO in lab.learnt.apis else [])]
        with lab.shared.announced_apart():
            for api in apis:
                lab.shared.hanging += await _tried(lab, api, faults_that_hang(), at_once)
        if first:
            lab.shared.cells += [seen_cell.cell for seen_cell in lab.shared.hanging]
    return lab.shared.hanging


def _apis(lab: Lab) -> list[str]:
    return [api for api in DRIVEN_BY if api in lab.learnt.apis and DRIVEN_BY[api] in lab.backend.actions]


async def _tried(lab: Lab, api: str, faults: Sequence[ChaosFault], at_once: int) -> list[CellSeen]:
    if api in TOKEN_APIS:  # the token is the app's: one after the other
        return [await _cell(lab, api, fault, _token_call) for fault in faults if not _is_stuck(lab)]
    together = asyncio.Semaphore(1 if lab.backend.pace else at_once)
    ask = _login if DRIVEN_BY[api] == "login" else _phone

    async def one(fault: ChaosFault) -> CellSeen | None:
        async with together:
            return None if _is_stuck(lab) else await _cell(lab, api, fault, ask)

    with lab.overlapping():
        cells = await asyncio.gather(*map(one, faults), return_exceptions=True)
    # All have ended: an error of one must not leave the others behind.
    for seen_cell in cells:
        if isinstance(seen_cell, BaseException):
            raise seen_cell
    tried = [(fault, cell) for fault, cell in zip(faults, cells, strict=True) if isinstance(cell, CellSeen)]
    if not await lab.started_again():
        return [seen_cell for _, seen_cell in tried]
    return await _each_alone(lab, api, tried, ask)


async def _each_alone(lab: Lab, api: str, tried: Sequence[tuple[ChaosFault, CellSeen]], ask: Ask) -> list[CellSeen]:
    """Whoever ends the process takes those beside it with it: who got no answer is tried again, with nobody beside.

    Once it has ended too often, the others are left away: nothing is known of them.
    """
    ends, cells = 0, []
    for fault, cell in tried:
        if cell.seen.status is not None or cell.seen.hung:
            cells.append(cell)
        elif ends < MOST_ENDS:
            cells.append(await _cell(lab, api, fault, ask))
            ends += await lab.started_again()
    return cells


Ask = Callable[[Lab, str, ChaosFault], Awaitable[tuple[ActionSeen, str]]]
"""Gives what was seen, and the name of the rule."""


def _is_stuck(lab: Lab) -> bool:
    return lab.shared.stuck_cells >= MOST_STUCK


async def _cell(lab: Lab, api: str, fault: ChaosFault, ask: Ask) -> CellSeen:
    seen, rule = await ask(lab, api, fault)
    lab.shared.stuck_cells += seen.answer.seconds > STUCK
    met = any(call.rule == rule for call in seen.calls)
    severity, check = judged(fault, seen) if met else (None, "")
    cell = Cell(
        api=api,
        fault=fault.label,
        fault_class=fault.fault_class.value,
        after=fault.after,
        outcome=seen.outcome if met else "",
        right=right_in(fault),
        severity=severity,
        check=check,
        calls=sum(call.api == api for call in seen.calls),
        seconds=round(seen.answer.seconds, 3),
        answer=lab.shown_answer(seen),
        reason=None if met else Text(f"it did not ask for {api} then", f"此时没有调用 {api}"),
    )
    return CellSeen(cell, seen, fault.then)


async def _login(lab: Lab, api: str, fault: ChaosFault) -> tuple[ActionSeen, str]:
    person = await lab.person()
    rule = lab.rule(api, person, then=fault.then, times=fault.times)
    return await lab.login(person), rule


async def _phone(lab: Lab, api: str, fault: ChaosFault) -> tuple[ActionSeen, str]:
    person = await lab.person()
    login = await lab.login(person, prove=False)
    if not login.ok:
        return login, ""
    rule = lab.rule(api, person, then=fault.then, times=fault.times)
    return await lab.usual("phone", person), rule


async def _token_call(lab: Lab, api: str, fault: ChaosFault) -> tuple[ActionSeen, str]:
    person = await lab.person()
    login = await lab.login(person, prove=False)
    if not login.ok:
        return login, ""
    await lab.do("wechat.revoke_token")
    rule = lab.rule(api, then=fault.then, times=fault.times)
    seen = await lab.usual("phone", person)
    lab.remove_rule(rule)
    return seen, rule
