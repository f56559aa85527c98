"""Findings from cells: those of one check and one kind are one cause, with a count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockwx.audit.chaos.cells import DRIVEN_BY
from mockwx.audit.chaos.fault_table import TOKEN_APIS
from mockwx.audit.check import Severity
from mockwx.audit.finding import AuditFinding
from mockwx.audit.lab import Lab
from mockwx.audit.lab.cell_seen import CellSeen
from mockwx.core.text.bilingual import Text

MOST_SHOWN = 3
MOST_NAMED = 8


def named(cells: Sequence[CellSeen]) -> str:
    """By api, as far as they have room."""
    names: dict[str, list[str]] = defaultdict(list)
    for seen_cell in cells[:MOST_NAMED]:
        names[seen_cell.cell.api].append(seen_cell.cell.fault + (" (after)" if seen_cell.cell.after else ""))
    faults_by_api = "; ".join(f"{api}: {', '.join(faults)}" for api, faults in names.items())
    return faults_by_api + (", …" if len(cells) > MOST_NAMED else "")


def findings_from(
    lab: Lab,
    wrong: Sequence[CellSeen],
    tried: Sequence[CellSeen],
    what: Text,
    *,
    cause: Callable[[CellSeen], str],
    severity: Severity | None = None,
) -> list[AuditFinding]:
    """One for each cause, whatever the api: it is mended at one place. In ``what``, ``{cells}`` names the faults."""
    causes: dict[str, list[CellSeen]] = defaultdict(list)
    for seen_cell in wrong:
        causes[cause(seen_cell)].append(seen_cell)
    return [
        lab.finding(
            name,
            filled(what, cells=named(cells)),
            *(
                lab.observation(Text.alike(f"{seen_cell.cell.api}: {seen_cell.cell.fault}"), seen_cell.seen)
                for seen_cell in cells[:MOST_SHOWN]
            ),
            severity=severity,
            action=DRIVEN_BY.get(cells[0].cell.api, "login"),
            seen=len(cells),
            tried=len(tried),
            scenario=scenario_of(cells[0]),
        )
        for name, cells in causes.items()
    ]


def scenario_of(seen_cell: CellSeen) -> Mapping[str, Any] | None:
    """That plays the cell; None for apis that need more than a login and a phone number."""
    if seen_cell.cell.api not in DRIVEN_BY:
        return None
    expect = {"outcome": list(seen_cell.cell.right)}
    steps: list[dict[str, Any]] = [{"phone.login": {"user": "alice", "as": "code"}}]
    if DRIVEN_BY[seen_cell.cell.api] == "login":
        steps.append({"backend.login": {"code": "$code"}, "expect": expect})
    else:
        steps += [
            {"backend.login": {"code": "$code"}},
            {"phone.getPhoneNumber": {"user": "alice", "as": "number"}},
            *([{"wechat.revoke_token": {}}] if seen_cell.cell.api in TOKEN_APIS else []),
            {"backend.phone": {"code": "$number.code"}, "expect": expect},
        ]
    rule: dict[str, Any] = {"when": {"api": seen_cell.cell.api}, "then": dict(seen_cell.then)}
    if seen_cell.cell.fault.endswith(", once"):
        rule["times"] = 1
    return {
        "name": f"{seen_cell.cell.api} answers {seen_cell.cell.fault}".replace('"', "'"),
        "rules": [rule],
        "steps": steps,
    }


def filled(text: Text, **values: str) -> Text:
    en, zh = text.en, text.zh
    for name, value in values.items():
        en, zh = en.replace(f"{{{name}}}", value), zh.replace(f"{{{name}}}", value)
    return Text(en, zh)
