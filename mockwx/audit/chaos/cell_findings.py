"""Findings from cells: those of one check and one kind are one cause, with a count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mockwx.audit.chaos.cells import DRIVEN_BY
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
    for each in cells[:MOST_NAMED]:
        names[each.cell.api].append(each.cell.fault + (" (after)" if each.cell.after else ""))
    told = "; ".join(f"{api}: {', '.join(faults)}" for api, faults in names.items())
    return told + (", …" if len(cells) > MOST_NAMED else "")


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
    for each in wrong:
        causes[cause(each)].append(each)
    return [
        lab.finding(
            name,
            filled(what, cells=named(cells)),
            *(
                lab.observation(Text.alike(f"{each.cell.api}: {each.cell.fault}"), each.seen)
                for each in cells[:MOST_SHOWN]
            ),
            severity=severity,
            action=DRIVEN_BY.get(cells[0].cell.api, "login"),
            seen=len(cells),
            tried=len(tried),
            scenario=scenario_of(cells[0]),
        )
        for name, cells in causes.items()
    ]


def scenario_of(each: CellSeen) -> Mapping[str, Any] | None:
    """That plays the cell; None for apis that need more than a login."""
    if each.cell.api not in ("code2session", "getuserphonenumber"):
        return None
    expect = {"outcome": list(each.cell.right)}
    steps: list[dict[str, Any]] = [{"phone.login": {"user": "alice", "as": "code"}}]
    if each.cell.api == "code2session":
        steps.append({"backend.login": {"code": "$code"}, "expect": expect})
    else:
        steps += [
            {"backend.login": {"code": "$code"}},
            {"phone.getPhoneNumber": {"user": "alice", "as": "number"}},
            {"backend.phone": {"code": "$number.code"}, "expect": expect},
        ]
    rule: dict[str, Any] = {"when": {"api": each.cell.api}, "then": dict(each.then)}
    if each.cell.fault.endswith(", once"):
        rule["times"] = 1
    return {
        "name": f"{each.cell.api} answers {each.cell.fault}".replace('"', "'"),
        "rules": [rule],
        "steps": steps,
    }


def filled(text: Text, **values: str) -> Text:
    en, zh = text.en, text.zh
    for name, value in values.items():
        en, zh = en.replace(f"{{{name}}}", value), zh.replace(f"{{{name}}}", value)
    return Text(en, zh)
